package org.braidwire.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher itself, in a folder that looks built, with a "java" that only writes down what it was given; and tasks. */
@Timeout(60)
class LauncherTest {
  private static final Path LAUNCHER = Path.of("..", "braidwire").toAbsolutePath();
  private static final Path REPLAY = Path.of("..", "dev", "replay").toAbsolutePath();
  private static final String NOTHING = "/dev/null";

  @TempDir
  private Path root;

  @BeforeEach
  void layOut() throws IOException {
    Files.copy(LAUNCHER, root.resolve("braidwire"));
    write("pom.xml", "");
    write("cli/pom.xml", "");
    write("cli/src/main/none", "");
    write("cli/profiles/common.jvm", "");
    write("cli/profiles/default.jvm", "");
    write("cli/target/cli-1.jar", "");
    write("cli/target/lib/one.jar", "");
    write("jdk/release", "JAVA_VERSION=\"25.0.1\"\n");
    executable("jdk/bin/javac", "");
    executable("jdk/bin/java", """
        #!/bin/sh
        for n in 0 1 2; do
          name=$(readlink /proc/$$/fd/$n) || name=closed
          names="$names$name "
        done
        echo "$names" >"$RESULT"
        if (echo text) 2>/dev/null; then written=taken; else written=refused; fi
        echo $written >"$RESULT.written"
        """);
    write("cli/target/built", "");
  }

  private void write(final String name, final String content) throws IOException {
    final Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private void executable(final String name, final String content) throws IOException {
    write(name, content);
    assertThat(root.resolve(name).toFile().setExecutable(true)).isTrue();
  }

  /** Closed, they would be the numbers of the next files that are opened: the JVM's own. */
  @Test
  void whatIsClosedIsNothingAndNotTheNextFileThatIsOpened() throws Exception {
    assertThat(descriptors("<&-")).first().isEqualTo(NOTHING);
    assertThat(descriptors("<&- >&- 2>&-")).containsExactly(NOTHING, NOTHING, NOTHING);
  }

  @Test
  void whatIsOpenStaysAsItIs() throws Exception {
    assertThat(descriptors("<pom.xml >out 2>err"))
        .extracting(name -> Path.of(name).getFileName())
        .containsExactly(Path.of("pom.xml"), Path.of("out"), Path.of("err"));
    assertThat(root.resolve("out")).hasContent("text");
  }

  /** Else the bytes of a connection would be lost without a word. */
  @Test
  void aClosedStandardOutputStillRefusesWhatIsWritten() throws Exception {
    descriptors(">&-");

    assertThat(root.resolve("result.written")).hasContent("refused");
  }

  @Test
  void replayingASeedShowsItsEventLog() throws Exception {
    executable("tasks/braidwire", "#!/bin/sh\necho \"$@\"\n");
    final ProcessBuilder task = new ProcessBuilder("sh", REPLAY.toString(), "4711", "--pcap", "x");
    task.environment().put("BRAIDWIRE_ROOT", root.resolve("tasks").toString());

    final String said = new String(task.start().getInputStream().readAllBytes(), UTF_8);

    assertThat(said.strip()).isEqualTo("sim --seed 4711 --trace --pcap x");
  }

  /** What the three standard descriptors of the "java" are when the launcher was started with {@code redirections}. */
  private List<String> descriptors(final String redirections) throws Exception {
    final Path result = root.resolve("result");
    final ProcessBuilder shell = new ProcessBuilder("sh", "-c", "exec sh ./braidwire connect " + redirections)
        .directory(root.toFile())
        .redirectErrorStream(true);
    shell.environment().put("JAVA25_HOME", root.resolve("jdk").toString());
    shell.environment().put("RESULT", result.toString());
    shell.environment().remove("BRAIDWIRE_PROFILE");
    final Process process = shell.start();
    final String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return List.of(Files.readString(result).strip().split(" "));
  }
}
