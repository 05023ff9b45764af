package org.braidwire.stack.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A JVM without the one flag that the stack needs is told so, in one clear line. */
class NativeAccessTest {
  @Test
  @Timeout(60)
  void itsAbsenceGivesOneClearLine() throws Exception {
    final Process child = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Starting.class.getName())
        .redirectErrorStream(true)
        .start();
    child.getOutputStream().close();
    final String said = new String(child.getInputStream().readAllBytes(), UTF_8);

    assertThat(child.waitFor()).isEqualTo(1);
    assertThat(said.lines())
        .containsExactly("native access is off: start java with --enable-native-access=ALL-UNNAMED");
  }

  /** Starts a stack as an application would. */
  static final class Starting {
    private Starting() {}

    public static void main(final String[] arguments) {
      try (Braidwire stack = Braidwire.builder().path("eth1=192.0.2.2/28").start()) {
        System.out.println("started with " + stack.openConnections() + " connections");
      } catch (final BraidwireException refused) {
        System.out.println(refused.getMessage());
        System.exit(1);
      }
    }
  }
}
