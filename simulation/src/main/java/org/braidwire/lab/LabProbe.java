package org.braidwire.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether this machine can hold a {@link Laboratory}: tried once by doing it, never guessed from who runs it. */
final class LabProbe {
  private static final Path MPTCP_SWITCH = Path.of("/proc/sys/net/mptcp/enabled");
  private static final int ROOT = 0;

  private LabProbe() {}

  static Optional<String> unavailableReason() {
    return Holder.REASON;
  }

  private static Optional<String> probe() {
    if (!System.getProperty("os.name", "").startsWith("Linux")) {
      return Optional.of("network namespaces need Linux, this is " + System.getProperty("os.name"));
    }
    for (final String program : new String[] {"ip", "tc"}) {
      if (LabCommand.locate(program) == null) {
        return Optional.of("'" + program + "' was not found: install iproute2");
      }
    }
    if (!isRoot()) {
      return Optional.of("network namespaces need root: run with sudo");
    }
    return tryNamespace();
  }

  static Optional<String> mptcpUnavailableReason() {
    return Files.exists(MPTCP_SWITCH)
        ? Optional.empty()
        : Optional.of("this kernel has no Multipath TCP (CONFIG_MPTCP): no " + MPTCP_SWITCH);
  }

  private static Optional<String> tryNamespace() {
    final String name = LabNames.probe();
    try {
      try {
        LabNamespaces.OURS.add(name);
        LabCommand.run("ip", "-n", name, "link", "add", "kern1", "type", "veth", "peer", "name", "wire1");
      } finally {
        LabNamespaces.OURS.remove(name);
      }
      return Optional.empty();
    } catch (final LaboratoryException failure) {
      return Optional.of("network namespaces cannot be made here: " + failure.getMessage());
    }
  }

  private static boolean isRoot() {
    try {
      return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == ROOT;
    } catch (final IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }

  /** Made at first use, kept for the life of the process. */
  private static final class Holder {
    static final Optional<String> REASON = probe();
  }
}
