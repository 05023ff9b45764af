package org.braidwire.stack.base;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import org.braidwire.io.linux.ProcessIdentity;

/**
 * A mapped file of one engine's counters that other processes of the same user read while it runs; see
 * {@link CountersLayout}. Made by the thread that starts the stack, then the engine's; one writer, no lock. Values are
 * stored with release, so a reader that sees a number sees all that was stored before it. Goes when it is closed or
 * the process ends; what a killed process leaves is swept by the next one.
 */
public final class CountersFile implements AutoCloseable {
  /** {@link #allocate}: there is no room for another counter. */
  public static final int NO_COUNTER = -1;

  private static final int MAX_ENGINES = 256;
  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

  private final Path file;
  private final int engine;
  private final int capacity;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory;
  private final Thread remover;

  private CountersFile(final Path file, final int engine, final int capacity, final FileChannel channel)
      throws IOException {
    this.file = file;
    this.engine = engine;
    this.capacity = capacity;
    final long bytes = CountersLayout.fileBytes(capacity);
    // Written, not merely made longer: a full file system says so here, and not by a fault under the engine.
    final ByteBuffer zeros = ByteBuffer.allocate((int) bytes);
    while (zeros.hasRemaining()) {
      channel.write(zeros);
    }
    memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
    remover = new Thread(this::remove, "braidwire-counters");
    Runtime.getRuntime().addShutdownHook(remover);
    writeHeader();
  }

  /**
   * Makes the file of this process's next engine, for at most {@code capacity} counters.
   *
   * @throws IOException if the folder takes no such file
   */
  public static CountersFile create(final Path folder, final int capacity) throws IOException {
    if (capacity < 1 || capacity > CountersLayout.MAX_COUNTERS) {
      throw new IllegalArgumentException(
          "capacity must be 1 to " + CountersLayout.MAX_COUNTERS + ": " + capacity);
    }
    CountersFolder.sweep(folder);
    for (int engine = 1; engine <= MAX_ENGINES; engine++) {
      final Path file =
          CountersFolder.file(folder, ProcessHandle.current().pid(), engine);
      try (FileChannel channel = FileChannel.open(
          file,
          EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        return opened(file, engine, capacity, channel);
      } catch (final FileAlreadyExistsException taken) {
        // By another engine of this process, or by a dead process of another user that had our number.
      }
    }
    throw new IOException("this process has " + MAX_ENGINES + " counters files in " + folder);
  }

  private static CountersFile opened(final Path file, final int engine, final int capacity, final FileChannel channel)
      throws IOException {
    try {
      return new CountersFile(file, engine, capacity, channel);
    } catch (final IOException | RuntimeException | Error failure) {
      Files.deleteIfExists(file);
      throw failure;
    }
  }

  private void writeHeader() {
    final ProcessIdentity self = ProcessIdentity.self();
    memory.set(ValueLayout.JAVA_INT, CountersLayout.VERSION_OFFSET, CountersLayout.VERSION);
    memory.set(ValueLayout.JAVA_INT, CountersLayout.CAPACITY_OFFSET, capacity);
    memory.set(ValueLayout.JAVA_LONG, CountersLayout.PID_OFFSET, self.pid());
    memory.set(ValueLayout.JAVA_LONG, CountersLayout.START_TICKS_OFFSET, self.startTicks());
    memory.set(ValueLayout.JAVA_LONG, CountersLayout.PID_NAMESPACE_OFFSET, self.pidNamespace());
    LONG.setRelease(memory, (long) CountersLayout.MAGIC_OFFSET, CountersLayout.MAGIC);
  }

  /** Number of the engine within its process, from 1. */
  public int engine() {
    return engine;
  }

  public Path file() {
    return file;
  }

  /**
   * Names a counter, in set-up or when a listener opens, never a segment.
   *
   * @param scope what of the engine it counts for: an interface, a port number, or an empty text
   * @return its number, or {@link #NO_COUNTER}
   */
  public int allocate(final PublishedKind kind, final String scope, final String name) {
    for (int id = 0; id < capacity; id++) {
      final int at = CountersLayout.metadataAt(id);
      if (memory.get(ValueLayout.JAVA_INT, at + CountersLayout.STATE_OFFSET) != CountersLayout.STATE_ALLOCATED) {
        set(id, 0);
        describe(at, kind, scope, name);
        INT.setRelease(memory, (long) at + CountersLayout.STATE_OFFSET, CountersLayout.STATE_ALLOCATED);
        return id;
      }
    }
    return NO_COUNTER;
  }

  private void describe(final int at, final PublishedKind kind, final String scope, final String name) {
    memory.set(ValueLayout.JAVA_INT, at + CountersLayout.TYPE_OFFSET, kind.typeId());
    final int key = at + CountersLayout.KEY_OFFSET;
    memory.set(ValueLayout.JAVA_INT, key + CountersLayout.KEY_ENGINE_OFFSET, engine);
    final int scopeBytes = put(
        key + CountersLayout.KEY_SCOPE_OFFSET,
        CountersLayout.MAX_KEY_BYTES - CountersLayout.KEY_SCOPE_OFFSET,
        scope);
    memory.set(ValueLayout.JAVA_INT, key + CountersLayout.KEY_SCOPE_LENGTH_OFFSET, scopeBytes);
    // The name first: it is what a table shows, and what a reader cuts at the first space.
    final String label = name + " of engine " + engine + (scope.isEmpty() ? "" : ", " + scope);
    final int labelBytes = put(at + CountersLayout.LABEL_OFFSET, CountersLayout.MAX_LABEL_BYTES, label);
    memory.set(ValueLayout.JAVA_INT, at + CountersLayout.LABEL_LENGTH_OFFSET, labelBytes);
  }

  private int put(final int at, final int maxBytes, final String text) {
    final byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    final int bytes = Math.min(octets.length, maxBytes);
    MemorySegment.copy(octets, 0, memory, ValueLayout.JAVA_BYTE, at, bytes);
    return bytes;
  }

  /** Gives a counter's place back; readers no longer see it. */
  public void free(final int id) {
    final long at = (long) CountersLayout.metadataAt(id) + CountersLayout.STATE_OFFSET;
    INT.setRelease(memory, at, CountersLayout.STATE_RECLAIMED);
  }

  /** Stores a value; allocates nothing. */
  public void set(final int id, final long value) {
    LONG.setRelease(memory, (long) CountersLayout.valueAt(capacity, id), value);
  }

  /** Says that all values are those of {@code nowNs}; allocates nothing. */
  public void stamp(final long nowNs) {
    LONG.setRelease(memory, (long) CountersLayout.PUBLISHED_NS_OFFSET, nowNs);
  }

  /** Removes the file; what readers have mapped stays theirs. May be called twice. */
  @Override
  public void close() {
    if (!arena.scope().isAlive()) {
      return;
    }
    try {
      Runtime.getRuntime().removeShutdownHook(remover);
    } catch (final IllegalStateException shuttingDown) {
      // The hook removes the file as well, whoever comes first.
    }
    remove();
    arena.close();
  }

  private void remove() {
    try {
      Files.deleteIfExists(file);
    } catch (final IOException kept) {
      // It is swept when the next process publishes.
    }
  }
}
