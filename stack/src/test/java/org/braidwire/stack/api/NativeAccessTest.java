package org.braidwire.stack.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A JVM without the one flag that the stack needs is told so in one clear line, also where nobody catches it. */
class NativeAccessTest {
  @Test
  @Timeout(60)
  void itsAbsenceGivesOneClearLine() throws Exception {
    final Process child = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            LibraryExample.class.getName())
        .redirectErrorStream(true)
        .start();
    child.getOutputStream().close();
    final String said = new String(child.getInputStream().readAllBytes(), UTF_8);

    assertThat(child.waitFor()).isEqualTo(1);
    assertThat(said.lines())
        .containsExactly("Exception in thread \"main\" " + BraidwireException.class.getName()
            + ": native access is off: start java with --enable-native-access=ALL-UNNAMED");
  }
}
