package org.braidwire.benchmarks.engines;

import java.util.Arrays;
import org.braidwire.io.memory.WireBundle;
import org.braidwire.stack.wire.EthernetHeader;
import org.braidwire.stack.wire.Ipv4Header;
import org.braidwire.stack.wire.TcpHeader;

/**
 * Which of two engines the frames of a client reach: its own, but for every so many-th flow, all of whose frames reach
 * the other one. Flows are told apart by the client's port and dealt out in the order in which they begin, so that
 * exactly that part of them misses. The client's thread.
 */
final class FlowSteering implements WireBundle.Steering {
  private static final int PORTS = 1 << 16;
  private static final byte UNSEEN = -1;

  private final int own;
  private final int missEvery;
  private final byte[] engines = new byte[PORTS];
  private int flows;
  private long missed;
  private long others;

  /**
   * @param own the engine of the client's core, 0 or 1
   * @param missEvery 0 for no flow that misses
   */
  FlowSteering(final int own, final int missEvery) {
    this.own = own;
    this.missEvery = missEvery;
    Arrays.fill(engines, UNSEEN);
  }

  @Override
  public int wire(final long frame, final int wires) {
    final long ip = frame + EthernetHeader.BYTES;
    if (EthernetHeader.type(frame) != EthernetHeader.TYPE_IPV4) {
      others++;
      return own;
    }
    final int port = TcpHeader.srcPort(ip + Ipv4Header.headerBytes(ip));
    if (engines[port] == UNSEEN) {
      flows++;
      engines[port] = (byte) (missEvery != 0 && flows % missEvery == 0 ? 1 - own : own);
    }
    if (engines[port] != own) {
      missed++;
    }
    return engines[port];
  }

  /** Frames that were given to the wrong engine. */
  long missed() {
    return missed;
  }

  /** Frames of ARP, answers to which the engine that they reach tells to the other. */
  long others() {
    return others;
  }
}
