package org.braidwire.io.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AddressLockTest {
  /** Of no interface, and of this process alone. */
  private static final String LINK = "bw" + ProcessHandle.current().pid();

  @Test
  void theSecondTakerIsToldWhoHoldsIt() throws Exception {
    try (AddressLock held = AddressLock.take(LINK, "192.0.2.2")) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> AddressLock.take(LINK, "192.0.2.2"))
          .isInstanceOf(AddressLock.HeldException.class)
          .hasMessageContaining("192.0.2.2 on " + LINK + " is already held by process "
              + ProcessHandle.current().pid());
      AddressLock.take(LINK, "192.0.2.3").close();
      AddressLock.take(LINK + "x", "192.0.2.2").close();
    }
    AddressLock.take(LINK, "192.0.2.2").close();
  }

  @Test
  void anotherProcessHoldsItUntilItDies() throws Exception {
    final Process holder = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            LINK)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    try (BufferedReader said = holder.inputReader()) {
      assertThat(said.readLine()).isEqualTo("held");
      for (int attempt = 0; attempt < 3; attempt++) {
        assertThatThrownBy(() -> AddressLock.take(LINK, "192.0.2.2"))
            .isInstanceOf(AddressLock.HeldException.class)
            .hasMessageEndingWith("held by process " + holder.pid() + " (braidwire " + LINK + ")");
      }
    } finally {
      holder.destroyForcibly();
      holder.waitFor();
    }
    AddressLock.take(LINK, "192.0.2.2").close();
  }

  /** Takes the address and waits to be killed. */
  static final class Holder {
    private Holder() {}

    public static void main(final String[] arguments) throws Exception {
      final AddressLock held = AddressLock.take(arguments[0], "192.0.2.2");
      System.out.println("held");
      Thread.sleep(Long.MAX_VALUE);
      held.close();
    }
  }
}
