package org.braidwire.io.tap;

import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PortMemory;
import org.braidwire.io.frame.Region;
import org.braidwire.io.linux.Errno;
import org.braidwire.io.linux.InterfaceDrops;
import org.braidwire.io.linux.InterfaceSwitch;
import org.braidwire.io.linux.LinuxException;
import org.braidwire.io.linux.NetworkInterfaceFacts;
import org.braidwire.io.linux.TunDevice;
import org.braidwire.io.netlink.InterfacePort;
import org.braidwire.io.port.Offload;
import org.braidwire.io.port.PortCapabilities;
import org.braidwire.io.port.PortCounters;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.io.port.PortMtu;
import org.braidwire.io.port.RxBurst;
import org.braidwire.io.port.VirtioNetHeader;

/**
 * A station of its own behind a TAP interface: the host's kernel, or a bridge that the interface is a port of, is
 * the wire. For a host, a container or a virtual switch that we are to be a neighbour of. One engine thread.
 *
 * <p>The interface's own address belongs to the kernel's end, so frames leave with an address beside it. Virtio-net
 * headers speak of checksums and super-segments both ways, as with AF_PACKET.
 *
 * <p>A frame is received straight into a frame of the pool. What is longer runs over into a large frame, to which
 * its beginning is then copied; so two places are held while nothing arrives. Without a large frame super-segments
 * are lost and counted, and whatever is small goes on passing.
 *
 * <p>The link is up while the interface is. A bridge does not tell of the carrier of its other ports: a path through
 * one that falls silent is left for want of progress.
 */
public final class TapPort implements InterfacePort {
  private static final int ETHERNET_HEADER_BYTES = 14;
  private static final int TRANSMIT_BATCH_FRAMES = 64;

  /** What an IP packet can say of its own length. The kernel cuts it where the wire wants that. */
  private static final int GSO_MAX_BYTES = 0xffff;

  private final NetworkInterfaceFacts facts;
  private final PortMemory memory;
  private final TunDevice device;
  private final InterfaceDrops drops;
  private final PortMtu mtu;
  private final PortCapabilities capabilities;
  private final PortCounters counters = new PortCounters();

  /** Takes the first octet of what has no other place, so that it shows. */
  private final Region spill = Region.allocate(Long.BYTES, Long.BYTES);

  private long frame = FramePool.NONE;
  private long largeFrame = FramePool.NONE;
  private boolean linkUp;
  private boolean refused;
  private boolean gone;
  private boolean closed;

  private TapPort(
      final NetworkInterfaceFacts facts,
      final PortMemory memory,
      final TunDevice device,
      final InterfaceDrops drops,
      final boolean offloads) {
    this.facts = facts;
    this.memory = memory;
    this.device = device;
    this.drops = drops;
    mtu = PortMtu.of(facts.mtuBytes(), memory.frameBytes());
    capabilities = new PortCapabilities(mtu.usedBytes(), offloads ? GSO_MAX_BYTES : 0, offloads, 0, 0);
    linkUp = facts.up(); // attached is as good as plugged in
  }

  /**
   * Attaches to the interface in the calling thread's network namespace; where there is none, makes one that is up
   * and goes with the port. Afterwards any one thread may own the port.
   *
   * @param offloads whether checksums and super-segments are left to the kernel on transmit
   * @throws LinuxException naming the call, the interface and the likely cause
   */
  public static TapPort open(final String interfaceName, final PortMemory memory, final boolean offloads) {
    final boolean isNew = !exists(interfaceName);
    final TunDevice device = TunDevice.open(interfaceName, TunDevice.Kind.TAP);
    try {
      if (isNew) {
        InterfaceSwitch.up(interfaceName);
      }
      final NetworkInterfaceFacts facts = NetworkInterfaceFacts.read(interfaceName);
      return new TapPort(facts, memory, device, InterfaceDrops.open(interfaceName), offloads);
    } catch (final RuntimeException e) {
      device.close();
      throw e;
    }
  }

  private static boolean exists(final String interfaceName) {
    try {
      NetworkInterfaceFacts.read(interfaceName);
      return true;
    } catch (final LinuxException absent) {
      return false;
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
    return "TAP " + name() + ": "
        + (capabilities.checksumOffload()
            ? "checksums and super-segments left to the kernel behind it"
            : "nothing left to the kernel behind it")
        + mtu.note();
  }

  @Override
  public PortCapabilities capabilities() {
    return capabilities;
  }

  /** The interface's own with the last bit turned: the kernel's end has that one. */
  @Override
  public long macAddress() {
    return facts.macAddress() ^ 1;
  }

  @Override
  public int poll(final RxBurst burst) {
    assert !closed : name() + " is closed";
    burst.clear();
    while (!burst.isFull() && holdsPlaces()) {
      final boolean large = largeFrame != FramePool.NONE;
      final int frameBytes = memory.frameBytes();
      final long bytes = large
          ? device.receive(frame, frameBytes, largeFrame + frameBytes, memory.largeFrameBytes() - frameBytes)
          : device.receive(frame, frameBytes, spill.address(), 1);
      if (bytes < 0) {
        gone = bytes == -Errno.EBADFD;
        break; // nothing is there, or the interface is down
      }
      take(burst, (int) bytes);
    }
    counters.add(Kind.RX_FRAMES, burst.size());
    return burst.size();
  }

  /** Whether there is a place for a frame; one for a large frame is welcome. */
  private boolean holdsPlaces() {
    if (frame == FramePool.NONE) {
      frame = memory.leaseFrame();
    }
    if (largeFrame == FramePool.NONE) {
      largeFrame = memory.leaseLargeFrame();
    }
    return frame != FramePool.NONE;
  }

  private void take(final RxBurst burst, final int bytes) {
    final long offload = VirtioNetHeader.read(device.receivedHeaderAddress());
    final int frameBytes = memory.frameBytes();
    if (bytes <= frameBytes) {
      burst.add(frame, bytes, offload);
      frame = FramePool.NONE;
    } else if (Offload.segmentType(offload) == Offload.SEGMENT_NONE) {
      counters.increment(Kind.RX_TRUNCATED);
      return;
    } else if (largeFrame == FramePool.NONE) {
      counters.increment(Kind.RX_NO_FRAME);
      return;
    } else {
      Memory.copy(frame, largeFrame, frameBytes);
      counters.add(Kind.RX_COPIED_BYTES, frameBytes);
      burst.add(largeFrame, bytes, offload);
      largeFrame = FramePool.NONE;
    }
    counters.add(Kind.RX_BYTES, bytes);
    counters.countReceived(offload);
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
    final int frameBytes = headerBytes + payloadBytes;
    if (!linkUp) {
      counters.increment(Kind.TX_LINK_DOWN);
    } else if (Offload.segmentType(offload) == Offload.SEGMENT_NONE
        && frameBytes > facts.mtuBytes() + ETHERNET_HEADER_BYTES) {
      counters.increment(Kind.TX_ERRORS); // the kernel would take it and lose it later, uncounted
    } else {
      VirtioNetHeader.write(device.sentHeaderAddress(), offload, headerBytes);
      final long result = device.send(headerAddress, headerBytes, payloadAddress, payloadBytes);
      if (result == -Errno.EAGAIN) {
        refused = true;
        counters.increment(Kind.TX_REFUSED);
        return false;
      }
      count(result, frameBytes, offload);
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
    } else if (result == -Errno.EIO || result == -Errno.EBADFD) {
      counters.increment(Kind.TX_LINK_DOWN); // the interface is down, or gone
    } else {
      counters.increment(Kind.TX_ERRORS);
    }
  }

  /** A full queue is known only by trying; after a refusal 0 until the next {@link #flush}. */
  @Override
  public int transmitRoom() {
    return refused ? 0 : TRANSMIT_BATCH_FRAMES;
  }

  /** Each frame left when it was given; a new cycle may try again after a refusal. */
  @Override
  public void flush() {
    refused = false;
  }

  /** None once the interface is gone: the device is then readable for ever, and has nothing. */
  @Override
  public int readinessFd() {
    return gone ? NO_DESCRIPTOR : device.descriptor();
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
      counters.add(Kind.RX_KERNEL_DROPS, drops.take());
    }
    return counters;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    counters.add(Kind.RX_KERNEL_DROPS, drops.take());
    closed = true;
    if (frame != FramePool.NONE) {
      memory.release(frame);
    }
    if (largeFrame != FramePool.NONE) {
      memory.release(largeFrame);
    }
    device.close();
    drops.close();
    spill.close();
  }
}
