package org.braidwire.io.idle;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.braidwire.io.VethLink;
import org.braidwire.io.VethPair;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.port.Claim;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.Offload;
import org.braidwire.io.port.PortPair;
import org.braidwire.io.port.RxBurst;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A thread that sleeps on a real port, whatever its kind: what it costs, and what wakes it. The near port is slept on;
 * the far one sends packets for {@link #CLAIM}.
 */
@Timeout(60)
public abstract class PortWaiterContract {
  protected static final Claim CLAIM = Claim.address(0, 0xffff_c000_0202L);

  private static final long SECOND_NS = 1_000_000_000L;

  /** The promise is a fiftieth; a machine that does other things besides charges a thread for more than it did. */
  private static final long MOST_IDLE_NS = SECOND_NS / 20;

  /** In a second in which nothing arrives; looking every 100 us would be thousands. */
  private static final int MOST_IDLE_SLEEPS = 100;

  private static final int FRAME_BYTES = 60;
  private static final int FIRST_PORT = 20_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  protected abstract PortPair open() throws Exception;

  /** Removes the near interface from the host. */
  protected void removeNear(final PortPair pair) throws Exception {
    ((VethPair) pair).link().ip("link", "del", VethLink.NEAR);
  }

  /** What else must hold of a port by which so many frames have come. */
  protected void checkWoken(final FramePort port) {}

  @Test
  void costsNearlyNothingWithoutWork() throws Exception {
    try (PortPair pair = open();
        PortWaiter waiter = new PortWaiter(System::nanoTime)) {
      waiter.watch(pair.near());
      sleepThrough(waiter, pair, SECOND_NS);
    }
  }

  @Test
  void costsNearlyNothingWhileItsLinkIsDown() throws Exception {
    try (PortPair pair = open();
        PortWaiter waiter = new PortWaiter(System::nanoTime)) {
      waiter.watch(pair.near());
      pair.setLinkUp(false);
      sleepThrough(waiter, pair, SECOND_NS);
      pair.setLinkUp(true);
      sleepThrough(waiter, pair, SECOND_NS / 10);
    }
  }

  @Test
  void outlivesItsInterface() throws Exception {
    try (PortPair pair = open();
        PortWaiter waiter = new PortWaiter(System::nanoTime)) {
      waiter.watch(pair.near());
      waiter.deadline(() -> System.nanoTime() + SECOND_NS / 100);
      final RxBurst burst = new RxBurst();
      final FutureTask<Void> removal = new FutureTask<>(() -> {
        removeNear(pair);
        return null;
      });
      Thread.ofPlatform().start(removal);
      while (!removal.isDone()) {
        waiter.idle(take(pair, burst));
      }
      removal.get();
      take(pair, burst);
      if (pair.near().readinessFd() != FramePort.NO_DESCRIPTOR) { // without one it is looked at
        sleepThrough(waiter, pair, SECOND_NS / 10);
      }
    }
  }

  private static void sleepThrough(final PortWaiter waiter, final PortPair pair, final long ns) {
    final RxBurst burst = new RxBurst();
    final long untilNs = System.nanoTime() + ns;
    waiter.deadline(() -> untilNs);
    final long sleepsBefore = waiter.sleeps();
    final long costBeforeNs = THREADS.getCurrentThreadCpuTime();
    while (System.nanoTime() < untilNs) {
      waiter.idle(take(pair, burst));
    }
    assertThat(THREADS.getCurrentThreadCpuTime() - costBeforeNs).isLessThan(MOST_IDLE_NS);
    assertThat(waiter.sleeps() - sleepsBefore).isBetween(1L, (long) MOST_IDLE_SLEEPS);
  }

  @Test
  void wakesForEveryFrame() throws Exception {
    final int rounds = 500;
    try (PortPair pair = open();
        PortWaiter waiter = new PortWaiter(System::nanoTime)) {
      assertThat(pair.near().readinessFd()).isNotEqualTo(FramePort.NO_DESCRIPTOR);
      waiter.watch(pair.near());
      final AtomicInteger received = new AtomicInteger();
      final Thread sleeper = Thread.ofPlatform().start(() -> receive(pair, waiter, received, rounds));
      for (int i = 0; i < rounds; i++) {
        send(pair, FIRST_PORT + i);
        while (received.get() <= i) { // for ever, if the sleeper sleeps on
          Thread.onSpinWait();
        }
      }
      sleeper.join();
      checkWoken(pair.near());
    }
  }

  private static void receive(
      final PortPair pair, final PortWaiter waiter, final AtomicInteger received, final int rounds) {
    final RxBurst burst = new RxBurst();
    while (received.get() < rounds) {
      final int frames = take(pair, burst);
      received.addAndGet(frames);
      waiter.idle(frames);
    }
  }

  private static int take(final PortPair pair, final RxBurst burst) {
    final int frames = pair.near().poll(burst);
    for (int i = 0; i < frames; i++) {
      pair.nearMemory().release(burst.address(i));
    }
    return frames;
  }

  /** A datagram from a port of its own, by which a device with several queues chooses one. */
  private static void send(final PortPair pair, final int fromPort) {
    final long frame = pair.farMemory().leaseFrame();
    Memory.zero(frame, FRAME_BYTES);
    Memory.putLong(frame, pair.near().macAddress() << 16);
    Memory.putLong(frame + 6, pair.far().macAddress() << 16 | 0x0800);
    Memory.putInt(frame + 14, 0x4500_0000 | FRAME_BYTES - 14);
    Memory.putInt(frame + 22, 64 << 24 | 17 << 16);
    Memory.putInt(frame + 26, 0xc633_6409); // 198.51.100.9
    Memory.putInt(frame + 30, (int) CLAIM.addressLow());
    Memory.putShort(frame + 34, fromPort);
    Memory.putShort(frame + 36, 7);
    Memory.putShort(frame + 38, FRAME_BYTES - 34);
    assertThat(pair.far().transmit(frame, FRAME_BYTES, 0, 0, Offload.NONE)).isTrue();
    pair.far().flush();
  }
}
