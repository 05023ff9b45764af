package org.braidwire.lab;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Faults between the two hosts, made by the host's kernel and not by code under test.
 *
 * <p>Option stripping, and silent drops beside a kernel, sit on the kernel host's interface: behind the taps of the wire
 * side, so that a packet socket there sees nothing of what is dropped on the way in, and loses nothing but the frame on
 * the way out.
 */
public final class LabFaults {
  /** Which packets lose their MPTCP options. */
  public enum Strip {
    /** SYNs that the kernel host sends: a kernel client looks like plain TCP. */
    KERNEL_SYN,
    /** SYN/ACKs that the kernel host receives: a kernel client finds no MPTCP. */
    WIRE_SYN_ACK,
    /** SYNs that the kernel host receives: its listener finds no MPTCP. */
    WIRE_SYN,
    /** SYN/ACKs that the kernel host sends: its client finds no MPTCP. */
    KERNEL_SYN_ACK,
    /** Everything but SYNs, both ways: a path that lets only the handshake through. */
    AFTER_HANDSHAKE
  }

  /** One classic BPF instruction: return 2, which is TC_ACT_SHOT. */
  private static final String DROP_ALL = "protocol all bpf da bytecode '1,6 0 0 2'";

  private static final String TABLE = "inet braidwire_lab";
  private static final String SYN_ONLY = "tcp flags & (syn|ack) == syn";
  private static final String SYN_ACK = "tcp flags & (syn|ack) == (syn|ack)";

  /**
   * The length of a mapping behind a TCP header, timestamps, and a DSS option with DATA_ACK and data sequence number of
   * 8 octets each (RFC 8684 3.3), as Braidwire lays out what carries data.
   */
  private static final String LENGTH_OF_MAPPING = "meta l4proto tcp @th," + 8 * (20 + 12 + 24) + ",16";

  private static final int LONGER_THAN_A_PACKET = 2_048;

  /** More packets than a test sends. */
  private static final int MANY = 1_000_000;

  private static final String SEEN = "seen";
  private static final String LOST = "lost";
  private static final Pattern PACKETS = Pattern.compile("packets (\\d+)");

  private final Laboratory laboratory;

  LabFaults(final Laboratory laboratory) {
    this.laboratory = laboratory;
  }

  /** Sets an interface administratively up or down; down takes the other side's carrier. */
  public void setLinkUp(final LabSide side, final int link, final boolean up) {
    final LabPlan plan = laboratory.plan();
    setDeviceUp(side, plan.linkEnd(side, link), up);
    // A bridge or a tunnel does not pass a carrier on; a switch with link tracking does, and is played here.
    for (final LabSide other : LabSide.values()) {
      if (plan.isBridged(other)) {
        setDeviceUp(other, plan.bridgePort(other, link), up);
      } else if (plan.tunnels() && other != side) {
        setDeviceUp(other, laboratory.device(other, link), up);
      }
    }
  }

  private void setDeviceUp(final LabSide side, final String device, final boolean up) {
    LabCommand.run("ip", "-n", laboratory.namespace(side), "link", "set", device, up ? "up" : "down");
  }

  /** Gives the interface on {@code side} another MTU; larger frames of the other side are lost. */
  public void setMtu(final LabSide side, final int link, final int bytes) {
    LabCommand.run(
        "ip",
        "-n",
        laboratory.namespace(side),
        "link",
        "set",
        laboratory.device(side, link),
        "mtu",
        Integer.toString(bytes));
  }

  /** Loses every frame of {@code link}, ARP included, both ways; the carrier stays up. Repeating it changes nothing. */
  public void silentDrop(final int link, final boolean drop) {
    final LabPlan plan = laboratory.plan();
    if (plan.isBare(LabSide.KERNEL) && !plan.isBridged(LabSide.KERNEL)) {
      // Packet sockets see a frame before an ingress filter does: each side loses what it sends. Both at once,
      // for
      // where acknowledgements are lost first, what they would acknowledge has arrived.
      LabCommand.runTogether(Stream.of(LabSide.KERNEL, LabSide.WIRE)
          .map(side -> filter(side, link, drop, "egress"))
          .flatMap(Optional::stream)
          .toList());
    } else {
      // Egress loses what the kernel, or the bridge, sends, ingress what it would receive.
      filter(LabSide.KERNEL, link, drop, "egress", "ingress").ifPresent(LabFaults::run);
    }
  }

  /**
   * Loses every frame that {@code side} sends on {@code link}, ARP included; what it receives still comes. Not beside a
   * silent drop of that link, nor on a device that AF_XDP drives: that sends past it. Repeating it changes nothing.
   */
  public void loseSent(final LabSide side, final int link, final boolean lose) {
    filter(side, link, lose, "egress").ifPresent(LabFaults::run);
  }

  private static void run(final LabCommand.Batch batch) {
    LabCommand.runWithInput(batch.input(), batch.command());
  }

  /** What makes an interface lose frames, or ends that; empty where it is so already. */
  private Optional<LabCommand.Batch> filter(
      final LabSide side, final int link, final boolean drop, final String... directions) {
    final String device = laboratory.plan().linkEnd(side, link);
    final String namespace = laboratory.namespace(side);
    final boolean dropping = LabCommand.run("tc", "-n", namespace, "qdisc", "show", "dev", device)
        .contains("clsact");
    if (drop == dropping) {
      return Optional.empty();
    }
    final StringBuilder commands = new StringBuilder();
    if (drop) {
      commands.append("qdisc add dev ").append(device).append(" clsact\n");
      for (final String direction : directions) {
        commands.append("filter add dev ").append(device).append(' ').append(direction);
        commands.append(' ').append(DROP_ALL).append('\n');
      }
    } else {
      commands.append("qdisc del dev ").append(device).append(" clsact\n");
    }
    return Optional.of(new LabCommand.Batch(commands.toString(), "tc", "-n", namespace, "-batch", "-"));
  }

  /**
   * Makes the wire side's kernel cut super-segments itself, so that single segments can be lost. By their octets: of how
   * many segments a packet consists that comes from a socket like Braidwire's, the kernel does not know before it cuts it.
   */
  public void cutSuperSegments(final int link) {
    LabCommand.run(
        "ip",
        "-n",
        laboratory.namespace(LabSide.WIRE),
        "link",
        "set",
        laboratory.plan().linkEnd(LabSide.WIRE, link),
        "gso_max_size",
        Integer.toString(LONGER_THAN_A_PACKET));
  }

  /** Loses of the full-sized packets to the kernel side each {@code outOf}th; until {@link #stopStripping}. */
  public void loseSegments(final int outOf) {
    nft(
        laboratory.namespace(LabSide.KERNEL),
        chains() + "add rule " + TABLE + " incoming meta length > 1000 numgen inc mod " + outOf
            + " == 0 drop\n");
  }

  /**
   * Loses one packet to the kernel side: of those that carry a mapping of {@code mappedBytes} octets the one numbered
   * {@code nth}, from 0, once. Until {@link #stopStripping}; see {@link #piecesSeen} and {@link #piecesLost}.
   */
  public void losePiece(final int mappedBytes, final int nth) {
    final String pieces = "add rule " + TABLE + " incoming " + LENGTH_OF_MAPPING + " " + mappedBytes;
    nft(
        laboratory.namespace(LabSide.KERNEL),
        chains() + "add counter " + TABLE + " " + SEEN + "\nadd counter " + TABLE + " " + LOST + "\n" + pieces
            + " counter name " + SEEN + "\n" + pieces + " numgen inc mod " + MANY + " == " + nth
            + " counter name " + LOST + " drop\n");
  }

  /** Packets with such a mapping that came to the kernel side since {@link #losePiece}, the lost one included. */
  public long piecesSeen() {
    return packets(SEEN);
  }

  /** What {@link #losePiece} has lost. */
  public long piecesLost() {
    return packets(LOST);
  }

  private long packets(final String counter) {
    final String told = LabCommand.runWithInput(
        "list counter " + TABLE + " " + counter + "\n",
        "ip",
        "netns",
        "exec",
        laboratory.namespace(LabSide.KERNEL),
        "nft",
        "-f",
        "-");
    final Matcher packets = PACKETS.matcher(told);
    if (!packets.find()) {
      throw new LaboratoryException("nft tells no packets of " + counter + ": " + told);
    }
    return Long.parseLong(packets.group(1));
  }

  /** Takes the MPTCP option out of packets on their way until {@link #stopStripping}. */
  public void stripOptions(final Strip strip) {
    stopStripping();
    final String namespace = laboratory.namespace(LabSide.KERNEL);
    final String strips = " reset tcp option mptcp\n";
    final String rules = switch (strip) {
      case KERNEL_SYN -> "add rule " + TABLE + " outgoing " + SYN_ONLY + strips;
      case KERNEL_SYN_ACK -> "add rule " + TABLE + " outgoing " + SYN_ACK + strips;
      case WIRE_SYN -> "add rule " + TABLE + " incoming " + SYN_ONLY + strips;
      case WIRE_SYN_ACK -> "add rule " + TABLE + " incoming " + SYN_ACK + strips;
      case AFTER_HANDSHAKE ->
        "add rule " + TABLE + " outgoing tcp flags & syn == 0" + strips + "add rule " + TABLE
            + " incoming tcp flags & syn == 0" + strips;
    };
    nft(namespace, chains() + rules);
  }

  public void stopStripping() {
    // "add" first: deleting a table that is not there is an error, adding one that is there is not.
    nft(laboratory.namespace(LabSide.KERNEL), "add table " + TABLE + "\ndelete table " + TABLE + "\n");
  }

  /** Why options cannot be stripped here; empty when they can. */
  public Optional<String> strippingUnavailableReason() {
    if (LabCommand.locate("nft") == null) {
      return Optional.of("'nft' was not found: install nftables");
    }
    try {
      stripOptions(Strip.KERNEL_SYN);
      stopStripping();
      return Optional.empty();
    } catch (final LaboratoryException failure) {
      return Optional.of("this kernel or nft cannot take out TCP options: " + failure.getMessage());
    }
  }

  private static String chains() {
    return "add table " + TABLE + "\n"
        + "add chain " + TABLE + " outgoing { type filter hook postrouting priority 0; }\n"
        + "add chain " + TABLE + " incoming { type filter hook prerouting priority -300; }\n";
  }

  private static void nft(final String namespace, final String commands) {
    LabCommand.runWithInput(commands, "ip", "netns", "exec", namespace, "nft", "-f", "-");
  }
}
