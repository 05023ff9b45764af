package org.braidwire.io.xdp;

import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.frame.PortMemory;
import org.braidwire.io.netlink.InterfacePort;
import org.braidwire.io.port.Offload;
import org.braidwire.io.port.PortCapabilities;
import org.braidwire.io.port.PortCounters;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.io.port.PortRequest;
import org.braidwire.io.port.RxBurst;
import org.braidwire.io.silence.SilencePolicy;

/**
 * An interface of the host by AF_XDP: a program in front of its kernel takes exactly the frames of this port's claims,
 * and they lie in the engine's own frame pool as they arrive. One engine thread.
 *
 * <p>Every receive queue has a socket; all are polled, and the first one sends. Receiving copies nothing but frames of
 * several pieces, super-segments of a sender on this machine, which are put together. Sending copies each payload once,
 * behind its header. What the kernel has of our frames is known one by one, so that all come back on close.
 *
 * <p>Carrier comes from a {@link org.braidwire.io.netlink.NetlinkMonitor} that this port listens to; without one
 * the link is held to stay as it was at the beginning.
 */
public final class XdpPort implements InterfacePort {
  private static final int ETHERNET_HEADER_BYTES = 14;

  private final XdpSetup setup;
  private final PortMemory memory;
  private final XdpReceiver[] receivers;
  private final XdpSender sender;
  private final PortCounters counters;
  private final PortCapabilities capabilities;
  private final String description;
  private int firstReceiver;
  private long kernelDrops;
  private boolean linkUp;
  private boolean closed;

  XdpPort(final XdpSetup setup, final PortMemory memory) {
    this.setup = setup;
    this.memory = memory;
    receivers = setup.receivers.toArray(new XdpReceiver[0]);
    sender = setup.sender;
    counters = setup.counters;
    capabilities = new PortCapabilities(setup.facts.mtuBytes(), 0, setup.checksumOffload(), 0, 1);
    description = setup.description();
    linkUp = setup.facts.running();
  }

  /**
   * Opens the interface of {@code request} in the calling thread's network namespace; afterwards any one thread may
   * own the port.
   *
   * @param offloads whether checksums are left to the device on transmit, where it can
   * @throws org.braidwire.io.linux.LinuxException naming the call, the interface and the likely cause
   */
  public static XdpPort open(final PortRequest request, final boolean offloads) {
    return open(request, offloads, SilencePolicy.RESET_ON_DEATH);
  }

  /** The same, with what {@code policy} says of the time after this process's death. */
  public static XdpPort open(final PortRequest request, final boolean offloads, final SilencePolicy policy) {
    return new XdpPort(XdpSetup.open(request, offloads, policy), request.memory());
  }

  /** The largest MTU of an interface that can be opened on these pools, in octets. */
  public static int largestMtuBytes(final PacketMemory pools) {
    return XdpSetup.largestMtuBytes(pools.frames());
  }

  /** Whether the kernel copies no frame. */
  public boolean isZeroCopy() {
    return setup.isZeroCopy();
  }

  /** Who runs the program and whether frames are copied, and why; a part of the description. */
  public String modes() {
    return setup.modes();
  }

  @Override
  public String name() {
    return setup.facts.name();
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public int interfaceIndex() {
    return setup.facts.index();
  }

  @Override
  public PortCapabilities capabilities() {
    return capabilities;
  }

  @Override
  public long macAddress() {
    return setup.facts.macAddress();
  }

  @Override
  public int poll(final RxBurst burst) {
    assert !closed : name() + " is closed";
    burst.clear();
    for (int i = 0; i < receivers.length && !burst.isFull(); i++) {
      receivers[(firstReceiver + i) % receivers.length].poll(burst);
    }
    firstReceiver = firstReceiver + 1 < receivers.length ? firstReceiver + 1 : 0;
    long bytes = 0;
    for (int i = 0; i < burst.size(); i++) {
      bytes += burst.bytes(i);
    }
    counters.add(Kind.RX_FRAMES, burst.size());
    counters.add(Kind.RX_BYTES, bytes);
    return burst.size();
  }

  @Override
  public boolean transmit(
      final long headerAddress,
      final int headerBytes,
      final long payloadAddress,
      final int payloadBytes,
      final long offload) {
    assert !closed : name() + " is closed";
    assert offload == Offload.NONE || capabilities.checksumOffload() : "no offload was offered";
    assert Offload.segmentType(offload) == Offload.SEGMENT_NONE : "the device cuts nothing";
    if (!linkUp) {
      counters.increment(Kind.TX_LINK_DOWN);
    } else if (headerBytes + payloadBytes > capabilities.mtuBytes() + ETHERNET_HEADER_BYTES) {
      counters.increment(Kind.TX_ERRORS);
    } else if (sender.transmit(headerAddress, headerBytes, payloadAddress, payloadBytes, offload)) {
      counters.countSent(headerBytes + payloadBytes, offload);
      return true;
    } else {
      counters.increment(Kind.TX_REFUSED);
      return false;
    }
    memory.release(headerAddress);
    if (payloadBytes > 0) {
      memory.release(payloadAddress);
    }
    return true;
  }

  @Override
  public int transmitRoom() {
    return sender.room();
  }

  @Override
  public void flush() {
    sender.flush();
  }

  /** Readable while a frame waits in the ring of any queue. */
  @Override
  public int readinessFd() {
    return setup.readiness.descriptor();
  }

  @Override
  public boolean linkUp() {
    return linkUp;
  }

  @Override
  public void onLink(final int interfaceIndex, final String linkName, final boolean present, final boolean carrier) {
    if (interfaceIndex == setup.facts.index() && carrier != linkUp) {
      linkUp = carrier;
      counters.increment(Kind.LINK_CHANGES);
    }
  }

  @Override
  public PortCounters counters() {
    if (!closed) {
      long drops = 0;
      for (int queue = 0; queue < setup.sockets.size(); queue++) { // an iterator would be allocated
        drops += setup.sockets.get(queue).kernelDrops();
      }
      counters.add(Kind.RX_KERNEL_DROPS, drops - kernelDrops);
      kernelDrops = drops;
    }
    return counters;
  }

  /** Frames that came by this queue. */
  long framesTaken(final int queue) {
    return receivers[queue].framesTaken();
  }

  @Override
  public void close() {
    if (!closed) {
      counters();
      closed = true;
      setup.close();
    }
  }
}
