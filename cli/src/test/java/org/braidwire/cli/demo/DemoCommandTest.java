package org.braidwire.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DemoCommandTest {
  private static final int USAGE = 2;

  @TempDir
  private Path folder;

  private final StringWriter errors = new StringWriter();

  private int run(final String... arguments) {
    return new CommandLine(new DemoCommand())
        .setErr(new PrintWriter(errors))
        .setOut(new PrintWriter(new StringWriter()))
        .execute(arguments);
  }

  @ParameterizedTest
  @CsvSource({
    "--links 1,           '--links must be 2 to 8, not 1'",
    "--links 9,           '--links must be 2 to 8, not 9'",
    "--links two,         'Invalid value for option ''--links'''",
    "--size 1000,         '--size must be at least 64KiB'",
    "--size 76GiB,        '--size must be at most 75GiB'",
    "--size 75GiB --json /no/such/folder/file, '--json /no/such/folder/file cannot be written'",
    "--size 5miles,       '''5miles'' is not a size'",
    "--size 999999999999GiB, 'is too large'",
    "--peer windows,      'Invalid value for option ''--peer'''",
    "--memory --peer braidwire, 'another one: choose'",
    "--json /no/such/folder/file, 'cannot be written'",
    "--backwards,         'Unknown option'"
  })
  void aWrongOptionIsOneClearLineAndStatusTwo(final String arguments, final String message) {
    final int status = run(arguments.split(" "));

    assertThat(status).isEqualTo(USAGE);
    assertThat(errors.toString().lines().findFirst())
        .hasValueSatisfying(line -> assertThat(line).contains(message));
  }

  @Test
  void aFolderIsNoPlaceForJson() {
    assertThat(run("--memory", "--json", folder.toString())).isEqualTo(USAGE);
    assertThat(errors.toString()).contains("cannot be written");
    assertThat(Files.isDirectory(folder)).isTrue();
  }
}
