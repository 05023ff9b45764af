package org.braidwire.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.braidwire.gateway.base.Address;
import org.braidwire.gateway.policy.Decision;
import org.braidwire.gateway.policy.Facts;
import org.braidwire.gateway.policy.Policy;
import org.braidwire.gateway.policy.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DefaultConfigTest {
  private static final Address CLIENT = Address.parse("127.0.0.1");

  @ParameterizedTest
  @EnumSource(Role.class)
  void theTextReadsBackAsItself(final Role role) {
    final GatewayConfig read = Configs.accepted(DefaultConfig.text(role));
    assertThat(read).isEqualTo(DefaultConfig.of(role));
    assertThat(DefaultConfig.text(role)).endsWith(ConfigPrinter.print(read));
  }

  @Test
  void theTextSaysWhatHoldsWhereNothingIsSaid() {
    assertThat(Configs.accepted(Configs.ENTRY)).isEqualTo(DefaultConfig.of(Role.ENTRY));
    assertThat(Configs.accepted(Configs.EXIT)).isEqualTo(DefaultConfig.of(Role.EXIT));
  }

  /** What is only shown must hold, too, when its note is taken away. */
  @ParameterizedTest
  @EnumSource(Role.class)
  void theLinesThatAreOnlyShownAreRight(final Role role) {
    final String shown = DefaultConfig.text(role)
        .replaceAll("(?m)^# (?=\\[\\[|[a-z_]+ = )", "")
        .replace("key_env", "# key_env");
    assertThat(shown).doesNotContain("# via", "# from", "# [[rule]]");
    final GatewayConfig config = Configs.accepted(shown);
    assertThat(config.rules()).hasSize(1);
    assertThat(config.rules().getFirst().users()).containsExactly("ann");
    assertThat(config.paths().getFirst().path().hasGateway()).isTrue();
    assertThat(config.paths().getFirst().path().isShared()).isTrue();
    assertThat(config.forwards()).hasSize(role == Role.ENTRY ? 1 : 0);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void theExamplesAreAcceptedWithoutAWarning(final Role role) {
    final ConfigReading reading = Configs.read(DefaultConfig.example(role));
    assertThat(reading.problems()).isEmpty();
    final GatewayConfig config = ((ConfigReading.Accepted) reading).config();
    assertThat(config.role()).isEqualTo(role);
    final String printed = ConfigPrinter.print(config);
    assertThat(ConfigPrinter.print(Configs.accepted(printed))).isEqualTo(printed);
    assertThat(Configs.accepted(printed))
        .usingRecursiveComparison()
        .ignoringFields("rules.line")
        .isEqualTo(config);
  }

  @Test
  void theExamplesDoWhatTheyShow() {
    final Policy entry = policy(Role.ENTRY);
    final Policy exit = policy(Role.EXIT);
    assertThat(entry.decide(name("www.example.net", 443)).verdict()).isEqualTo(Verdict.ALLOW_NAME);
    assertThat(entry.decide(name("ads.example.net", 443)).ruleNumber()).isEqualTo(1);
    assertThat(entry.decide(name("www.example.net", 80)).verdict()).isEqualTo(Verdict.DENY);
    final Decision database = exit.decide(name("db.example.net", 5432).resolved(Address.parse("10.20.0.7")));
    assertThat(database.mayConnect()).isTrue();
    assertThat(exit.decide(name("www.example.net", 443).resolved(Address.parse("10.20.0.7")))
            .verdict())
        .isEqualTo(Verdict.DENY);
    assertThat(exit.decide(name("www.example.net", 443).resolved(Address.parse("93.184.216.34")))
            .mayConnect())
        .isTrue();
  }

  @Test
  void whatIsTheGatewaysOwnIsSpecial() {
    final String rule = "[[rule]]\naction = \"allow\"\nspecial = [%s]\n";
    final String others = "\"loopback\", \"private\", \"reserved\"";
    final GatewayConfig config =
        Configs.accepted(Configs.ENTRY.replace("127.0.0.1:1080", "0.0.0.0:1080") + rule.formatted(others));
    final GatewayConfig exit = Configs.accepted(
        Configs.EXIT.replace("[tunnel]", "ports = \"5000-5999\"\n[tunnel]") + rule.formatted(others));
    final Policy policy = config.policy(List.of(Address.parse("10.0.0.1")));
    assertThat(denies(policy, "127.0.0.9", 1080)).isTrue();
    assertThat(denies(policy, "::1", 1080)).isTrue();
    assertThat(denies(policy, "10.0.0.1", 1080)).isTrue();
    assertThat(denies(policy, "10.0.0.1", 1081)).isFalse();
    assertThat(denies(policy, "192.0.2.2", 22)).as("a path's address").isTrue();
    assertThat(denies(policy, "203.0.113.2", 5000)).as("the tunnel's end").isTrue();
    assertThat(denies(policy, "203.0.113.2", 5001)).isFalse();
    assertThat(denies(exit.policy(List.of()), "203.0.113.2", 5000)).isTrue();
    assertThat(denies(exit.policy(List.of()), "203.0.113.2", 80))
        .as("the host's")
        .isFalse();
  }

  private static boolean denies(final Policy policy, final String address, final int port) {
    return !policy.decide(new Facts(CLIENT, null, null, Address.parse(address), port, "lan"))
        .mayConnect();
  }

  private static Policy policy(final Role role) {
    return Configs.accepted(DefaultConfig.example(role)).policy(List.of());
  }

  private static Facts name(final String name, final int port) {
    return new Facts(CLIENT, null, name, null, port, "local");
  }

  @Test
  void textsAreQuotedSoThatTheyReadBack() {
    final GatewayConfig plain = DefaultConfig.of(Role.EXIT);
    final Path odd = Path.of("/etc/\"odd\"\\\tname\u007f#");
    final GatewayConfig config = new GatewayConfig(
        plain.role(),
        plain.name(),
        plain.paths(),
        null,
        new TunnelConfig(new KeySource(odd, null), 1),
        List.of(),
        List.of(),
        List.of(),
        plain.limits(),
        plain.engine());
    assertThat(Configs.accepted(ConfigPrinter.print(config))).isEqualTo(config);
  }
}
