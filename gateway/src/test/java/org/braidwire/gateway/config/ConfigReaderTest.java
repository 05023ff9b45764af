package org.braidwire.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.braidwire.gateway.config.Configs.ENTRY;
import static org.braidwire.gateway.config.Configs.EXIT;
import static org.braidwire.gateway.config.Configs.RULE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.braidwire.gateway.policy.AddressClass;
import org.braidwire.gateway.policy.Rule;
import org.braidwire.stack.api.PathConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
  @TempDir
  Path folder;

  @Test
  void readsEveryKey() {
    final GatewayConfig config = Configs.accepted(ENTRY.replace("role = \"entry\"", "role = \"entry\"\nname = \"office\"")
        + """
            users_file = "users"
            [[path]]
            name = "line-b"
            interface = "eth2"
            address = "198.51.100.2/28"
            via = "198.51.100.1"
            ports = "6000-6999"
            backup = true
            [[forward]]
            name = "db"
            listen = "[::1]:5432"
            target = "DB.example.net.:5432"
            [[rule]]
            action = "allow"
            from = ["127.0.0.0/8", "::1"]
            users = ["Ann Ünlü"]
            names = ["*.Example.net"]
            ports = ["443", "5000-5999"]
            special = ["private", "own"]
            label = "web"
            paths = ["line-b"]
            scheduler = "active-backup"
            require_mptcp = true
            [limits]
            connections = 10
            connections_per_source = 5
            handshake_timeout = "100ms"
            connect_timeout = "3s"
            idle_timeout = "2d"
            half_open_timeout = "1min"
            memory = "2GiB"
            memory_per_connection = "64KiB"
            [engine]
            idle = "spin"
            scheduler = "active-backup"
            io = "af_packet"
            """);
    assertThat(config.name()).isEqualTo("office");
    assertThat(config.paths()).hasSize(2);
    assertThat(config.paths().get(1).path())
        .hasToString(PathConfig.parse(
                "eth2=198.51.100.2/28,via=198.51.100.1,backup,ports=6000-6999")
            .toString());
    assertThat(config.exit()).hasToString("203.0.113.2:5000");
    assertThat(config.socks()).extracting(SocksConfig::usersFile).containsExactly(Path.of("/etc/braidwire/users"));
    assertThat(config.forwards())
        .containsExactly(new ForwardConfig("db", Endpoint.parse("[::1]:5432"), new Target("db.example.net", 5432)));
    final Rule rule = config.rules().getFirst();
    assertThat(rule.users()).containsExactly("Ann Ünlü");
    assertThat(rule.special()).containsExactlyInAnyOrder(AddressClass.PRIVATE, AddressClass.OWN);
    assertThat(rule).extracting(Rule::number, Rule::line).containsExactly(1, 26);
    assertThat(rule.carriage().paths()).containsExactly("line-b");
    assertThat(config.limits())
        .isEqualTo(new LimitsConfig(
            10,
            5,
            Duration.ofMillis(100),
            Duration.ofSeconds(3),
            Duration.ofDays(2),
            Duration.ofMinutes(1),
            2L << 30,
            64L << 10));
    assertThat(config.engine()).isEqualTo(new EngineSettings("spin", "active-backup", "af_packet"));
    assertThat(Configs.accepted(EXIT + RULE).tunnel().listenPort()).isEqualTo(5000);
  }

  @Test
  void tellsAllProblemsAtOnceInOrderOfLine() {
    assertThat(Configs.problems("""
            role = "entri"
            nmae = "office"
            [[path]]
            name = "Line A"
            interface = 5
            address = "192.0.2.16/28"
            backup = "no"
            [[rule]]
            action = "permit"
            from = ["10.0.0.1/8", 7]
            ports = ["99999"]
            colour = "red"
            [limits]
            idle_timeout = 5
            memory = "64MB"
            connections = 0
            """))
        .containsExactly(
            "1:8: role: 'entri' is no role; did you mean \"entry\"?",
            "2:1: unknown key \"nmae\"; did you mean \"name\"?",
            "3:1: [tunnel]: no key; key_file = \"FILE\" or key_env = \"VARIABLE\" was meant",
            "x");
  }

  @Test
  void refusesKeysOfTheOtherRole() {
    assertThat(Configs.problems(EXIT + RULE + """
            paths = ["line-a"]
            [exit]
            address = "203.0.113.2:5000"
            [[socks]]
            name = "lan"
            listen = "127.0.0.1:1080"
            [[forward]]
            name = "db"
            """))
        .containsExactly(
            "12:1: [[rule]]: paths is for role = \"entry\"; this file is of role \"exit\"",
            "13:2: exit is for role = \"entry\"; this file is of role \"exit\"",
            "15:3: socks is for role = \"entry\"; this file is of role \"exit\"",
            "18:3: forward is for role = \"entry\"; this file is of role \"exit\"");
    assertThat(Configs.problems(ENTRY.replace("[[socks]]", "listen = 5000\n[[socks]]") + RULE))
        .containsExactly("10:1: [tunnel]: listen is for role = \"exit\"; this file is of role \"entry\"");
  }

  @Test
  void tellsWhatIsMissing() {
    assertThat(Configs.problems("role = \"entry\"\n[exit]\n[[rule]]\n"))
        .containsExactly("x");
    assertThat(Configs.problems("role = \"exit\"\n[tunnel]\nkey_env = \"KEY\"\n")).containsExactly("x");
    assertThat(Configs.problems("")).containsExactly("x");
  }

  @Test
  void tellsWhatDoesNotFitTogether() {
    assertThat(Configs.problems(ENTRY + """
            [[socks]]
            name = "lan"
            listen = "0.0.0.0:1080"
            [[forward]]
            name = "db"
            listen = "192.0.2.2:80"
            target = "127.1:80"
            [[path]]
            name = "line-a"
            interface = "eth2"
            address = "192.0.2.2/28"
            [[rule]]
            action = "allow"
            paths = ["lina-a"]
            [[rule]]
            action = "deny"
            users = ["ann"]
            special = ["loopback"]
            scheduler = "lowest-rtt"
            [limits]
            connections = 10
            memory_per_connection = "2GiB"
            """))
        .containsExactly("x");
  }

  @Test
  void tellsAnExitThatCannotBeReached() {
    for (final String exit : List.of("127.0.0.1:5000", "0.0.0.0:5000", "[2001:db8::1]:5000")) {
      assertThat(Configs.problems(ENTRY.replace("203.0.113.2:5000", exit) + RULE))
          .singleElement()
          .asString()
          .startsWith("7:11: the stack cannot connect to");
    }
    assertThat(Configs.problems(ENTRY.replace("203.0.113.2:5000", "192.0.2.2:5000") + RULE))
        .containsExactly("7:11: 192.0.2.2 is a path of this entry; the exit's address was meant");
    assertThat(Configs.problems(EXIT.replace("[tunnel]", "ports = \"6000-6999\"\n[tunnel]") + RULE))
        .containsExactly("6:9: port 5000 of [tunnel] is not among them; a range with it was meant");
  }

  @Test
  void warnsOfWhatHoldsButIsOdd() {
    assertThat(Configs.read(ENTRY)).isInstanceOf(ConfigReading.Accepted.class);
    assertThat(Configs.problems(ENTRY))
        .containsExactly(
            "1:1: warning: there is no rule, so that everything is refused; [[rule]] was meant");
    assertThat(Configs.problems(ENTRY.replace("127.0.0.1:1080", "0.0.0.0:1080") + """
            [[rule]]
            action = "allow"
            to = ["198.18.0.0/15"]
            users = ["ann"]
            [[rule]]
            action = "allow"
            [[rule]]
            action = "deny"
            """))
        .containsExactly("x");
  }

  @Test
  void tellsWhatIsNoTomlTogetherWithTheRest() {
    final String broken = ENTRY.replace("name = \"lan\"", "name = lan") + """
        [limits]
        idle_timeout = 5s
        memory = "1GB"
        """;
    assertThat(Configs.problems(broken)).containsExactly("x");
    assertThat(Configs.problems(broken.replace("[limits]", "[limits")))
        .as("keys behind a broken header may seem to be another table's")
        .containsExactly("x");
  }

  @Test
  void aProblemIsOneLineWhateverTheFileHolds() {
    assertThat(Configs.problems(ENTRY + RULE + "label = \"a\\nx.toml:1:1: all is well\\u001b[2J\"\n"))
        .singleElement()
        .asString()
        .startsWith("16:9: label: 'a?x.toml:1:1: all is well?[2J' is no name");
  }

  @Test
  void readsAFileOrTellsWhyNot() throws IOException {
    final Path file = folder.resolve("gateway.toml");
    assertThat(only(file)).isEqualTo(file + ":1:1: it cannot be read (there is no such file); a TOML file was meant");
    assertThat(only(folder)).startsWith(folder + ":1:1: it cannot be read (Is a directory)");
    Files.write(file, new byte[] {'a', (byte) 0xff});
    assertThat(only(file)).isEqualTo(file + ":1:1: it is not UTF-8; a TOML file was meant");
    Files.write(file, new byte[(1 << 20) + 1]);
    assertThat(only(file)).isEqualTo(file + ":1:1: it is larger than 1MiB; a TOML file was meant");
    Files.writeString(file, "a = " + "[".repeat(100_000));
    assertThat(ConfigReader.read(file)).isInstanceOf(ConfigReading.Refused.class);
    Files.writeString(file, ENTRY + RULE);
    assertThat(ConfigReader.read(file, new Configs.Machine())).isInstanceOf(ConfigReading.Accepted.class);
  }

  private static String only(final Path file) {
    assertThat(ConfigReader.read(file).problems()).hasSize(1);
    return ConfigReader.read(file).problems().getFirst().toString();
  }

  @Test
  void tellsNoMoreProblemsThanHelp() {
    assertThat(Configs.problems(ENTRY + RULE + "x_%d = 1\n".formatted(0)
            + String.join("", IntStream.range(1, 300).mapToObj("x_%d = 1\n"::formatted).toList())))
        .hasSize(100);
  }
}
