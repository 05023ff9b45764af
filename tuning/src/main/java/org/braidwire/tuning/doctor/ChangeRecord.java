package org.braidwire.tuning.doctor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What {@code doctor --apply} has changed since the machine started, in {@code /run/braidwire/doctor.applied}: there
 * it goes with a restart, as the settings do. A line is on disk before the change it speaks of. Two doctors cannot have
 * it open at once; one thread.
 */
final class ChangeRecord implements AutoCloseable {
  static final String FILE = "/run/braidwire/doctor.applied";
  private static final String LOCK_FILE = "/run/braidwire/doctor.lock";
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path file;
  private final FileChannel lock;
  private final List<Applied> changes;

  private ChangeRecord(final Path file, final FileChannel lock, final List<Applied> changes) {
    this.file = file;
    this.lock = lock;
    this.changes = changes;
  }

  /** What is recorded, without locking or making anything; empty where nothing is. */
  static List<Applied> read(final Host host) throws IOException {
    final Path file = host.at(FILE);
    final List<Applied> changes = new ArrayList<>();
    if (Files.exists(file)) {
      try {
        Files.readString(file).lines().map(Applied::parse).forEach(changes::add);
      } catch (final IllegalArgumentException strange) {
        throw new IOException(file + " is damaged: " + strange.getMessage(), strange);
      }
    }
    return changes;
  }

  /** Opens the record for changes; an {@link IOException} says why it cannot be. */
  static ChangeRecord open(final Host host) throws IOException {
    Files.createDirectories(host.at(FILE).getParent());
    // A file of its own that is never removed: a lock on one that is replaced would not keep the next one out.
    final FileChannel lock = FileChannel.open(
        host.at(LOCK_FILE), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNER_ONLY);
    try {
      if (!isTaken(lock)) {
        throw new IOException("another doctor is changing this host");
      }
      return new ChangeRecord(host.at(FILE), lock, read(host));
    } catch (final IOException | RuntimeException failure) {
      lock.close();
      throw failure;
    }
  }

  private static boolean isTaken(final FileChannel lock) throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (final OverlappingFileLockException ours) {
      return false;
    }
  }

  /** In the order they were made. */
  List<Applied> changes() {
    return List.copyOf(changes);
  }

  /**
   * Notes a change that is about to be made, and returns when it is on disk. Of a file that was changed before, what
   * was there first stays noted: that is what comes back.
   */
  void note(final Applied change) throws IOException {
    for (int i = 0; i < changes.size(); i++) {
      final Applied earlier = changes.get(i);
      if (earlier.isOf(change.namespace(), change.setting().path())) {
        changes.set(i, new Applied(earlier.namespace(), change.setting(), earlier.before()));
        replace();
        return;
      }
    }
    write(file, change.line(), Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    changes.add(change);
  }

  /** Leaves out what was put back, at once or not at all. The file goes with the last change. */
  void remove(final List<Applied> undone) throws IOException {
    changes.removeAll(undone);
    if (changes.isEmpty()) {
      Files.deleteIfExists(file);
    } else {
      replace();
    }
  }

  private void replace() throws IOException {
    final StringBuilder rest = new StringBuilder();
    changes.forEach(change -> rest.append(change.line()));
    final Path next = file.resolveSibling(file.getFileName() + ".new");
    write(
        next,
        rest.toString(),
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void write(final Path to, final String text, final Set<? extends OpenOption> options)
      throws IOException {
    final ByteBuffer octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    try (FileChannel channel = FileChannel.open(to, options, OWNER_ONLY)) {
      while (octets.hasRemaining()) {
        channel.write(octets);
      }
      channel.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
