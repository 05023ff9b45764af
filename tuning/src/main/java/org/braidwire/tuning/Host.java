package org.braidwire.tuning;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The host as the checks see it: files under a root folder and three facts of this JVM. Tests give a folder with
 * made-up {@code proc} and {@code sys}. Reads only; a file that is missing or may not be read is simply absent.
 *
 * @param root what {@code /} stands for
 * @param javaFeature the JVM's feature release
 * @param nativeAccess whether the JVM was started with native access
 * @param processors how many processors the JVM may use
 */
public record Host(Path root, int javaFeature, boolean nativeAccess, int processors) {
  private static final List<String> PROGRAM_FOLDERS =
      List.of("usr/sbin", "sbin", "usr/bin", "bin", "usr/local/sbin", "usr/local/bin");

  /** The machine this JVM runs on. */
  public static Host current() {
    return new Host(
        Path.of("/"),
        Runtime.version().feature(),
        Host.class.getModule().isNativeAccessEnabled(),
        Runtime.getRuntime().availableProcessors());
  }

  /** The text of {@code /path} without the white space around it. */
  public Optional<String> read(final String path) {
    try {
      // Not readString: files of /proc and /sys tell no length, and some hold octets that are no UTF-8.
      return Optional.of(new String(Files.readAllBytes(at(path)), StandardCharsets.ISO_8859_1).strip());
    } catch (final IOException e) {
      return Optional.empty();
    }
  }

  public boolean exists(final String path) {
    return Files.exists(at(path));
  }

  /** Whether {@code name} can be run from one of the usual folders. */
  public boolean hasProgram(final String name) {
    return PROGRAM_FOLDERS.stream()
        .anyMatch(folder -> Files.isExecutable(root.resolve(folder).resolve(name)));
  }

  /** The rest of the first line of {@code /path} that begins with {@code key}, or empty. */
  public Optional<String> line(final String path, final String key) {
    return read(path).stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).strip())
        .findFirst();
  }

  private Path at(final String path) {
    return root.resolve(path.startsWith("/") ? path.substring(1) : path);
  }
}
