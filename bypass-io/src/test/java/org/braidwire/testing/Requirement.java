package org.braidwire.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.linux.BpfMap;
import org.braidwire.io.linux.LinuxException;
import org.braidwire.io.linux.NetworkInterfaceFacts;
import org.braidwire.io.linux.XdpSocket;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * What a test needs from the machine beyond a JDK. A test calls {@code Requirement.NETNS.require()} first (in
 * {@code @BeforeAll} to skip a whole class): where the machine has it the test goes on, else it is skipped with
 * the reason, and where {@code BRAIDWIRE_REQUIRE} names it (a comma list, {@code root,netns,tshark}) it fails
 * instead. The machine is probed, never guessed from an environment such as CI; one probe per JVM.
 */
public enum Requirement {
  /** The user id is 0. */
  ROOT("run as root"),
  /** A network namespace can be made and removed; needs iproute2 and root. */
  NETNS("run as root with iproute2 installed: apt-get install iproute2"),
  /** The kernel offers MPTCP. */
  MPTCP("a kernel with CONFIG_MPTCP, and sysctl -w net.mptcp.enabled=1"),
  /** Sockets that XDP programs redirect to, with checksums that are left to the device. */
  AF_XDP("run as root on Linux 6.11 or later with CONFIG_XDP_SOCKETS"),
  TSHARK("apt-get install tshark"),
  NFT("apt-get install nftables"),
  ETHTOOL("apt-get install ethtool"),
  /** A program can be run without some of root's rights. */
  SETPRIV("run as root with util-linux installed: apt-get install util-linux"),
  /** A silent drop by {@code tc}: clsact and the BPF classifier. */
  TC("apt-get install iproute2");

  /** Names the requirements that must be met: a skip becomes a failure. */
  public static final String VARIABLE = "BRAIDWIRE_REQUIRE";

  private static final Map<Requirement, Boolean> PROBED = new ConcurrentHashMap<>();
  private static final int PROBE_TIMEOUT_SECONDS = 10;
  private static final int PROBE_FRAMES = 64;
  private static final int PROBE_METADATA_BYTES = 24;

  private final String remedy;

  Requirement(final String remedy) {
    this.remedy = remedy;
  }

  /** The name as {@value #VARIABLE} spells it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the machine has it. */
  public boolean met() {
    return PROBED.computeIfAbsent(this, Requirement::probe);
  }

  /** Goes on, skips the test, or fails it where {@value #VARIABLE} insists. */
  public void require() {
    require(met(), System.getenv(VARIABLE));
  }

  void require(final boolean present, final String insistedOn) {
    if (present) {
      return;
    }
    decline("needs " + label() + " (" + remedy + ")", insistedOn);
  }

  /** The same for what the machine has, but not as the test needs it: {@code shortcoming} says why, if there is one. */
  public void requireWithout(final Optional<String> shortcoming) {
    require();
    shortcoming.ifPresent(reason -> decline(reason, System.getenv(VARIABLE)));
  }

  void decline(final String reason, final String insistedOn) {
    if (insistedOn != null && List.of(insistedOn.split("[,\\s]+")).contains(label())) {
      throw new AssertionFailedError(reason + ", and " + VARIABLE + " insists on it");
    }
    throw new TestAbortedException(reason);
  }

  private boolean probe() {
    return switch (this) {
      case ROOT -> isRoot();
      case NETNS -> isRoot() && onPath("ip") && canMakeNamespace();
      case MPTCP -> "1".equals(firstLine(Path.of("/proc/sys/net/mptcp/enabled")));
      case AF_XDP -> isRoot() && canShareFrames();
      case TSHARK -> onPath("tshark");
      case NFT -> onPath("nft");
      case ETHTOOL -> onPath("ethtool");
      case SETPRIV -> isRoot() && onPath("setpriv");
      case TC -> isRoot() && onPath("tc");
    };
  }

  private static boolean isRoot() {
    try {
      return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    } catch (final IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static boolean canMakeNamespace() {
    final String name = "bw" + ProcessHandle.current().pid() + "probe";
    final boolean made = run("ip", "netns", "add", name);
    return made && run("ip", "netns", "delete", name);
  }

  private static boolean canShareFrames() {
    try (FramePool frames = new FramePool(PROBE_FRAMES, FramePool.FRAME_BYTES);
        XdpSocket socket = XdpSocket.open(NetworkInterfaceFacts.read("lo"));
        BpfMap map = BpfMap.create(BpfMap.Type.XSKMAP, 1, "probe")) {
      socket.register(frames.base(), frames.bytes(), frames.pieceBytes(), PROBE_METADATA_BYTES);
      return map.descriptor() > 0;
    } catch (final LinuxException refused) {
      return false;
    }
  }

  private static boolean onPath(final String program) {
    final String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin:/sbin";
    return Arrays.stream(path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static boolean run(final String... command) {
    try {
      final Process process = new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
      if (!process.waitFor(PROBE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (final IOException e) {
      return false;
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String firstLine(final Path file) {
    try {
      return Files.readString(file).strip();
    } catch (final IOException e) {
      return "";
    }
  }
}
