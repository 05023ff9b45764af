package org.braidwire.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.io.netlink.LinkEvents;
import org.braidwire.io.netlink.NetlinkMonitor;
import org.braidwire.io.port.Claim;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.PortPair;
import org.braidwire.io.port.PortRequest;
import org.braidwire.io.port.RxBurst;

/** Two ports of one kind on a veth pair, with a monitor that both listen to. */
public final class VethPair implements PortPair {
  private static final long WAIT_NS = Duration.ofSeconds(5).toNanos();
  private static final int FRAMES = 1024;
  private static final int CHUNKS = 4;

  private final VethLink link;
  private final PacketMemory nearMemory = PacketMemory.allocate(FRAMES, CHUNKS);
  private final PacketMemory farMemory = PacketMemory.allocate(FRAMES, CHUNKS);
  private final FramePort near;
  private final FramePort far;
  private final NetlinkMonitor monitor;

  /** How to open a port inside the namespace of its interface. */
  public interface Opener {
    FramePort open(PortRequest request) throws Exception;
  }

  public VethPair(final VethLink link, final Claim claim, final Opener opener) throws Exception {
    this.link = link;
    monitor = NetNamespace.call(link.namespace(), NetlinkMonitor::open);
    near = open(VethLink.NEAR, nearMemory, claim, opener);
    far = open(VethLink.FAR, farMemory, claim, opener);
    monitor.listen((LinkEvents) near);
    monitor.listen((LinkEvents) far);
    awaitLinkUp(true);
  }

  private FramePort open(
      final String interfaceName, final PacketMemory memory, final Claim claim, final Opener opener)
      throws Exception {
    final PortRequest request = PortRequest.onEngineThread(interfaceName, List.of(claim), memory);
    return NetNamespace.call(link.namespace(), () -> opener.open(request));
  }

  public VethLink link() {
    return link;
  }

  @Override
  public FramePort near() {
    return near;
  }

  @Override
  public FramePort far() {
    return far;
  }

  @Override
  public PacketMemory nearMemory() {
    return nearMemory;
  }

  @Override
  public PacketMemory farMemory() {
    return farMemory;
  }

  @Override
  public void setLinkUp(final boolean up) throws Exception {
    link.ip("link", "set", VethLink.NEAR, up ? "up" : "down");
    awaitLinkUp(up);
  }

  /** Waits until both ports have heard of it. */
  public void awaitLinkUp(final boolean up) {
    final long deadline = System.nanoTime() + WAIT_NS;
    while (near.linkUp() != up || far.linkUp() != up) {
      assertThat(System.nanoTime())
          .as("both ends see the link " + (up ? "up" : "down"))
          .isLessThan(deadline);
      monitor.poll();
    }
  }

  /** The lengths of the next frames of the far port. */
  public int[] receive(final int frames) {
    final int[] lengths = new int[frames];
    final RxBurst burst = new RxBurst();
    int received = 0;
    final long deadline = System.nanoTime() + WAIT_NS;
    while (received < frames) {
      assertThat(System.nanoTime()).as("a frame arrives").isLessThan(deadline);
      far.poll(burst);
      for (int i = 0; i < burst.size(); i++) {
        lengths[received++] = burst.bytes(i);
        farMemory.release(burst.address(i));
      }
    }
    return lengths;
  }

  @Override
  public void close() throws Exception {
    near.close();
    far.close();
    monitor.close();
    nearMemory.close();
    farMemory.close();
    link.close();
  }
}
