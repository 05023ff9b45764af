package org.braidwire.simulation.network;

import java.util.ArrayList;
import java.util.List;
import org.braidwire.simulation.link.Fate;
import org.braidwire.simulation.link.Fault;
import org.braidwire.simulation.link.Impairment;
import org.braidwire.simulation.link.LinkModel;
import org.braidwire.simulation.link.Outage;
import org.braidwire.simulation.link.SeededRandom;
import org.braidwire.simulation.parse.WireFrame;

/** A cable between two ports, each direction with a link model and middleboxes of its own. One thread. */
public final class SimulatedLink {
  private static final int ETHERNET_HEADER_BYTES = 14;
  private static final int ETHER_TYPE_AT = 12;
  private static final int IPV4_FIRST_OCTET = 0x08;

  private final SimulatedNetwork network;
  private final String name;
  private final SimulatedPort[] ends = new SimulatedPort[2];
  private final LinkModel[] models = new LinkModel[2];
  private final List<List<Middlebox>> middleboxes = List.of(new ArrayList<>(), new ArrayList<>());

  SimulatedLink(
      final SimulatedNetwork network,
      final String name,
      final Impairment[] impairments,
      final SeededRandom random) {
    this.network = network;
    this.name = name;
    for (int end = 0; end < ends.length; end++) {
      models[end] = new LinkModel(impairments[end], random.fork(name + end));
    }
  }

  public String name() {
    return name;
  }

  void attach(final int end, final SimulatedPort port) {
    ends[end] = port;
  }

  public SimulatedPort end(final int end) {
    return ends[end];
  }

  /** The direction that leaves from {@code end}. */
  public LinkModel model(final int end) {
    return models[end];
  }

  /** Puts a middlebox into the direction that leaves from {@code end}, behind those already there. */
  public void addMiddlebox(final int end, final Middlebox middlebox) {
    middleboxes.get(end).add(middlebox);
  }

  /** Whether both directions have carrier; a cable has it at both ends or at none. */
  public boolean carrier() {
    return models[0].outage() != Outage.CARRIER_DOWN && models[1].outage() != Outage.CARRIER_DOWN;
  }

  /** Begins or ends an outage of both directions. */
  public void outage(final Outage outage) {
    final boolean before = carrier();
    models[0].outage(outage);
    models[1].outage(outage);
    if (before != carrier()) {
      network.carrierChanged(this);
    }
  }

  void carry(final SimulatedPort from, final WireFrame sent) {
    final int end = from == ends[0] ? 0 : 1;
    WireFrame frame = sent;
    for (final Middlebox box : middleboxes.get(end)) {
      final WireFrame before = frame;
      frame = box.pass(before, fault -> network.fault(from, before, fault));
      if (frame == null) {
        return;
      }
    }
    final Fate fate = models[end].offer(network.nowNs(), frame.length());
    for (final Fault fault : fate.faults()) {
      network.fault(from, frame, fault);
    }
    if (fate.dropped()) {
      return;
    }
    if (!fate.corrupted()) {
      schedule(end, frame, fate);
    } else if (isIpv4(frame)) {
      schedule(end, damaged(frame, fate), fate);
    } // else: ARP has no checksum, the frame check sequence of real Ethernet drops it
  }

  private static boolean isIpv4(final WireFrame frame) {
    return frame.bytes()[ETHER_TYPE_AT] == IPV4_FIRST_OCTET && frame.bytes()[ETHER_TYPE_AT + 1] == 0;
  }

  private static WireFrame damaged(final WireFrame frame, final Fate fate) {
    final byte[] bytes = frame.copy();
    fate.corrupt(bytes, ETHERNET_HEADER_BYTES, bytes.length);
    return new WireFrame(bytes);
  }

  private void schedule(final int end, final WireFrame frame, final Fate fate) {
    network.at(fate.arrivalNs(), () -> arrive(end, frame));
    if (fate.duplicated()) {
      network.at(fate.secondArrivalNs(), () -> arrive(end, frame));
    }
  }

  private void arrive(final int end, final WireFrame frame) {
    if (models[end].delivers()) {
      ends[1 - end].arrive(frame);
    } else {
      network.fault(ends[end], frame, models[end].outageFault());
    }
  }
}
