package org.braidwire.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the repository and its sources from wherever a module's tests run. */
final class Sources {
  /** By their ends; scripts have none, and services are named like classes. */
  private static final Pattern OTHER_TEXT =
      Pattern.compile("[^.]+|.*\\.(md|xml|toml|tsv|config|properties|Scheduler|TestExecutionListener)");

  /** Folders of the build, of git and of editors. */
  private static final Pattern MADE = Pattern.compile("/(target|\\.git|\\.idea|\\.vscode|\\.settings)(/|$)");

  private Sources() {}

  /** The folder of the parent POM. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(folder.resolve("LICENSE"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException(
            "no repository above " + Path.of("").toAbsolutePath());
      }
    }
    return folder;
  }

  /** Every Java file under {@code MODULE/src/KIND/java}, KIND being main or test. */
  static List<Path> java(final String kind) {
    try (Stream<Path> modules = Files.list(root())) {
      return modules.map(module -> module.resolve("src").resolve(kind).resolve("java"))
          .filter(Files::isDirectory)
          .flatMap(Sources::javaBelow)
          .sorted()
          .toList();
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Documents, scripts, POMs and resources: what is text and no Java, without what a build makes. */
  static List<Path> otherText() {
    try (Stream<Path> files = Files.walk(root())) {
      return files.filter(file ->
              OTHER_TEXT.matcher(file.getFileName().toString()).matches())
          .filter(file -> !MADE.matcher("/" + relative(file)).find())
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> javaBelow(final Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(final Path file) {
    try {
      return Files.readString(file);
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String relative(final Path file) {
    return root().relativize(file).toString();
  }
}
