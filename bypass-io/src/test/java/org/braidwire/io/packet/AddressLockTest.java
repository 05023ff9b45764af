package org.braidwire.io.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressLockTest {
  private static final int LAST_PORT = 0xffff;

  @TempDir
  private Path directory;

  @Test
  void theSecondTakerIsToldWhoHoldsIt() throws Exception {
    try (AddressLock held = take("eth1", "192.0.2.2")) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> take("eth1", "192.0.2.2"))
          .isInstanceOf(AddressLock.HeldException.class)
          .hasMessageContaining("192.0.2.2 on eth1 is already held by process "
              + ProcessHandle.current().pid());
      take("eth1", "192.0.2.3").close();
      take("eth2", "192.0.2.2").close();
    }
    take("eth1", "192.0.2.2").close();
  }

  @Test
  void anotherProcessHoldsItUntilItDies() throws Exception {
    try (Other other = new Other(0, LAST_PORT)) {
      assertHeldBy(other, 0, LAST_PORT);
      // A refused attempt must not have loosened the lock.
      assertHeldBy(other, 0, LAST_PORT);
      assertHeldBy(other, 5000, 5999);
    }
    take("eth1", "192.0.2.2").close();
  }

  @Test
  void twoProcessesShareAnAddressByItsPorts() throws Exception {
    try (Other other = new Other(5000, 5999)) {
      assertHeldBy(other, 5999, 6001);
      assertHeldBy(other, 0, LAST_PORT);
      final AddressLock beside = AddressLock.take(directory, "eth1", "192.0.2.2", 6000, 6999);
      try (Other third = new Other(7000, 7000)) {
        assertThat(third).isNotNull();
      }
      beside.close();
      assertHeldBy(other, 4000, 5000);
    }
    AddressLock.take(directory, "eth1", "192.0.2.2", 5000, 6999).close();
  }

  private AddressLock take(final String interfaceName, final String address) throws Exception {
    return AddressLock.take(directory, interfaceName, address, 0, LAST_PORT);
  }

  private void assertHeldBy(final Other other, final int firstPort, final int lastPort) {
    assertThatThrownBy(() -> AddressLock.take(directory, "eth1", "192.0.2.2", firstPort, lastPort))
        .isInstanceOf(AddressLock.HeldException.class)
        .hasMessageContaining("held by process " + other.process.pid() + " (");
  }

  /** Another process that holds ports of the address until it is killed. */
  private final class Other implements AutoCloseable {
    private final Process process;

    Other(final int firstPort, final int lastPort) throws Exception {
      process = new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "--enable-native-access=ALL-UNNAMED",
              "-cp",
              System.getProperty("java.class.path"),
              Holder.class.getName(),
              directory.toString(),
              "" + firstPort,
              "" + lastPort)
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
      assertThat(process.inputReader().readLine()).isEqualTo("held");
    }

    @Override
    public void close() throws Exception {
      process.destroyForcibly();
      process.waitFor();
    }
  }

  /** Takes the address and waits to be killed. */
  static final class Holder {
    private Holder() {}

    public static void main(final String[] arguments) throws Exception {
      final AddressLock held = AddressLock.take(
          Path.of(arguments[0]), "eth1", "192.0.2.2", Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
      System.out.println("held");
      Thread.sleep(Long.MAX_VALUE);
      held.close();
    }
  }
}
