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
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.base.NamedTarget;
import org.braidwire.gateway.policy.AddressClass;
import org.braidwire.gateway.policy.Rule;
import org.braidwire.stack.api.PathConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
  private static final String EVERYTHING = """
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
      """;

  @TempDir
  Path folder;

  @Test
  void readsEveryKey() {
    final GatewayConfig config =
        Configs.accepted(ENTRY.replace("role = \"entry\"", "role = \"entry\"\nname = \"office\"") + EVERYTHING);
    assertThat(config.name()).isEqualTo("office");
    assertThat(config.paths()).hasSize(2);
    assertThat(config.paths().get(1).path())
        .isEqualTo(PathConfig.parse("eth2=198.51.100.2/28,via=198.51.100.1,backup,ports=6000-6999"));
    assertThat(config.exit()).hasToString("203.0.113.2:5000");
    assertThat(config.socks()).extracting(SocksConfig::usersFile).containsExactly(Path.of("/etc/braidwire/users"));
    assertThat(config.forwards())
        .containsExactly(
            new ForwardConfig("db", Endpoint.parse("[::1]:5432"), new NamedTarget("db.example.net", 5432)));
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
            "1:1: [tunnel]: no key; key_file = \"FILE\" or key_env = \"VARIABLE\" was meant",
            "1:8: role: 'entri' is no role; did you mean \"entry\"?",
            "2:1: unknown key \"nmae\"; did you mean \"name\"?",
            "4:8: name: 'Line A' is no name; 1 to 64 of a-z, 0-9, '.', '_' and '-' was meant",
            "5:13: interface is a number without quotes; a link's name such as \"eth1\" was meant",
            "6:11: address: 192.0.2.16 is the network address of its /28; an address of the link's subnet was meant",
            "7:10: backup is a text; true or false was meant",
            "9:10: action: 'permit' is no action; known are: allow, deny",
            "10:9: from: '10.0.0.1/8' has bits behind its length; 10.0.0.0/8 begins there",
            "10:23: from holds a number without quotes; a prefix such as \"192.168.0.0/16\" was meant",
            "11:10: ports: '99999' is no range of ports from 1 to 65535, such as 5000-5999; \"443\" or \"5000-5999\" was meant",
            "12:1: [[rule]]: unknown key \"colour\"; known are: action, from, users, to, names, ports, special, label, paths, scheduler, require_mptcp",
            "14:16: idle_timeout is a number without quotes; a whole number and ms, s, min, h or d, such as \"5s\", was meant",
            "15:10: memory: '64MB' is no size; a whole number and B, KiB, MiB, GiB or TiB, such as \"64MiB\", was meant",
            "16:15: connections: 0 is out of range; a whole number from 1 to 1000000 was meant");
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
            "13:1: exit is for role = \"entry\"; this file is of role \"exit\"",
            "15:1: socks is for role = \"entry\"; this file is of role \"exit\"",
            "18:1: forward is for role = \"entry\"; this file is of role \"exit\"");
    assertThat(Configs.problems(ENTRY.replace("[[socks]]", "listen = 5000\n[[socks]]") + RULE))
        .containsExactly("10:1: [tunnel]: listen is for role = \"exit\"; this file is of role \"entry\"");
  }

  @Test
  void tellsWhatIsMissing() {
    assertThat(Configs.problems("role = \"entry\"\n[exit]\n[[rule]]\n"))
        .containsExactly(
            "1:1: [tunnel]: no key; key_file = \"FILE\" or key_env = \"VARIABLE\" was meant",
            "1:1: there is no path; [[path]] with name, interface and address was meant",
            "1:1: nothing is listened to; [[socks]] or [[forward]] was meant",
            "2:1: [exit]: address is missing; where the tunnel ends, such as \"203.0.113.2:5000\", was meant",
            "3:1: [[rule]]: action is missing; one of allow, deny was meant");
    assertThat(Configs.problems("role = \"exit\"\n[tunnel]\nkey_env = \"KEY\"\n"))
        .containsExactly(
            "1:1: there is no path; [[path]] with name, interface and address was meant",
            "1:1: warning: there is no rule, so that everything is refused; [[rule]] was meant",
            "2:1: [tunnel]: listen is missing; the port where entries connect, such as 5000, was meant",
            "3:11: key_env: the environment has no such variable; lines such as \"1 BASE64\", with 32 random octets, were meant");
    assertThat(Configs.problems(""))
        .containsExactly(
            "1:1: role is missing; one of entry, exit was meant",
            "1:1: [tunnel]: no key; key_file = \"FILE\" or key_env = \"VARIABLE\" was meant",
            "1:1: there is no path; [[path]] with name, interface and address was meant",
            "1:1: warning: there is no rule, so that everything is refused; [[rule]] was meant");
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
        .containsExactly(
            "14:8: two listeners are called \"lan\"; another name than in line 11 was meant",
            "15:10: two listeners are at 0.0.0.0:1080; another port than in line 12 was meant",
            "15:10: warning: it is open to other hosts without users; users_file, or rules with from, were meant",
            "18:10: the address of path \"line-a\" is not the host's; an address that the host has was meant",
            "19:10: target: '127.1' is an address in disguise; a name or an address, and a port, such as \"db.example.net:5432\" was meant",
            "21:8: two paths are called \"line-a\"; another name than in line 3 was meant",
            "23:11: two paths have the address 192.0.2.2; another than in line 5 was meant",
            "26:10: no path is called \"lina-a\"; did you mean \"line-a\"?",
            "27:1: a rule that denies carries nothing; none of paths, scheduler and require_mptcp was meant",
            "29:9: warning: nobody can prove to be a user; users_file in [[socks]] was meant",
            "30:11: special lets addresses through; action = \"allow\" was meant",
            "33:15: connections_per_source is 1000; no more than connections, 10, was meant",
            "34:25: memory_per_connection is 2GiB; no more than memory, 1GiB, was meant");
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
        .containsExactly("1:1: warning: there is no rule, so that everything is refused; [[rule]] was meant");
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
        .containsExactly(
            "12:10: warning: it is open to other hosts without users; users_file, or rules with from, were meant",
            "15:6: warning: targets given by name are resolved at the exit, and refused where they come to this rule; names, or this rule at the exit, were meant",
            "16:9: warning: nobody can prove to be a user; users_file in [[socks]] was meant",
            "19:1: warning: rule 3 (line 19) is never reached; before rule 2 (line 17), which meets all, was meant");
  }

  @Test
  void tellsWhatIsNoTomlTogetherWithTheRest() {
    final String broken = ENTRY.replace("name = \"lan\"", "name = lan") + """
        [limits]
        idle_timeout = 5s
        memory = "1GB"
        """;
    assertThat(Configs.problems(broken))
        .containsExactly(
            "11:8: not TOML: unexpected 'l'; a value was meant",
            "14:17: a value with a unit has no quotes; such as \"5s\" was meant",
            "15:10: memory: '1GB' is no size; a whole number and B, KiB, MiB, GiB or TiB, such as \"64MiB\", was meant");
    assertThat(Configs.problems(broken.replace("[limits]", "[limits")))
        .as("keys behind a broken header may seem to be another table's")
        .containsExactly(
            "11:8: not TOML: unexpected 'l'; a value was meant",
            "13:8: not TOML: unexpected end of line; ] was meant",
            "14:17: a value with a unit has no quotes; such as \"5s\" was meant");
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
    assertThat(only(file))
        .isEqualTo(file + ":1:1: it cannot be read (there is no such file); a TOML file was meant");
    assertThat(only(folder)).startsWith(folder + ":1:1: it cannot be read (Is a directory)");
    Files.write(file, new byte[] {'a', (byte) 0xff});
    assertThat(only(file)).isEqualTo(file + ":1:1: it is not UTF-8; a TOML file was meant");
    Files.write(file, new byte[(1 << 20) + 1]);
    assertThat(only(file)).isEqualTo(file + ":1:1: it is larger than 1MiB; a TOML file was meant");
    Files.writeString(file, "a = " + "[".repeat(100_000));
    assertThat(ConfigReader.read(file)).isInstanceOf(ConfigReading.Refused.class);
    Files.writeString(file, "\uFEFF" + (ENTRY + RULE).replace("\n", "\r\n"));
    assertThat(ConfigReader.read(file, new Configs.Machine())).isInstanceOf(ConfigReading.Accepted.class);
  }

  private static String only(final Path file) {
    assertThat(ConfigReader.read(file).problems()).hasSize(1);
    return ConfigReader.read(file).problems().getFirst().toString();
  }

  @Test
  void tellsNoMoreProblemsThanHelp() {
    assertThat(Configs.problems(ENTRY
            + RULE
            + "x_%d = 1\n".formatted(0)
            + String.join(
                "",
                IntStream.range(1, 300)
                    .mapToObj("x_%d = 1\n"::formatted)
                    .toList())))
        .hasSize(100);
  }
}
