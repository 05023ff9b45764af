package org.braidwire.simulation.check;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.braidwire.simulation.network.NetworkObserver;
import org.braidwire.simulation.network.SimulatedHost;
import org.braidwire.simulation.network.SimulatedLink;
import org.braidwire.simulation.network.SimulatedNetwork;
import org.braidwire.simulation.network.SimulatedPort;
import org.braidwire.simulation.network.SimulationFailure;
import org.braidwire.simulation.parse.PacketParser;
import org.braidwire.simulation.parse.ParseException;
import org.braidwire.simulation.parse.TcpPacket;
import org.braidwire.simulation.parse.TcpPacket.Flow;
import org.braidwire.simulation.parse.WireFrame;

/**
 * Judges by the wire alone: every frame that leaves must be sound (S5) and must keep the promises that its
 * sender made in earlier frames (S2, S3, S6, S10). Keeps the table of flows and connections; the rules are in
 * {@link SentRules} and {@link ArrivalRules}.
 */
public final class WireChecker implements NetworkObserver {
  /** A subflow with data outstanding is heard of again this soon after its carrier is back. */
  private static final long RESUME_WITHIN_NS = 1_000_000_000L;

  private final SimulatedNetwork network;
  private final SimulatedHost client;
  private final ByteStream fromClient;
  private final ByteStream fromServer;
  private final LongUnaryOperator idsnOfKey;
  private final Map<Flow, WireFlow> flows = new LinkedHashMap<>();
  private final Map<Integer, WireConnection> byToken = new LinkedHashMap<>();
  private final Set<Flow> forged = new LinkedHashSet<>();
  private final SentRules sentRules;
  private final Set<SimulatedLink> down = new LinkedHashSet<>();
  private final Map<SimulatedLink, Long> carrierChangedNs = new LinkedHashMap<>();

  /**
   * @param idsnOfKey the initial data sequence number that belongs to a key; {@link #derivedIdsn} by the RFC
   */
  public WireChecker(
      final SimulatedNetwork network,
      final SimulatedHost client,
      final ByteStream fromClient,
      final ByteStream fromServer,
      final LongUnaryOperator idsnOfKey) {
    this.network = network;
    this.client = client;
    this.fromClient = fromClient;
    this.fromServer = fromServer;
    this.idsnOfKey = idsnOfKey;
    this.sentRules = new SentRules(this);
  }

  /** RFC 8684 3.1: the last eight octets of the key's SHA-256. */
  public static long derivedIdsn(final long key) {
    return KeyDigest.idsn(key);
  }

  /** From now on nothing is demanded of what was there: an end has crashed, or the test begins anew. */
  public void forgetAll() {
    flows.values().forEach(flow -> flow.connection.forgotten = true);
  }

  /** A middlebox has forged the join of this flow: the other end must not believe it. */
  public void markForged(final Flow flow) {
    forged.add(flow);
  }

  boolean isForged(final Flow flow) {
    return forged.contains(flow);
  }

  WireFlow flow(final Flow key) {
    return flows.get(key);
  }

  /** How long {@code link} has been without carrier, 0 if it has it. */
  long downForNs(final SimulatedLink link, final long nowNs) {
    return down.contains(link) ? nowNs - carrierChangedNs.get(link) : 0;
  }

  /** The flow of {@code direction} over {@code link} both of whose ends have the other's agreement, or null. */
  WireFlow usableFlow(final SimulatedLink link, final int direction) {
    for (final WireFlow flow : flows.values()) {
      if (flow.direction == direction && flow.lastPort != null && flow.lastPort.link() == link && isOpen(flow)) {
        return flow;
      }
    }
    return null;
  }

  private boolean isOpen(final WireFlow flow) {
    final WireFlow back = flows.get(flow.flow.reverse());
    return back != null && isUsable(flow) && isUsable(back);
  }

  private static boolean isUsable(final WireFlow flow) {
    return !flow.connection.forgotten
        && !flow.reset
        && flow.acknowledged > 0
        && (flow.connection.plain || !flow.plainFinArrived());
  }

  /** Whether the connection that {@code packet} belongs to is known to be plain TCP. */
  public boolean isPlain(final TcpPacket packet) {
    final WireFlow flow = flows.get(packet.flow());
    return flow != null && flow.connection.plain;
  }

  @Override
  public void onSent(final SimulatedPort port, final WireFrame frame, final long nowNs) {
    try {
      PacketParser.parse(frame.bytes()).ifPresent(packet -> sent(port, frame, packet, nowNs));
    } catch (ParseException e) {
      throw new SimulationFailure("S5", port.host().name() + " sent a malformed frame: " + e.getMessage());
    }
  }

  @Override
  public void onRun(final SimulatedPort port, final List<WireFrame> segments, final long nowNs) {
    segments.getFirst().tcp().ifPresent(first -> RunRules.check(port, first));
  }

  private void sent(final SimulatedPort port, final WireFrame frame, final TcpPacket packet, final long nowNs) {
    if (packet.has(TcpPacket.SYN)) {
      syn(port, packet);
    }
    final WireFlow flow = flows.get(packet.flow());
    if (flow == null || flow.connection.forgotten) {
      return;
    }
    packet.options().mpCapable().ifPresent(capable -> {
      if (capable.length() >= 12) {
        learnKey(flow, capable.senderKey());
      }
    });
    sentRules.check(port, flow, flows.get(packet.flow().reverse()), frame, packet, nowNs);
  }

  private void syn(final SimulatedPort port, final TcpPacket packet) {
    final Flow key = packet.flow();
    final WireFlow known = flows.get(key);
    if (known != null && known.isn == packet.seq() && !known.connection.forgotten) {
      return;
    }
    final WireFlow answered = flows.get(key.reverse());
    final boolean joined = packet.options().mpJoin().isPresent();
    final WireConnection connection;
    if (packet.has(TcpPacket.ACK)) {
      if (answered == null) {
        return;
      }
      connection = answered.connection;
      // RFC 8684 3.7: without MP_CAPABLE it falls back. A join that is answered so is refused (3.2), no more.
      if (!answered.joined && packet.options().mpCapable().isEmpty()) {
        connection.plain = true;
      }
    } else if (joined) {
      connection = byToken.get(packet.options().mpJoin().get().token());
      if (connection == null) {
        throw new SimulationFailure("S9", port.host().name() + " joins an unknown token: " + packet.describe());
      }
    } else {
      connection = new WireConnection(client, fromClient, fromServer);
      connection.plain = packet.options().mpCapable().isEmpty();
    }
    final int direction = port.host() == connection.client ? 0 : 1;
    final int scale = packet.options().windowScale();
    flows.put(key, new WireFlow(key, connection, direction, joined, packet.seq(), scale));
  }

  private void learnKey(final WireFlow flow, final long key) {
    if (!flow.stream().knowsIdsn()) {
      flow.stream().idsn(idsnOfKey.applyAsLong(key));
      byToken.put(KeyDigest.token(key), flow.connection);
    }
  }

  @Override
  public void onDelivered(final SimulatedPort port, final WireFrame frame, final long nowNs) {
    frame.tcp().ifPresent(packet -> {
      final WireFlow flow = flows.get(packet.flow());
      if (flow != null && !flow.connection.forgotten) {
        ArrivalRules.note(flow, flows.get(packet.flow().reverse()), packet);
      }
    });
  }

  @Override
  public void onCarrier(final SimulatedLink link, final boolean up, final long nowNs) {
    carrierChangedNs.put(link, nowNs);
    if (!up) {
      down.add(link);
      return;
    }
    down.remove(link);
    for (final WireFlow flow : flows.values()) {
      if (flow.lastPort != null && flow.lastPort.link() == link && isWaiting(flow)) {
        network.after(RESUME_WITHIN_NS, () -> mustHaveResumed(flow, link, nowNs));
      }
    }
  }

  private boolean isWaiting(final WireFlow flow) {
    final WireFlow back = flows.get(flow.flow.reverse());
    return !flow.connection.forgotten
        && !flow.reset
        && back != null
        && !back.reset
        && flow.acknowledged > 0
        && flow.acknowledged < flow.sentEnd;
  }

  private void mustHaveResumed(final WireFlow flow, final SimulatedLink link, final long upNs) {
    final boolean stayedUp = !down.contains(link) && carrierChangedNs.get(link) == upNs;
    if (stayedUp
        && isWaiting(flow)
        && flow.lastPayloadNs < upNs
        && !flow.lastPort.host().isStalled()) {
      throw new SimulationFailure(
          "liveness",
          flow + " holds data outstanding and sent none of it for " + RESUME_WITHIN_NS / 1_000_000
              + " ms after its carrier came back");
    }
  }
}
