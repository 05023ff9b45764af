package org.braidwire.cli.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.braidwire.gateway.config.DefaultConfig;
import org.braidwire.gateway.config.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class GatewayCommandTest {
  private static final String KEY_FILE = "/etc/braidwire/tunnel.key";

  @TempDir
  Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path key;

  @BeforeEach
  void makeAKey() throws IOException {
    key = folder.resolve("tunnel.key");
    Files.writeString(key, "1 " + Base64.getEncoder().encodeToString(new byte[32]));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void theExamplesHold() throws IOException {
    final Path entry = write("entry.toml", DefaultConfig.example(Role.ENTRY));
    final Path exit = write("exit.toml", DefaultConfig.example(Role.EXIT));
    assertThat(run("check", entry.toString())).isZero();
    assertThat(run("check", exit.toString())).isZero();
    assertThat(out.toString())
        .isEqualToIgnoringNewLines(
            entry + " holds: entry \"office\", 2 paths, 2 listeners, exit 203.0.113.2:5000, 2 rules" + exit
                + " holds: exit \"datacentre\", 1 path, port 5000, 2 rules");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void tellsEveryProblemInALineWithStatus2() throws IOException {
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    final Path file = write(
        "entry.toml", DefaultConfig.example(Role.ENTRY).replace("name = \"office\"", "nmae = \"office\""));
    assertThat(run("check", file.toString())).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines())
        .hasSizeGreaterThan(1)
        .allMatch(line -> line.matches("\\Q" + file + "\\E:\\d+:\\d+: .+"));
    assertThat(run("check", folder.resolve("none.toml").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("none.toml:1:1: it cannot be read (there is no such file)");
  }

  @Test
  void warningsDoNotRefuse() throws IOException {
    final Path file = write("exit.toml", DefaultConfig.text(Role.EXIT));
    assertThat(run("check", file.toString())).isZero();
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            file + ":1:1: warning: there is no rule, so that everything is refused; [[rule]] was meant");
    assertThat(out.toString()).contains("0 rules");
  }

  @Test
  void printsDefaultsOfEitherRole() {
    assertThat(run("--print-defaults")).isZero();
    assertThat(out.toString()).isEqualTo(DefaultConfig.text(Role.ENTRY));
    assertThat(run("--print-defaults=exit")).isZero();
    assertThat(out.toString()).isEqualTo(DefaultConfig.text(Role.ENTRY) + DefaultConfig.text(Role.EXIT));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void refusesWhatItCannotDo() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("run")).isEqualTo(2);
    assertThat(run("check")).isEqualTo(2);
    assertThat(run("--print-defaults=middle")).isEqualTo(2);
    assertThat(err.toString())
        .contains("what of the gateway? --config FILE, --print-defaults, check")
        .contains("FILE")
        .contains("'middle' is no role; known are: entry, exit");
    assertThat(out.toString()).isEmpty();
  }

  private Path write(final String name, final String text) throws IOException {
    return Files.writeString(folder.resolve(name), text.replace(KEY_FILE, key.toString()));
  }

  private int run(final String... arguments) {
    return new CommandLine(new GatewayCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
