package org.braidwire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.braidwire.cli.json.JsonReader;
import org.junit.jupiter.api.Test;

class JitterCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void showsATableAndJson() {
    assertThat(run("--duration", "20ms")).isZero();
    assertThat(out.toString()).contains("turns of an empty loop", "p99.99", "longer than 10 us", "#");
    out.getBuffer().setLength(0);
    assertThat(run("--duration", "20ms", "--json")).isZero();
    assertThat(new JsonReader(out.toString().strip()).read())
        .asString()
        .contains("p9999Ns=", "lost=[{beyondNs=1000");
  }

  @Test
  void refusesACoreOrADurationThatIsNone() {
    assertThat(run("--core", "1000")).isEqualTo(2);
    assertThat(run("--core", "-1")).isEqualTo(2);
    assertThat(run("--core", "one")).isEqualTo(2);
    assertThat(run("--duration", "1ms")).isEqualTo(2);
    assertThat(run("--duration", "61min")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--core 1000 is not one of those this process may use", "--duration must be 10ms to 60min")
        .doesNotContain("\tat ");
  }

  private int run(final String... arguments) {
    final String[] all = new String[arguments.length + 1];
    all[0] = "jitter";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all);
  }
}
