package org.braidwire.io.packet;

import java.util.List;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PortMemory;
import org.braidwire.io.linux.Errno;
import org.braidwire.io.linux.LinuxException;
import org.braidwire.io.linux.NetworkInterfaceFacts;
import org.braidwire.io.linux.PacketReceiver;
import org.braidwire.io.linux.PacketSender;
import org.braidwire.io.netlink.InterfacePort;
import org.braidwire.io.port.Claim;
import org.braidwire.io.port.Offload;
import org.braidwire.io.port.PortCapabilities;
import org.braidwire.io.port.PortCounters;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.io.port.PortGroup;
import org.braidwire.io.port.PortMtu;
import org.braidwire.io.port.PortRequest;
import org.braidwire.io.port.RxBurst;
import org.braidwire.io.port.SyntheticEthernet;
import org.braidwire.io.port.VirtioNetHeader;
import org.braidwire.io.silence.Silence;
import org.braidwire.io.silence.SilencePolicy;

/**
 * An interface of the host by AF_PACKET: a memory-mapped ring to receive and plain {@code send} on a second socket,
 * the fastest pair measured without XDP. One engine thread.
 *
 * <p>Virtio-net headers speak of checksums and super-segments both ways. The slots of the ring hold what the link's
 * MTU lets pass, so that few octets of cache serve small frames; a super-segment waits beside the ring and is
 * received straight into a large frame. Without offloads nothing is asked of the device on the way out; what a peer
 * does on the way in is its own choice.
 *
 * <p>Receiving copies each frame once, from its slot into a pool frame, so that a slot is never lent and a slow
 * reader cannot starve the ring. Sending copies nothing in user space: the kernel gathers header and payload while
 * {@code send} runs, so both references are released at once. With no pool frame free, frames wait in the ring, and
 * the kernel counts what does not fit there.
 *
 * <p>A device without a link layer (TUN, a modem) works as well: its packets have a {@link SyntheticEthernet} header
 * above this port, which is taken off and put on here.
 *
 * <p>Carrier comes from a {@link org.braidwire.io.netlink.NetlinkMonitor} that this port listens to; without one
 * the link is held to stay as it was at the beginning.
 */
public final class AfPacketPort implements InterfacePort {
  /** Slots of the receive ring: some milliseconds at full rate, 4 MiB of kernel memory at an MTU of 1,500. */
  public static final int DEFAULT_RING_SLOTS = 2048;

  private static final int ETHERNET_HEADER_BYTES = 14;

  /** A sender that keeps to this many frames a cycle never fills the socket's buffer with frames of 1,514 octets. */
  private static final int TRANSMIT_BATCH_FRAMES = 64;

  /** What an IP packet can say of its own length. The kernel cuts it where the device does not. */
  private static final int GSO_MAX_BYTES = 0xffff;

  private final NetworkInterfaceFacts facts;
  private final PortMemory memory;
  private final PacketReceiver receiver;
  private final PacketSender sender;
  private final Silence silence;
  private final PortMtu mtu;
  private final String reason;
  private final PortCapabilities capabilities;
  private final PortCounters counters = new PortCounters();

  /** Octets of frames that the device knows nothing of: those of the synthetic header, or none. */
  private final int syntheticBytes;

  private boolean linkUp;
  private boolean refused;
  private boolean closed;

  private AfPacketPort(
      final NetworkInterfaceFacts facts,
      final PortMemory memory,
      final PacketReceiver receiver,
      final PacketSender sender,
      final Silence silence,
      final PortMtu mtu,
      final boolean offloads,
      final String reason) {
    this.facts = facts;
    this.memory = memory;
    this.receiver = receiver;
    this.sender = sender;
    this.silence = silence;
    this.mtu = mtu;
    this.reason = reason;
    capabilities =
        new PortCapabilities(mtu.usedBytes(), offloads ? GSO_MAX_BYTES : 0, offloads, 1, 0, facts.rawIp());
    syntheticBytes = facts.rawIp() ? SyntheticEthernet.BYTES : 0;
    linkUp = facts.running();
  }

  /**
   * Opens the interface in the calling thread's network namespace; afterwards any one thread may own the port.
   *
   * @throws LinuxException naming the call, the interface and the likely cause
   */
  public static AfPacketPort open(final String interfaceName, final PortMemory memory) {
    return open(interfaceName, memory, DEFAULT_RING_SLOTS, true);
  }

  /**
   * As {@link #open(String, PortMemory)}.
   *
   * @param ringSlots slots of the receive ring, a power of two
   * @param offloads whether checksums and super-segments are left to the device on transmit
   */
  public static AfPacketPort open(
      final String interfaceName, final PortMemory memory, final int ringSlots, final boolean offloads) {
    return open(facts(interfaceName), memory, List.of(), PortGroup.ALONE, ringSlots, offloads, Silence.NONE, "");
  }

  /**
   * The same for the claims of {@code request}, of which the host's kernel is to see nothing as {@code policy} says, and
   * beside the ports of its group, with which the interface's traffic is shared by the kernel's hash over each flow.
   *
   * @param offloads whether checksums and super-segments are left to the device on transmit
   */
  public static AfPacketPort open(final PortRequest request, final boolean offloads, final SilencePolicy policy) {
    final NetworkInterfaceFacts facts = facts(request.interfaceName());
    final Silence silence = Silence.open(facts, request, policy);
    try {
      return open(
          facts,
          request.memory(),
          request.claims(),
          request.group(),
          DEFAULT_RING_SLOTS,
          offloads,
          silence,
          request.reason());
    } catch (final RuntimeException e) {
      silence.close();
      throw e;
    }
  }

  private static NetworkInterfaceFacts facts(final String interfaceName) {
    final NetworkInterfaceFacts facts = NetworkInterfaceFacts.read(interfaceName);
    if (!facts.ethernet() && !facts.rawIp()) {
      throw new LinuxException(
          "open",
          "interface " + interfaceName,
          Errno.EOPNOTSUPP,
          "it carries neither Ethernet frames nor bare IP packets");
    }
    return facts;
  }

  private static AfPacketPort open(
      final NetworkInterfaceFacts facts,
      final PortMemory memory,
      final List<Claim> claims,
      final PortGroup group,
      final int ringSlots,
      final boolean offloads,
      final Silence silence,
      final String reason) {
    final PortMtu mtu = PortMtu.of(facts.mtuBytes(), memory.frameBytes());
    final int largestBytes = mtu.usedBytes() + ETHERNET_HEADER_BYTES;
    final boolean shared = claims.stream().anyMatch(claim -> !claim.isWholeAddress());
    final PacketReceiver receiver = shared
        ? PacketReceiver.open(facts, largestBytes, ringSlots, ClaimFilter.of(claims))
        : PacketReceiver.open(facts, largestBytes, ringSlots);
    try {
      if (group.isShared()) {
        receiver.join(group, facts.index());
      }
      final PacketSender sender = PacketSender.open(facts, offloads);
      return new AfPacketPort(facts, memory, receiver, sender, silence, mtu, offloads, reason);
    } catch (final RuntimeException e) {
      receiver.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return facts.name();
  }

  @Override
  public int interfaceIndex() {
    return facts.index();
  }

  @Override
  public String description() {
    return "AF_PACKET on " + name() + ": a ring of " + receiver.slots() + " slots to receive, "
        + (capabilities.checksumOffload()
            ? "checksums and super-segments left to the device"
            : "nothing left to the device")
        + mtu.note() + reason;
  }

  @Override
  public PortCapabilities capabilities() {
    return capabilities;
  }

  @Override
  public long macAddress() {
    return facts.rawIp() ? SyntheticEthernet.OWN : facts.macAddress();
  }

  @Override
  public int poll(final RxBurst burst) {
    assert !closed : name() + " is closed";
    burst.clear();
    long bytes = 0;
    while (!burst.isFull() && receiver.ready()) {
      final boolean large = receiver.hasLarge();
      final long frame = large ? memory.leaseLargeFrame() : memory.leaseFrame();
      if (frame == FramePool.NONE) {
        break; // it waits in the ring; what overflows there is counted by the kernel
      }
      final int frameBytes = large ? takeLarge(frame) : takeSlot(frame);
      if (frameBytes == 0) {
        counters.increment(Kind.RX_TRUNCATED);
        memory.release(frame);
      } else {
        burst.add(frame, frameBytes, offload());
        bytes += frameBytes;
      }
      receiver.advance();
    }
    counters.add(Kind.RX_FRAMES, burst.size());
    counters.add(Kind.RX_BYTES, bytes);
    return burst.size();
  }

  /** Copies the frame of the present slot; its length, or 0 if the slot does not hold all of it. */
  private int takeSlot(final long frame) {
    final int bytes = receiver.frameBytes();
    if (receiver.capturedBytes() < bytes || bytes > memory.frameBytes() - syntheticBytes) {
      return 0;
    }
    Memory.copy(receiver.frameAddress(), frame + syntheticBytes, bytes);
    counters.add(Kind.RX_COPIED_BYTES, bytes);
    return completed(frame, bytes);
  }

  /** Receives a frame that waits beside the ring: the kernel writes it where it stays. Length, or 0 if cut. */
  private int takeLarge(final long frame) {
    final int roomBytes = memory.largeFrameBytes() - syntheticBytes;
    final long bytes = receiver.takeLarge(frame + syntheticBytes, roomBytes);
    return bytes < 0 || bytes > roomBytes ? 0 : completed(frame, (int) bytes);
  }

  /** Puts the synthetic header before what was received, where there is one; octets of the frame. */
  private int completed(final long frame, final int bytes) {
    if (syntheticBytes > 0) {
      SyntheticEthernet.write(frame);
    }
    return bytes + syntheticBytes;
  }

  private long offload() {
    final long offload = VirtioNetHeader.read(receiver.offloadHeaderAddress());
    counters.countReceived(offload);
    return Offload.moved(offload, syntheticBytes);
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
    if (!linkUp) {
      counters.increment(Kind.TX_LINK_DOWN);
    } else {
      final long header = headerAddress + syntheticBytes;
      final int bytes = headerBytes - syntheticBytes;
      if (capabilities.checksumOffload()) {
        VirtioNetHeader.write(sender.offloadHeaderAddress(), Offload.moved(offload, -syntheticBytes), bytes);
      }
      final long result = payloadBytes == 0
          ? sender.send(header, bytes)
          : sender.send(header, bytes, payloadAddress, payloadBytes);
      if (result == -Errno.EAGAIN) {
        refused = true;
        counters.increment(Kind.TX_REFUSED);
        return false;
      }
      count(result, headerBytes + payloadBytes, offload);
    }
    memory.release(headerAddress);
    if (payloadBytes > 0) {
      memory.release(payloadAddress);
    }
    return true;
  }

  private void count(final long result, final int frameBytes, final long offload) {
    if (result >= 0) {
      counters.countSent(frameBytes, offload);
    } else if (result == -Errno.ENETDOWN || result == -Errno.ENXIO || result == -Errno.ENODEV) {
      counters.increment(Kind.TX_LINK_DOWN);
    } else {
      // ENOBUFS means that a queue or a traffic-control rule has consumed and dropped the frame, not that the
      // device has no room: refusing it would hold a subflow for ever where an egress filter eats everything.
      counters.increment(Kind.TX_ERRORS);
    }
  }

  /** A full send buffer is known only by trying; after a refusal 0 until the next {@link #flush}. */
  @Override
  public int transmitRoom() {
    return refused ? 0 : TRANSMIT_BATCH_FRAMES;
  }

  /** Each frame left when it was given; a new cycle may try again after a refusal. */
  @Override
  public void flush() {
    refused = false;
  }

  /** Readable while a frame waits in the ring; also while none of the engine's frames is free to take it. */
  @Override
  public int readinessFd() {
    return receiver.descriptor();
  }

  @Override
  public boolean linkUp() {
    return linkUp;
  }

  @Override
  public void onLink(final int interfaceIndex, final String linkName, final boolean present, final boolean carrier) {
    if (interfaceIndex == facts.index() && carrier != linkUp) {
      linkUp = carrier;
      counters.increment(Kind.LINK_CHANGES);
    }
  }

  @Override
  public PortCounters counters() {
    if (!closed) {
      counters.add(Kind.RX_KERNEL_DROPS, receiver.takeKernelDrops() & 0xffff_ffffL);
    }
    return counters;
  }

  @Override
  public void close() {
    if (!closed) {
      counters.add(Kind.RX_KERNEL_DROPS, receiver.takeKernelDrops() & 0xffff_ffffL);
      closed = true;
      sender.close();
      receiver.close();
      silence.close(); // last: until here the host's kernel has not seen what came
    }
  }
}
