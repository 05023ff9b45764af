package org.braidwire.io.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressLockTest {
  @TempDir
  private Path directory;

  @Test
  void theSecondTakerIsToldWhoHoldsIt() throws Exception {
    try (AddressLock held = AddressLock.take(directory, "eth1", "192.0.2.2")) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> AddressLock.take(directory, "eth1", "192.0.2.2"))
          .isInstanceOf(AddressLock.HeldException.class)
          .hasMessageContaining("192.0.2.2 on eth1 is already held by process "
              + ProcessHandle.current().pid());
      AddressLock.take(directory, "eth1", "192.0.2.3").close();
      AddressLock.take(directory, "eth2", "192.0.2.2").close();
    }
    AddressLock.take(directory, "eth1", "192.0.2.2").close();
  }

  @Test
  void anotherProcessHoldsItUntilItDies() throws Exception {
    final Process holder = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    try (BufferedReader said = holder.inputReader()) {
      assertThat(said.readLine()).isEqualTo("held");
      assertThatThrownBy(() -> AddressLock.take(directory, "eth1", "192.0.2.2"))
          .isInstanceOf(AddressLock.HeldException.class)
          .hasMessageContaining("held by process " + holder.pid() + " (");
      // A refused attempt must not have loosened the lock.
      assertThatThrownBy(() -> AddressLock.take(directory, "eth1", "192.0.2.2"))
          .isInstanceOf(AddressLock.HeldException.class);
    } finally {
      holder.destroyForcibly();
      holder.waitFor();
    }
    AddressLock.take(directory, "eth1", "192.0.2.2").close();
  }

  /** Takes the address and waits to be killed. */
  static final class Holder {
    private Holder() {}

    public static void main(final String[] arguments) throws Exception {
      final AddressLock held = AddressLock.take(Path.of(arguments[0]), "eth1", "192.0.2.2");
      System.out.println("held");
      Thread.sleep(Long.MAX_VALUE);
      held.close();
    }
  }
}
