package org.braidwire.gateway.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** The machine as this process sees it. */
final class ThisProcess implements Surroundings {
  private static final int MAX_OCTETS = 64 * 1024;
  private static final Set<PosixFilePermission> TOO_OPEN = EnumSet.of(
      PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

  @Override
  public FileState state(final Path file) {
    if (!Files.exists(file)) {
      return FileState.ABSENT;
    }
    if (!Files.isRegularFile(file)) {
      return FileState.NO_FILE;
    }
    if (!Files.isReadable(file)) {
      return FileState.NOT_READABLE;
    }
    try {
      return Files.getPosixFilePermissions(file).stream().anyMatch(TOO_OPEN::contains)
          ? FileState.OPEN_TO_OTHERS
          : FileState.FINE;
    } catch (final IOException unreadable) {
      return FileState.NOT_READABLE;
    }
  }

  @Override
  public String read(final Path file) throws IOException {
    if (Files.size(file) > MAX_OCTETS) {
      throw new IOException("the file is larger than " + MAX_OCTETS + " octets");
    }
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  @Override
  public String variable(final String name) {
    return System.getenv(name);
  }
}
