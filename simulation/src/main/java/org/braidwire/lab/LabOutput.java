package org.braidwire.lab;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What one command prints. A file, not a pipe: a command that prints much cannot block, and a time-out holds whatever it
 * does. Named as the namespaces are, after the process that made it, so that one that a killed process has left is swept
 * with them. One thread.
 */
final class LabOutput implements AutoCloseable {
  private static final Path FOLDER = Path.of(System.getProperty("java.io.tmpdir"));

  private final Path path;

  private LabOutput(final Path path) {
    this.path = path;
  }

  static LabOutput create() throws IOException {
    return new LabOutput(Files.createTempFile(FOLDER, LabNames.outputPrefix(), LabNames.OUTPUT_SUFFIX));
  }

  File file() {
    return path.toFile();
  }

  String read() throws IOException {
    return Files.readString(path, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    delete(path);
  }

  /** Removes the files of processes that no longer live. */
  static void sweep() {
    remove(LabNames::isLeftoverOutput);
  }

  /** Removes the files of this process, which is ending. */
  static void end() {
    remove(name -> name.startsWith(LabNames.outputPrefix()));
  }

  private static void remove(final Predicate<String> names) {
    try (Stream<Path> files = Files.list(FOLDER)) {
      files.filter(file -> names.test(file.getFileName().toString()))
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .forEach(LabOutput::delete);
    } catch (final IOException failure) {
      throw new LaboratoryException("cannot list " + FOLDER, failure);
    }
  }

  private static void delete(final Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (final IOException leftBehind) {
      // The sweep of a later laboratory tries again.
    }
  }
}
