package org.braidwire.io.packet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * An address belongs to one process: held per network namespace, interface and address, by a lock on a file that
 * the kernel releases when the process dies. Any thread.
 */
public final class AddressLock implements AutoCloseable {
  private static final Path RUN = Path.of("/run/braidwire");
  private static final Path THREADS_NAMESPACE = Path.of("/proc/thread-self/ns/net");

  /** A command line longer than this is cut in messages. */
  private static final int HOLDER_BYTES = 200;

  /** Files locked by this process. Opening and closing such a file again would give its POSIX lock away. */
  private static final Map<Path, String> OURS = new HashMap<>();

  private final Path file;
  private final FileChannel channel;

  private AddressLock(final Path file, final FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** The address is held already; the message says by whom. */
  public static final class HeldException extends Exception {
    private static final long serialVersionUID = 1L;

    HeldException(final String interfaceName, final String address, final String holder) {
      super(address + " on " + interfaceName + " is already held by " + holder);
    }
  }

  /**
   * Takes an address in the calling thread's network namespace.
   *
   * @param address as text, for example {@code 192.0.2.2}
   */
  public static AddressLock take(final String interfaceName, final String address) throws IOException, HeldException {
    return take(directory(), interfaceName, address);
  }

  static AddressLock take(final Path directory, final String interfaceName, final String address)
      throws IOException, HeldException {
    final String name = namespaceId() + "-" + interfaceName + "-" + address;
    final Path file = directory.resolve(name.replace('/', '_') + ".lock");
    synchronized (OURS) {
      final String holder = OURS.get(file);
      if (holder != null) {
        throw new HeldException(interfaceName, address, holder);
      }
      final FileChannel channel = FileChannel.open(
          file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        final FileLock lock = channel.tryLock();
        if (lock == null) {
          throw new HeldException(interfaceName, address, read(channel));
        }
        final String self = self();
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(self.getBytes(StandardCharsets.UTF_8)), 0);
        OURS.put(file, self);
        return new AddressLock(file, channel);
      } catch (final IOException | HeldException e) {
        channel.close();
        throw e;
      }
    }
  }

  /** The inode of the calling thread's network namespace, which tells it from every other on this machine. */
  private static String namespaceId() throws IOException {
    return Files.readSymbolicLink(THREADS_NAMESPACE).toString().replaceAll("\\D", "");
  }

  private static Path directory() throws IOException {
    try {
      Files.createDirectories(RUN);
      if (Files.isWritable(RUN)) {
        return RUN;
      }
    } catch (final IOException e) {
      // Not root: the temporary directory serves, as long as every process of this address is not root either.
    }
    return Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir"), "braidwire"));
  }

  private static String self() {
    final ProcessHandle process = ProcessHandle.current();
    final String started =
        System.getProperty("sun.java.command", process.info().command().orElse("unknown"));
    // The first word is a jar or a class of ours; who reads the message knows the command as braidwire.
    final int space = started.indexOf(' ');
    final String first = space < 0 ? started : started.substring(0, space);
    final String command = first.contains("braidwire") ? "braidwire" + started.substring(first.length()) : started;
    final String shown = command.length() > HOLDER_BYTES ? command.substring(0, HOLDER_BYTES) + "..." : command;
    return "process " + process.pid() + " (" + shown + ")";
  }

  private static String read(final FileChannel channel) throws IOException {
    final ByteBuffer content = ByteBuffer.allocate(4 * HOLDER_BYTES);
    channel.read(content, 0);
    final String holder =
        StandardCharsets.UTF_8.decode(content.flip()).toString().strip();
    return holder.isEmpty() ? "another process" : holder;
  }

  /** Gives the address back. The file stays: removing it would let two processes lock two files of one name. */
  @Override
  public void close() throws IOException {
    synchronized (OURS) {
      if (channel.isOpen()) {
        channel.truncate(0);
        channel.close();
        OURS.remove(file);
      }
    }
  }
}
