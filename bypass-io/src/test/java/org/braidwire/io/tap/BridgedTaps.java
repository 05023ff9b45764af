package org.braidwire.io.tap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import org.braidwire.io.TestNamespace;
import org.braidwire.io.VethLink;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.io.netlink.NetlinkMonitor;
import org.braidwire.io.port.PortPair;
import org.braidwire.io.port.RxBurst;

/** Two TAP interfaces on one bridge that has the kernel's address 192.0.2.1, and a monitor that both listen to. */
final class BridgedTaps implements PortPair {
  private static final long WAIT_NS = Duration.ofSeconds(5).toNanos();
  private static final int FRAMES = 1024;
  private static final int CHUNKS = 4;

  private final TestNamespace namespace = new TestNamespace();
  private final PacketMemory nearMemory = PacketMemory.allocate(FRAMES, CHUNKS);
  private final PacketMemory farMemory = PacketMemory.allocate(FRAMES, CHUNKS);
  private final TapPort near;
  private final TapPort far;
  private final NetlinkMonitor monitor;

  BridgedTaps(final int mtuBytes) throws Exception {
    namespace.ip("link add bridge type bridge mcast_snooping 0");
    namespace.ip("addr add 192.0.2.1/28 dev bridge");
    for (final String name : new String[] {VethLink.NEAR, VethLink.FAR}) {
      namespace.ip("tuntap add dev " + name + " mode tap vnet_hdr");
      namespace.ip("link set " + name + " mtu " + mtuBytes + " master bridge up");
    }
    namespace.ip("link set bridge mtu " + mtuBytes + " up");
    // Where a bridge passes through netfilter, that loses what is no good IP packet.
    namespace.set("net/bridge/bridge-nf-call-iptables", "0");
    monitor = NetNamespace.call(namespace.name(), NetlinkMonitor::open);
    near = NetNamespace.call(namespace.name(), () -> TapPort.open(VethLink.NEAR, nearMemory, true));
    far = NetNamespace.call(namespace.name(), () -> TapPort.open(VethLink.FAR, farMemory, true));
    monitor.listen(near);
    monitor.listen(far);
    awaitLinkUp(true);
    awaitForwarding();
  }

  void sendDatagramFromTheKernel() throws Exception {
    final StringBuilder mac = new StringBuilder();
    for (int shift = 40; shift >= 0; shift -= 8) {
      mac.append(String.format(":%02x", far.macAddress() >>> shift & 0xff));
    }
    namespace.ip("neigh add 192.0.2.2 lladdr " + mac.substring(1) + " dev bridge");
    NetNamespace.call(namespace.name(), () -> {
      try (DatagramSocket socket = new DatagramSocket()) {
        socket.send(new DatagramPacket(new byte[100], 100, InetAddress.getByName("192.0.2.2"), 9));
      }
      return null;
    });
  }

  /** The next frames of the far port. */
  RxBurst receive() {
    final RxBurst burst = new RxBurst();
    final long deadline = System.nanoTime() + WAIT_NS;
    while (far.poll(burst) == 0) {
      assertThat(System.nanoTime()).as("a frame arrives").isLessThan(deadline);
    }
    return burst;
  }

  /** The bridge hears of a carrier a little later than we do, and loses frames until then. */
  private void awaitForwarding() throws IOException, InterruptedException {
    for (final String name : new String[] {VethLink.NEAR, VethLink.FAR}) {
      final long deadline = System.nanoTime() + WAIT_NS;
      while (!namespace.ip("-d link show " + name).contains("state forwarding")) {
        assertThat(System.nanoTime()).as("the bridge forwards").isLessThan(deadline);
      }
    }
  }

  void removeNear() throws IOException, InterruptedException {
    namespace.ip("link del " + VethLink.NEAR);
  }

  private void awaitLinkUp(final boolean up) {
    final long deadline = System.nanoTime() + WAIT_NS;
    while (near.linkUp() != up || far.linkUp() != up) {
      assertThat(System.nanoTime())
          .as("both ends see the link " + (up ? "up" : "down"))
          .isLessThan(deadline);
      monitor.poll();
    }
  }

  @Override
  public TapPort near() {
    return near;
  }

  @Override
  public TapPort far() {
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
    namespace.ip("link set " + VethLink.NEAR + (up ? " up" : " down"));
    namespace.ip("link set " + VethLink.FAR + (up ? " up" : " down"));
    awaitLinkUp(up);
    if (up) {
      awaitForwarding();
    }
  }

  @Override
  public void close() throws Exception {
    near.close();
    far.close();
    monitor.close();
    nearMemory.close();
    farMemory.close();
    namespace.close();
  }
}
