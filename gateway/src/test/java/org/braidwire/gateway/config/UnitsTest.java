package org.braidwire.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.base.Target;
import org.junit.jupiter.api.Test;

class UnitsTest {
  @Test
  void readsAndWritesTimes() {
    for (final String text : List.of("1ms", "1500ms", "5s", "90s", "5min", "1h", "30d")) {
      assertThat(Units.format(Units.time(text))).isEqualTo(text);
    }
    assertThat(Units.time("5min")).isEqualTo(Duration.ofMinutes(5));
    assertThat(Units.format(Units.time("60s"))).isEqualTo("1min");
  }

  @Test
  void readsAndWritesSizes() {
    for (final String text : List.of("1B", "1500B", "64KiB", "8MiB", "1GiB", "1TiB")) {
      assertThat(Units.format(Units.size(text))).isEqualTo(text);
    }
    assertThat(Units.size("64MiB")).isEqualTo(64L << 20);
  }

  @Test
  void refusesWhatMeansTwoThings() {
    for (final String text : List.of("", "5", "s", "0s", "5m", "5S", "-5s", "1.5s", "5 s", "1000000000s")) {
      assertThatIllegalArgumentException().as(text).isThrownBy(() -> Units.time(text));
    }
    for (final String text : List.of("", "5", "0B", "1MB", "1mib", "1k", "999999999TiB")) {
      assertThatIllegalArgumentException().as(text).isThrownBy(() -> Units.size(text));
    }
  }

  @Test
  void endpointsAndTargetsHaveOneForm() {
    assertThat(Endpoint.parse("[2001:DB8::1]:80")).hasToString("[2001:db8::1]:80");
    assertThat(Target.parse("DB.Example.net.:80")).hasToString("db.example.net:80");
    assertThat(Target.parse("192.0.2.1:80")).hasToString("192.0.2.1:80");
    for (final String text : List.of(
        "",
        ":80",
        "192.0.2.1",
        "192.0.2.1:",
        "192.0.2.1:0",
        "192.0.2.1:65536",
        "192.0.2.1:80-81",
        "::1:80",
        "[::1]80",
        "[::1]",
        "[192.0.2.1]:80",
        "example.net:80",
        "127.1:80",
        "[::1%1]:80")) {
      assertThatIllegalArgumentException().as(text).isThrownBy(() -> Endpoint.parse(text));
    }
    for (final String text : List.of("127.1:80", "2130706433:80", "a b:80", "::1:80", "*.example.net:80")) {
      assertThatIllegalArgumentException().as(text).isThrownBy(() -> Target.parse(text));
    }
  }

  @Test
  void guessesTheWordThatWasMeant() {
    final List<String> words = List.of("key_file", "key_env", "listen", "names");
    assertThat(Similar.nearest("key-file", words)).contains("key_file");
    assertThat(Similar.nearest("keyfile", words)).contains("key_file");
    assertThat(Similar.nearest("name", words)).contains("names");
    assertThat(Similar.nearest("listne", words)).contains("listen");
    assertThat(Similar.nearest("key", words)).isPresent();
    assertThat(Similar.nearest("colour", words)).isEmpty();
    assertThat(Similar.nearest("", words)).isEmpty();
    assertThat(Similar.hint("colour", words)).isEqualTo("; known are: key_file, key_env, listen, names");
  }
}
