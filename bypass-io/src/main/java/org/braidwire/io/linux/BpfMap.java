package org.braidwire.io.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * A map of the kernel's BPF from an {@code int} to an {@code int}: all that is needed to say which socket takes a
 * queue's frames, or to count. Any thread; for set-up and reports.
 */
public final class BpfMap implements AutoCloseable {
  /** What kind of map. */
  public enum Type {
    ARRAY(2),
    /** From a receive queue to the AF_XDP socket that takes its frames. */
    XSKMAP(17);

    private final int number;

    Type(final int number) {
      this.number = number;
    }
  }

  private static final int ELEMENT_BYTES = Integer.BYTES;

  // union bpf_attr
  private static final int MAP_TYPE = 0;
  private static final int KEY_SIZE = 4;
  private static final int VALUE_SIZE = 8;
  private static final int MAX_ENTRIES = 12;
  private static final int MAP_NAME = 28;
  private static final int MAP_FD = 0;
  private static final int KEY = 8;
  private static final int VALUE = 16;

  private final Descriptor descriptor;
  private final String subject;

  private BpfMap(final Descriptor descriptor, final String subject) {
    this.descriptor = descriptor;
    this.subject = subject;
  }

  /** @param name at most 15 letters, digits and underscores, shown by {@code bpftool} */
  public static BpfMap create(final Type type, final int entries, final String name) {
    try (BpfCall call = new BpfCall(BpfCall.MAP_CREATE)) {
      final String subject = "map " + name;
      call.set(MAP_TYPE, type.number)
          .set(KEY_SIZE, ELEMENT_BYTES)
          .set(VALUE_SIZE, ELEMENT_BYTES)
          .set(MAX_ENTRIES, entries)
          .name(MAP_NAME, name);
      return new BpfMap(new Descriptor(call.run("MAP_CREATE", subject)), subject);
    }
  }

  /** Opens a map that was pinned. */
  public static BpfMap pinned(final Path path) {
    return new BpfMap(BpfCall.pinned(path), "map " + path);
  }

  /** By which a program names it, see {@code Assembler.loadMap}. */
  public int descriptor() {
    return descriptor.number();
  }

  /** Puts a value; in an {@link Type#XSKMAP} the descriptor of a socket. */
  public void put(final int key, final int value) {
    final int result = run(BpfCall.MAP_UPDATE_ELEM, key, value);
    if (result < 0) {
      throw BpfCall.failure("MAP_UPDATE_ELEM", subject + " at " + key, -result);
    }
  }

  /** The value, or empty where there is none. The kernel does not tell what an {@link Type#XSKMAP} holds. */
  public OptionalInt get(final int key) {
    try (Arena arena = Arena.ofConfined();
        BpfCall call = new BpfCall(BpfCall.MAP_LOOKUP_ELEM)) {
      final MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
      final int result = call.set(MAP_FD, descriptor.number())
          .set(KEY, arena.allocateFrom(ValueLayout.JAVA_INT, key).address())
          .set(VALUE, value.address())
          .tryRun();
      if (result == -Errno.ENOENT) {
        return OptionalInt.empty();
      }
      if (result < 0) {
        throw BpfCall.failure("MAP_LOOKUP_ELEM", subject + " at " + key, -result);
      }
      return OptionalInt.of(value.get(ValueLayout.JAVA_INT, 0));
    }
  }

  /** Takes a value away, if there is one. */
  public void remove(final int key) {
    final int result = run(BpfCall.MAP_DELETE_ELEM, key, 0);
    if (result < 0 && result != -Errno.ENOENT) {
      throw BpfCall.failure("MAP_DELETE_ELEM", subject + " at " + key, -result);
    }
  }

  private int run(final int command, final int key, final int value) {
    try (Arena arena = Arena.ofConfined();
        BpfCall call = new BpfCall(command)) {
      call.set(MAP_FD, descriptor.number())
          .set(KEY, arena.allocateFrom(ValueLayout.JAVA_INT, key).address());
      if (command == BpfCall.MAP_UPDATE_ELEM) {
        call.set(VALUE, arena.allocateFrom(ValueLayout.JAVA_INT, value).address());
      }
      return call.tryRun();
    }
  }

  /** Lets the map outlive this process under a path of a BPF file system. */
  public void pin(final Path path) {
    BpfCall.pin(descriptor, path);
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
