package org.braidwire.stack.net;

import static org.braidwire.stack.net.NetFixture.OWN_1;
import static org.braidwire.stack.net.NetFixture.PEER;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.port.Offload;

/**
 * Prints how many octets this thread allocated over a second series of rounds, each a segment, an ARP request and
 * an echo request taken and a segment with payload sent. A process of its own, see {@link NetAllocationTest}.
 */
final class AllocationProbe {
  static final int ROUNDS = 50_000;

  private AllocationProbe() {}

  public static void main(final String[] arguments) {
    final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (NetFixture host = new NetFixture()) {
      host.quiet = true;
      host.port1.record = false;
      final byte[] segment = host.segment(OWN_1, 100);
      final byte[] request = host.arp(1, PEER, OWN_1);
      final byte[] echo = host.ip(Crafted.ipv4(PEER, OWN_1, 1, Crafted.icmp(8, 0, 1, new byte[40])));
      final long chunk = host.memory.chunks().lease();
      rounds(host, segment, request, echo, chunk);
      final long before = threads.getCurrentThreadAllocatedBytes();
      rounds(host, segment, request, echo, chunk);
      final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      host.memory.chunks().release(chunk);
      System.out.println(allocated + " " + host.heardCount + " " + host.output.packetsSent());
    }
  }

  private static void rounds(
      final NetFixture host, final byte[] segment, final byte[] request, final byte[] echo, final long chunk) {
    for (int i = 0; i < ROUNDS; i++) {
      take(host, segment);
      take(host, request);
      take(host, echo);
      host.send(PEER, 0, chunk, 500);
      host.nowNs += 10_000_000; // slow enough that each echo is answered
      host.output.onCycle(host.nowNs);
      host.links.onTimer(host.nowNs);
    }
  }

  private static void take(final NetFixture host, final byte[] frame) {
    final long address = host.memory.frames().lease();
    Memory.put(address, frame, 0, frame.length);
    host.input.onFrame(host.link1, address, frame.length, Offload.NONE, host.nowNs);
  }
}
