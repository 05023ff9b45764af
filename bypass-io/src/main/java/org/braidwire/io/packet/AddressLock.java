package org.braidwire.io.packet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.braidwire.io.linux.AbstractName;

/**
 * An address belongs to one process: held per network namespace, interface and address, whoever runs the process, by
 * a name that the kernel frees when the process ends. Any thread.
 */
public final class AddressLock implements AutoCloseable {
  /** A command line longer than this is cut in messages. */
  private static final int COMMAND_CHARACTERS = 200;

  /** Our own classes: who reads the message knows the command as braidwire. */
  private static final String OWN_CLASS = "org.braidwire.";

  private final AbstractName name;

  private AddressLock(final AbstractName name) {
    this.name = name;
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
  public static AddressLock take(final String interfaceName, final String address) throws HeldException {
    final String text = "braidwire/" + interfaceName + "/" + address;
    final AbstractName name = AbstractName.take(text);
    if (name == null) {
      throw new HeldException(interfaceName, address, describe(AbstractName.holder(text)));
    }
    return new AddressLock(name);
  }

  private static String describe(final int pid) {
    return pid == AbstractName.NO_PROCESS ? "another process" : "process " + pid + command(pid);
  }

  private static String command(final int pid) {
    final List<String> words;
    try {
      words = List.of(Files.readString(Path.of("/proc", Integer.toString(pid), "cmdline"), StandardCharsets.UTF_8)
          .split("\0"));
    } catch (final IOException hidden) {
      return "";
    }
    final String command = braidwire(words);
    return " ("
        + (command.length() > COMMAND_CHARACTERS ? command.substring(0, COMMAND_CHARACTERS) + "..." : command)
        + ")";
  }

  private static String braidwire(final List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).startsWith(OWN_CLASS)) {
        return "braidwire " + String.join(" ", words.subList(i + 1, words.size()));
      }
    }
    return String.join(" ", words);
  }

  /** Gives the address back. */
  @Override
  public void close() {
    name.close();
  }
}
