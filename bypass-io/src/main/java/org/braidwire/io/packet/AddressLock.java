package org.braidwire.io.packet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.braidwire.io.linux.AbstractName;

/**
 * An address belongs to one process, or each of its ports does where it is shared with the host: held per network
 * namespace, interface and address, whoever runs the process, by a name that the kernel frees when the process ends.
 * Any thread.
 */
public final class AddressLock implements AutoCloseable {
  /** A command line longer than this is cut in messages. */
  private static final int COMMAND_CHARACTERS = 200;

  /** Our own classes: who reads the message knows the command as braidwire. */
  private static final String OWN_CLASS = "org.braidwire.";

  private static final char PORTS_SIGN = ':';
  private static final Pattern PORTS = Pattern.compile(PORTS_SIGN + "(\\d{1,5})-(\\d{1,5})");

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

  /** Takes a whole address in the calling thread's network namespace. */
  public static AddressLock take(final String interfaceName, final String address) throws HeldException {
    return take(interfaceName, address, 0, 0);
  }

  /**
   * Takes an address, or ports of one, in the calling thread's network namespace. Of two that take what overlaps at the
   * same moment at most one gets it.
   *
   * @param address as text, for example {@code 192.0.2.2}
   * @param firstPort first of the ports, 0 for the whole address
   * @param lastPort last of them, 0 for the whole address
   */
  public static AddressLock take(
      final String interfaceName, final String address, final int firstPort, final int lastPort)
      throws HeldException {
    final String whole = "braidwire/" + interfaceName + "/" + address;
    final String text = firstPort == 0 ? whole : whole + PORTS_SIGN + firstPort + "-" + lastPort;
    final AbstractName name = AbstractName.take(text);
    if (name == null) {
      throw new HeldException(interfaceName, address, describe(AbstractName.holder(text)));
    }
    try {
      // The own name first, then a look at the others': who does the same meanwhile sees ours.
      for (final String other : AbstractName.held(whole)) {
        if (!other.equals(text) && overlaps(other.substring(whole.length()), firstPort, lastPort)) {
          throw new HeldException(interfaceName, address, describe(AbstractName.holder(other)));
        }
      }
    } catch (final HeldException | RuntimeException refused) {
      name.close();
      throw refused;
    }
    return new AddressLock(name);
  }

  /** Whether what another holds of an address, as the end of its name says, is also in a range; 0 is the whole address. */
  private static boolean overlaps(final String ending, final int firstPort, final int lastPort) {
    if (ending.isEmpty()) {
      return true;
    }
    final Matcher ports = PORTS.matcher(ending);
    return ports.matches() // else the name of a longer address, or none of ours
        && (firstPort == 0
            || Integer.parseInt(ports.group(1)) <= lastPort
                && firstPort <= Integer.parseInt(ports.group(2)));
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
