package org.braidwire.io.memory;

import java.util.List;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.PortCapabilities;
import org.braidwire.io.port.PortCounters;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.io.port.RxBurst;

/**
 * Several wires that act as one link to an interface with a queue for each engine: every frame goes to one engine of the
 * other side, all frames of a flow to the same, as a card's receive-side scaling has it. The thread of the ports that it
 * is made of, which it owns and closes.
 */
public final class WireBundle implements FramePort {
  /** Says which wire a frame takes. */
  @FunctionalInterface
  public interface Steering {
    /**
     * The number of a wire, from 0.
     *
     * @param frame first octet of the Ethernet header, all headers following
     * @param wires how many there are
     */
    int wire(long frame, int wires);

    /** By addresses and ports of TCP over IPv4, alike in both directions; everything else takes the first wire. */
    static Steering byFlow() {
      return WireBundle::flow;
    }
  }

  private static final int ETHERTYPE_AT = 12;
  private static final int ETHERTYPE_IPV4 = 0x0800;
  private static final int PROTOCOL_AT = 23;
  private static final int PROTOCOL_TCP = 6;
  private static final int SOURCE_AT = 26;
  private static final int DESTINATION_AT = 30;
  private static final int IP_AT = 14;
  private static final Kind[] KINDS = Kind.values();

  private final List<? extends FramePort> ports;
  private final Steering steering;
  private final PortCounters counters = new PortCounters();
  private int next;

  /**
   * @param ports this side's ends of the wires
   */
  public WireBundle(final List<? extends FramePort> ports, final Steering steering) {
    this.ports = List.copyOf(ports);
    this.steering = steering;
  }

  private static int flow(final long frame, final int wires) {
    if (Memory.getUnsignedShort(frame + ETHERTYPE_AT) != ETHERTYPE_IPV4
        || Memory.getUnsignedByte(frame + PROTOCOL_AT) != PROTOCOL_TCP) {
      return 0;
    }
    final long tcp = frame + IP_AT + 4L * (Memory.getUnsignedByte(frame + IP_AT) & 0xf);
    final int addresses = Memory.getInt(frame + SOURCE_AT) ^ Memory.getInt(frame + DESTINATION_AT);
    final int ports = Memory.getUnsignedShort(tcp) ^ Memory.getUnsignedShort(tcp + 2);
    final int mixed = (addresses * 31 + ports) * 0x9E3779B1;
    return Integer.remainderUnsigned(mixed >>> 16, wires);
  }

  @Override
  public String name() {
    return ports.getFirst().name();
  }

  @Override
  public PortCapabilities capabilities() {
    return ports.getFirst().capabilities();
  }

  @Override
  public long macAddress() {
    return ports.getFirst().macAddress();
  }

  /** A burst of one wire, each time of another that has one. */
  @Override
  public int poll(final RxBurst burst) {
    int taken = 0;
    for (int i = 0; i < ports.size() && taken == 0; i++) {
      taken = ports.get(next).poll(burst);
      next = next + 1 < ports.size() ? next + 1 : 0;
    }
    return taken;
  }

  @Override
  public boolean transmit(
      final long headerAddress,
      final int headerBytes,
      final long payloadAddress,
      final int payloadBytes,
      final long offload) {
    return ports.get(steering.wire(headerAddress, ports.size()))
        .transmit(headerAddress, headerBytes, payloadAddress, payloadBytes, offload);
  }

  /** That of the fullest wire, for nobody knows yet which one the next frame takes. */
  @Override
  public int transmitRoom() {
    int room = Integer.MAX_VALUE;
    for (int i = 0; i < ports.size(); i++) {
      room = Math.min(room, ports.get(i).transmitRoom());
    }
    return room;
  }

  @Override
  public void flush() {
    for (int i = 0; i < ports.size(); i++) {
      ports.get(i).flush();
    }
  }

  @Override
  public boolean linkUp() {
    return ports.getFirst().linkUp();
  }

  @Override
  public PortCounters counters() {
    for (final Kind kind : KINDS) {
      long sum = 0;
      for (int i = 0; i < ports.size(); i++) {
        sum += ports.get(i).counters().get(kind);
      }
      counters.add(kind, sum - counters.get(kind));
    }
    return counters;
  }

  @Override
  public void close() {
    ports.forEach(FramePort::close);
  }
}
