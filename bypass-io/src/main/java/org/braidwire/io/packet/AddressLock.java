package org.braidwire.io.packet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.braidwire.io.linux.NetNamespace;

/**
 * An address belongs to one process, or each of its ports does where it is shared with the host: held per network
 * namespace, interface and address, by a lock on as many octets of a file as there are ports, which the kernel releases
 * when the process dies. A process holds an address once. Any thread.
 */
public final class AddressLock implements AutoCloseable {
  private static final Path RUN = Path.of("/run/braidwire");

  private static final int PORTS = 0x10000;

  /** Behind the octets that are locked lies who locked them, one place for each first port. */
  private static final int HOLDER_BYTES = 256;

  /** A command line longer than this is cut in messages. */
  private static final int COMMAND_CHARACTERS = 180;

  /** Files locked by this process. Opening and closing such a file again would give its POSIX lock away. */
  private static final Map<Path, String> OURS = new HashMap<>();

  private final Path file;
  private final FileChannel channel;
  private final int firstPort;

  private AddressLock(final Path file, final FileChannel channel, final int firstPort) {
    this.file = file;
    this.channel = channel;
    this.firstPort = firstPort;
  }

  /** The address is held already; the message says by whom. */
  public static final class HeldException extends Exception {
    private static final long serialVersionUID = 1L;

    HeldException(final String interfaceName, final String address, final String holder) {
      super(address + " on " + interfaceName + " is already held by " + holder);
    }
  }

  /**
   * Takes an address, or ports of one, in the calling thread's network namespace.
   *
   * @param address as text, for example {@code 192.0.2.2}
   * @param firstPort first of the ports, 0 for the whole address
   * @param lastPort last of them, 0 for the whole address
   */
  public static AddressLock take(
      final String interfaceName, final String address, final int firstPort, final int lastPort)
      throws IOException, HeldException {
    return take(directory(), interfaceName, address, firstPort, firstPort == 0 ? PORTS - 1 : lastPort);
  }

  static AddressLock take(
      final Path directory,
      final String interfaceName,
      final String address,
      final int firstPort,
      final int lastPort)
      throws IOException, HeldException {
    final String name = NetNamespace.current() + "-" + interfaceName + "-" + address;
    final Path file = directory.resolve(name.replace('/', '_') + ".lock");
    synchronized (OURS) {
      final String holder = OURS.get(file);
      if (holder != null) {
        throw new HeldException(interfaceName, address, holder);
      }
      final FileChannel channel = FileChannel.open(
          file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        final FileLock lock = channel.tryLock(firstPort, lastPort - firstPort + 1L, false);
        if (lock == null) {
          throw new HeldException(interfaceName, address, holder(channel, firstPort, lastPort));
        }
        final String self = self();
        write(channel, firstPort, firstPort + "-" + lastPort + " " + self);
        OURS.put(file, self);
        return new AddressLock(file, channel, firstPort);
      } catch (final IOException | HeldException e) {
        channel.close();
        throw e;
      }
    }
  }

  private static void write(final FileChannel channel, final int firstPort, final String text) throws IOException {
    final byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    channel.write(
        ByteBuffer.wrap(Arrays.copyOf(octets, HOLDER_BYTES)), PORTS + (long) firstPort * HOLDER_BYTES);
  }

  /** Who holds some of these ports, as far as they have told. */
  private static String holder(final FileChannel channel, final int firstPort, final int lastPort)
      throws IOException {
    final ByteBuffer place = ByteBuffer.allocate(HOLDER_BYTES);
    for (int first = 0; first <= lastPort && PORTS + (long) first * HOLDER_BYTES < channel.size(); first++) {
      channel.read(place.clear(), PORTS + (long) first * HOLDER_BYTES);
      final String text =
          StandardCharsets.UTF_8.decode(place.flip()).toString().replace("\0", "");
      final int space = text.indexOf(' ');
      if (space > 0 && Integer.parseInt(text.substring(text.indexOf('-') + 1, space)) >= firstPort) {
        return text.substring(space + 1);
      }
    }
    return "another process";
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
    final String shown =
        command.length() > COMMAND_CHARACTERS ? command.substring(0, COMMAND_CHARACTERS) + "..." : command;
    return "process " + process.pid() + " (" + shown + ")";
  }

  /** Gives the address back. The file stays: removing it would let two processes lock two files of one name. */
  @Override
  public void close() throws IOException {
    synchronized (OURS) {
      if (channel.isOpen()) {
        write(channel, firstPort, "");
        channel.close();
        OURS.remove(file);
      }
    }
  }
}
