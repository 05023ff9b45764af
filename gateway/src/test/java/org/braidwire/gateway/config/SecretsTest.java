package org.braidwire.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.braidwire.gateway.config.Surroundings.FileState;
import org.braidwire.gateway.tunnel.TunnelKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  private static final String SECRET = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA==";
  private static final Path KEY_FILE = Path.of("/etc/braidwire/tunnel.key");

  @TempDir
  Path folder;

  private final Configs.Machine machine = new Configs.Machine();

  @Test
  void readsTheKeysOfAFileAndOfAVariable() throws IOException {
    machine.keys = "# of May\n7 " + SECRET + "\n\n4294967295\t"
        + Base64.getEncoder().encodeToString(new byte[64]) + " \n";
    final List<TunnelKey> keys = new KeySource(KEY_FILE, null).load(machine);
    assertThat(keys).extracting(TunnelKey::id).containsExactly(7, -1);
    assertThat(keys.getFirst())
        .isEqualTo(new TunnelKey(7, "secret-secret-secret-secret-secret".getBytes(StandardCharsets.US_ASCII)));
    machine.variables.put("KEY", "7 " + SECRET);
    assertThat(new KeySource(null, "KEY").load(machine)).containsExactly(keys.getFirst());
  }

  @Test
  void refusesKeysThatAreNoneAndTellsNothingOfThem() {
    for (final String keys : List.of(
        "",
        "# none",
        SECRET,
        "0 " + SECRET,
        "4294967296 " + SECRET,
        "1 " + SECRET + "*",
        "1 " + SECRET.substring(0, 40),
        "1 " + SECRET + SECRET,
        "1 " + Base64.getEncoder().encodeToString(new byte[65]),
        "1 " + SECRET + "\n1 " + SECRET,
        ("1 " + SECRET + "\n").repeat(17))) {
      machine.keys = keys;
      assertThatIllegalArgumentException()
          .as(keys)
          .isThrownBy(() -> new KeySource(KEY_FILE, null).load(machine))
          .satisfies(wrong -> assertThat(wrong.getMessage()).doesNotContain(SECRET.substring(0, 8)));
      assertThat(Configs.problems(Configs.read(Configs.EXIT + Configs.RULE, machine)))
          .singleElement()
          .asString()
          .startsWith("7:12: key_file: ")
          .doesNotContain(SECRET.substring(0, 8));
    }
  }

  @Test
  void noTextHasASecret() throws IOException {
    machine.keys = "1 " + SECRET;
    final ConfigReading reading = Configs.read(Configs.EXIT + Configs.RULE, machine);
    assertThat(reading.toString()).contains("tunnel.key").doesNotContain(SECRET);
    assertThat(new KeySource(KEY_FILE, null).load(machine)).hasToString("[key 1]");
  }

  @Test
  void aSecretInTheWrongPlaceIsNotRepeated() {
    machine.states.put(Path.of("/etc/braidwire/" + SECRET), FileState.ABSENT);
    for (final String line : List.of(
        "key_file = \"" + SECRET + "\"",
        "key_file = \"\\u0000" + SECRET + "\"",
        "key_env = \"" + SECRET + "\"",
        "key_env = \"c2VjcmV0LXNlY3JldC1\"",
        "key = \"" + SECRET + "\"",
        "secret = \"" + SECRET + "\"",
        "key_file = " + SECRET,
        "key_file = \"" + SECRET,
        "key_file = \"x\" " + SECRET,
        "key_file \"" + SECRET + "\"",
        "key_file = 1 " + SECRET.replace('=', 'x'),
        "password = " + SECRET)) {
      final ConfigReading reading = Configs.read(
          Configs.EXIT.replaceFirst("key_file = .*", line.replace("\\", "\\\\")) + Configs.RULE, machine);
      assertThat(reading).as(line).isInstanceOf(ConfigReading.Refused.class);
      assertThat(reading.problems().toString()).as(line).doesNotContain(SECRET.substring(0, 8));
    }
  }

  @Test
  void tellsAFileThatIsNotSafe() {
    final String text = Configs.ENTRY + "users_file = \"users\"\n" + Configs.RULE;
    for (final FileState state :
        List.of(FileState.ABSENT, FileState.NO_FILE, FileState.NOT_READABLE, FileState.OPEN_TO_OTHERS)) {
      machine.states.put(KEY_FILE, state);
      machine.states.put(Path.of("/etc/braidwire/users"), state);
      assertThat(Configs.problems(Configs.read(text, machine)))
          .hasSize(2)
          .allMatch(problem -> problem.matches("9:12: key_file: .*; .*|13:14: users_file: .*; .*"));
    }
    machine.states.clear();
    machine.keys = null;
    assertThat(Configs.problems(Configs.read(text, machine)))
        .containsExactly("9:12: key_file: the file cannot be read; a small text file was meant");
  }

  @Test
  void aVariableThatIsNotSetIsAProblem() {
    final String text = Configs.EXIT.replaceFirst("key_file = .*", "key_env = \"BRAIDWIRE_KEY\"") + Configs.RULE;
    assertThat(Configs.problems(Configs.read(text, machine)))
        .singleElement()
        .asString()
        .startsWith("7:11: key_env: the environment has no such variable; ");
    machine.variables.put("BRAIDWIRE_KEY", "1 " + SECRET);
    assertThat(Configs.read(text, machine)).isInstanceOf(ConfigReading.Accepted.class);
  }

  @Test
  void looksAtThePermissionsOfRealFiles() throws IOException {
    final Surroundings here = Surroundings.ofThisProcess();
    final Path file = Files.writeString(folder.resolve("key"), "1 " + SECRET);
    for (final String safe : List.of("rw-------", "r--------", "rw-r-----")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(safe));
      assertThat(here.state(file)).as(safe).isEqualTo(FileState.FINE);
    }
    for (final String open : List.of("rw-r--r--", "rw----r--", "rw-----w-", "rw-rw----")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(open));
      assertThat(here.state(file)).as(open).isEqualTo(FileState.OPEN_TO_OTHERS);
      assertThat(here.state(Files.createSymbolicLink(folder.resolve(open), file)))
          .as("by a link")
          .isEqualTo(FileState.OPEN_TO_OTHERS);
    }
    assertThat(here.state(folder)).isEqualTo(FileState.NO_FILE);
    assertThat(here.state(folder.resolve("none"))).isEqualTo(FileState.ABSENT);
    assertThat(here.read(file)).startsWith("1 ");
    assertThat(new KeySource(file, null).load()).hasSize(1);
  }
}
