package org.braidwire.tuning.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The host as the checks see it: files under a root folder, what devices say, and this JVM. Tests give a folder with
 * made-up {@code proc} and {@code sys}. Reads only; a file that is missing or may not be read is simply absent.
 *
 * @param root what {@code /} stands for
 * @param jvm the JVM that runs Braidwire
 * @param devices what is asked by system calls
 */
public record Host(Path root, Jvm jvm, Devices devices) {
  private static final List<String> PROGRAM_FOLDERS =
      List.of("usr/sbin", "sbin", "usr/bin", "bin", "usr/local/sbin", "usr/local/bin");

  /** The machine this JVM runs on. */
  public static Host current() {
    return new Host(Path.of("/"), Jvm.current(), Devices.linux());
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

  /** Names of what lies in {@code /path}, sorted; none where there is no such folder. */
  public List<String> list(final String path) {
    try (Stream<Path> files = Files.list(at(path))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (final IOException | UncheckedIOException none) {
      return List.of();
    }
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

  /** The inode of the network namespace that the files of {@code /proc/sys/net} speak of; empty where unknown. */
  String networkNamespace() {
    try {
      final Path link = Files.readSymbolicLink(at("/proc/thread-self/ns/net"));
      return link.toString().replaceAll("\\D", "");
    } catch (final IOException | UnsupportedOperationException none) {
      return "";
    }
  }

  /** Where {@code /path} really lies. */
  Path at(final String path) {
    return root.resolve(path.startsWith("/") ? path.substring(1) : path);
  }
}
