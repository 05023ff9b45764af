package org.braidwire.stack.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.braidwire.io.linux.ProcessIdentity;

/**
 * Where counters files lie and what they are called: {@code braidwire-PID-ENGINE.counters}, one an engine, in memory
 * where the machine has a folder for that. Files whose process has died are removed by the next one. Any thread.
 */
public final class CountersFolder {
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final Pattern NAME = Pattern.compile("braidwire-(\\d{1,18})-(\\d{1,9})\\.counters");

  private CountersFolder() {}

  /** One file by its name; whether it is what it says is for its reader to find out. */
  public record Entry(Path file, long pid, int engine) {}

  /** Where a process of this user publishes. */
  public static Path standard() {
    return Files.isDirectory(SHARED_MEMORY) && Files.isWritable(SHARED_MEMORY) ? SHARED_MEMORY : temporary();
  }

  /** Everywhere that a process of this machine may publish. */
  public static List<Path> all() {
    return List.of(SHARED_MEMORY, temporary());
  }

  private static Path temporary() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  static Path file(final Path folder, final long pid, final int engine) {
    return folder.resolve("braidwire-" + pid + "-" + engine + ".counters");
  }

  /** The counters files in {@code folder}, by process and engine; none where there is no such folder. */
  public static List<Entry> list(final Path folder) {
    final List<Entry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(file -> {
        final Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches() && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          entries.add(new Entry(file, Long.parseLong(name.group(1)), Integer.parseInt(name.group(2))));
        }
      });
    } catch (final IOException | UncheckedIOException unreadable) {
      return List.of();
    }
    entries.sort((one, other) -> one.pid() == other.pid()
        ? Integer.compare(one.engine(), other.engine())
        : Long.compare(one.pid(), other.pid()));
    return entries;
  }

  /** Removes what dead processes left; what cannot be judged or removed (another's) stays. */
  static void sweep(final Path folder) {
    for (final Entry entry : list(folder)) {
      if (isStale(entry)) {
        try {
          Files.deleteIfExists(entry.file());
        } catch (final IOException notOurs) {
          // In a sticky folder only its owner, or root, may remove it.
        }
      }
    }
  }

  private static boolean isStale(final Entry entry) {
    // A file of ours is alive, and one of another PID namespace is for its own processes to judge.
    return entry.pid() != ProcessHandle.current().pid()
        && publisher(entry.file())
            .map(publisher -> publisher.isInOwnNamespace() && !publisher.isAlive())
            .orElse(false);
  }

  /** Who publishes in {@code file}; empty where it is unreadable, of another kind, or not yet ready. */
  public static Optional<ProcessIdentity> publisher(final Path file) {
    final ByteBuffer header =
        ByteBuffer.allocate(CountersLayout.HEADER_BYTES).order(ByteOrder.nativeOrder());
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      int read = 0;
      while (header.hasRemaining() && read >= 0) {
        read = channel.read(header);
      }
    } catch (final IOException unreadable) {
      return Optional.empty();
    }
    if (header.hasRemaining()
        || header.getLong(CountersLayout.MAGIC_OFFSET) != CountersLayout.MAGIC
        || header.getInt(CountersLayout.VERSION_OFFSET) != CountersLayout.VERSION) {
      return Optional.empty();
    }
    return Optional.of(new ProcessIdentity(
        header.getLong(CountersLayout.PID_OFFSET),
        header.getLong(CountersLayout.START_TICKS_OFFSET),
        header.getLong(CountersLayout.PID_NAMESPACE_OFFSET)));
  }
}
