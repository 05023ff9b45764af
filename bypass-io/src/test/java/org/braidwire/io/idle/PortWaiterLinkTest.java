package org.braidwire.io.idle;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.atomic.AtomicInteger;
import org.braidwire.io.VethLink;
import org.braidwire.io.VethPair;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.io.netlink.NetlinkMonitor;
import org.braidwire.io.packet.AfPacketPort;
import org.braidwire.io.port.Claim;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.Offload;
import org.braidwire.io.port.RxBurst;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread that sleeps on a real port: what it costs, and what wakes it. */
@Timeout(60)
class PortWaiterLinkTest {
  private static final Claim CLAIM = Claim.address(0, 0xffff_c000_0202L);
  private static final long SECOND_NS = 1_000_000_000L;

  /** The promise is a fiftieth; a machine that does other things besides charges a thread for more than it did. */
  private static final long MOST_IDLE_NS = SECOND_NS / 20;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @BeforeAll
  static void probe() {
    Requirement.NETNS.require();
  }

  private static VethPair pair() throws Exception {
    return new VethPair(
        new VethLink(1500), CLAIM, request -> AfPacketPort.open(request.interfaceName(), request.memory()));
  }

  private static long sleptThrough(final PortWaiter waiter, final FramePort port, final long ns) {
    final RxBurst burst = new RxBurst();
    final long untilNs = System.nanoTime() + ns;
    waiter.deadline(() -> untilNs);
    final long before = THREADS.getCurrentThreadCpuTime();
    while (System.nanoTime() < untilNs) {
      waiter.idle(port.poll(burst));
    }
    return THREADS.getCurrentThreadCpuTime() - before;
  }

  @Test
  void costsNearlyNothingWithoutWork() throws Exception {
    try (VethPair pair = pair();
        PortWaiter waiter = new PortWaiter(System::nanoTime)) {
      waiter.watch(pair.far());
      assertThat(sleptThrough(waiter, pair.far(), SECOND_NS)).isLessThan(MOST_IDLE_NS);
    }
  }

  @Test
  void costsNearlyNothingWhileItsLinkIsDown() throws Exception {
    try (VethPair pair = pair();
        PortWaiter waiter = new PortWaiter(System::nanoTime)) {
      waiter.watch(pair.near());
      pair.setLinkUp(false);
      assertThat(sleptThrough(waiter, pair.near(), SECOND_NS)).isLessThan(MOST_IDLE_NS);
      pair.setLinkUp(true);
      assertThat(sleptThrough(waiter, pair.near(), SECOND_NS / 10)).isLessThan(MOST_IDLE_NS);
    }
  }

  @Test
  void wakesForEveryFrame() throws Exception {
    final int rounds = 500;
    try (VethPair pair = pair();
        PortWaiter waiter = new PortWaiter(System::nanoTime)) {
      waiter.watch(pair.far());
      final AtomicInteger received = new AtomicInteger();
      final Thread sleeper = new Thread(() -> receive(pair, waiter, received, rounds));
      sleeper.start();
      for (int i = 0; i < rounds; i++) {
        final long frame = pair.nearMemory().leaseFrame();
        Memory.zero(frame, 60);
        Memory.putLong(frame, pair.far().macAddress() << 16);
        Memory.putLong(frame + 6, pair.near().macAddress() << 16 | 0x0800);
        assertThat(pair.near().transmit(frame, 60, 0, 0, Offload.NONE)).isTrue();
        pair.near().flush();
        while (received.get() <= i) { // for ever, if the sleeper sleeps on
          Thread.onSpinWait();
        }
      }
      sleeper.join();
    }
  }

  private static void receive(
      final VethPair pair, final PortWaiter waiter, final AtomicInteger received, final int rounds) {
    final RxBurst burst = new RxBurst();
    while (received.get() < rounds) {
      final int frames = pair.far().poll(burst);
      for (int i = 0; i < frames; i++) {
        pair.farMemory().release(burst.address(i));
      }
      received.addAndGet(frames);
      waiter.idle(frames);
    }
  }

  @Test
  void wakesForNewsOfALink() throws Exception {
    try (VethPair pair = pair();
        NetlinkMonitor monitor = NetNamespace.call(pair.link().namespace(), NetlinkMonitor::open);
        PortWaiter waiter = new PortWaiter(System::nanoTime)) {
      waiter.watch(monitor);
      final Thread switcher = Thread.ofPlatform().start(() -> {
        try {
          pair.link().ip("link", "set", VethLink.FAR, "down");
        } catch (final Exception refused) {
          throw new IllegalStateException(refused);
        }
      });
      int news = monitor.poll();
      while (news == 0) { // for ever, if nothing wakes it
        waiter.idle(0);
        news = monitor.poll();
      }
      switcher.join();
    }
  }
}
