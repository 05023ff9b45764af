package org.braidwire.io.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How many frames the kernel wanted to send out of one interface and dropped. Opened on a thread inside the
 * interface's namespace, whose figures the open file goes on showing; read by any one thread.
 */
public final class InterfaceDrops implements AutoCloseable {
  private static final Path FIGURES = Path.of("/proc/thread-self/net/dev");

  /** After the name: eight figures of receiving, then octets, packets, errors and drops of sending. */
  private static final int DROPS_COLUMN = 11;

  private static final int LONGEST_BYTES = 64 * 1024;

  private final FileChannel file;
  private final String prefix;
  private long taken;

  private InterfaceDrops(final FileChannel file, final String prefix) {
    this.file = file;
    this.prefix = prefix;
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
    try {
      final ByteBuffer text = ByteBuffer.allocate(LONGEST_BYTES);
      int bytes = 0;
      while (text.hasRemaining() && bytes >= 0) {
        bytes = file.read(text, text.position());
      }
      for (final String line :
          StandardCharsets.US_ASCII.decode(text.flip()).toString().split("\n", -1)) {
        if (line.strip().startsWith(prefix)) {
          return Long.parseLong(
              line.substring(line.indexOf(':') + 1).strip().split("\\s+")[DROPS_COLUMN]);
        }
      }
    } catch (final IOException gone) {
      return taken;
    }
    return taken; // renamed or gone: nothing more is known
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
