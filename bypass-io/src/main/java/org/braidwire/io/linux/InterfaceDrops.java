package org.braidwire.io.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How many frames the kernel wanted to send out of one interface and dropped. Opened on a thread inside the
 * interface's namespace, whose figures the open file goes on showing; read by any one thread, again and again, and
 * therefore without allocating.
 */
public final class InterfaceDrops implements AutoCloseable {
  private static final Path FIGURES = Path.of("/proc/thread-self/net/dev");

  /** After the name: eight figures of receiving, then octets, packets, errors and drops of sending. */
  private static final int DROPS_COLUMN = 11;

  private static final int LONGEST_BYTES = 64 * 1024;

  private final FileChannel file;
  private final byte[] prefix;
  private final ByteBuffer text = ByteBuffer.allocateDirect(LONGEST_BYTES);
  private long taken;

  private InterfaceDrops(final FileChannel file, final String prefix) {
    this.file = file;
    this.prefix = prefix.getBytes(StandardCharsets.US_ASCII);
  }

  /** Begins to count. */
  public static InterfaceDrops open(final String interfaceName) {
    try {
      final InterfaceDrops drops =
          new InterfaceDrops(FileChannel.open(FIGURES, StandardOpenOption.READ), interfaceName + ":");
      drops.take();
      return drops;
    } catch (final IOException none) {
      throw new LinuxException("open", FIGURES.toString(), Errno.ENOENT, none.getMessage());
    }
  }

  /** Frames dropped since the last call. */
  public long take() {
    final long before = taken;
    taken = Math.max(before, read());
    return taken - before;
  }

  private long read() {
    text.clear();
    try {
      while (text.hasRemaining() && file.read(text, text.position()) >= 0) {
        // The kernel gives a page at a time.
      }
    } catch (final IOException gone) {
      return taken;
    }
    text.flip();
    while (text.hasRemaining()) {
      skipSpaces();
      if (skipPrefix()) {
        return column(DROPS_COLUMN);
      }
      skipLine();
    }
    return taken; // renamed or gone: nothing more is known
  }

  private void skipSpaces() {
    while (text.hasRemaining() && text.get(text.position()) == ' ') {
      text.get();
    }
  }

  private boolean skipPrefix() {
    if (text.remaining() < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (text.get(text.position() + i) != prefix[i]) {
        return false;
      }
    }
    text.position(text.position() + prefix.length);
    return true;
  }

  private void skipLine() {
    while (text.hasRemaining() && text.get() != '\n') {
      // The next line begins behind it.
    }
  }

  /** The figure of that column, from 0. */
  private long column(final int column) {
    long figure = 0;
    for (int i = 0; i <= column; i++) {
      skipSpaces();
      figure = 0;
      while (text.hasRemaining() && isDigit(text.get(text.position()))) {
        figure = 10 * figure + text.get() - '0';
      }
    }
    return figure;
  }

  private static boolean isDigit(final byte octet) {
    return octet >= '0' && octet <= '9';
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (final IOException ignored) {
      // Read-only: nothing is lost with it.
    }
  }
}
