package org.braidwire.benchmarks.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCaseTest {
  @TempDir
  Path home;

  @Test
  void isAProfileWithoutACacheAndWithTheOneThatWasMade() throws IOException {
    Files.createDirectories(home.resolve("cli/target/aot"));
    Files.createFile(home.resolve("cli/target/aot/latency.aot"));
    assertThat(StartCase.all(home))
        .extracting(StartCase::title)
        .containsExactly("default, no cache", "latency, no cache", "latency, AOT cache", "footprint, no cache");
    assertThat(StartCase.withoutCache(home)).containsExactly("default", "footprint");
  }

  @Test
  void tellsItsFlagsAndStartsWithThem() throws IOException {
    final Path profiles = Files.createDirectories(home.resolve("cli/profiles"));
    Files.writeString(profiles.resolve("common.jvm"), "# for all\n-XX:+UseSerialGC\n\n");
    Files.writeString(profiles.resolve("latency.jvm"), "-Xms256m\n");
    final StartCase cached = new StartCase("latency", home, true);
    assertThat(cached.flags()).isEqualTo("-XX:+UseSerialGC -Xms256m");
    assertThat(cached.command("Main", List.of("1")))
        .contains("@" + profiles.resolve("common.jvm"), "@" + profiles.resolve("latency.jvm"), "-XX:AOTMode=on")
        .endsWith("Main", "1");
    assertThat(new StartCase("latency", home, false).command("Main", List.of()))
        .noneMatch(flag -> flag.startsWith("-XX:AOT"));
  }
}
