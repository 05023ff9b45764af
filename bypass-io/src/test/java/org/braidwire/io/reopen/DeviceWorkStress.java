package org.braidwire.io.reopen;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.List;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.PortMemory;
import org.braidwire.io.linux.EventFd;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.PortRequest;
import org.braidwire.io.port.QuietPort;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * {@link DeviceWork}: what it opened or closed is whole for the port's thread when it is done, and what was released
 * meanwhile comes home once. The other thread of each test is the one that the work itself starts.
 */
final class DeviceWorkStress {
  /** Nobody sleeps on it; it ends with the process. */
  private static final EventFd BELL = EventFd.open();

  /** Addresses whose sum tells which were released, and how often. */
  private static final int FIRST = 1;

  private static final int SECOND = 10;
  private static final int OWN = 100;

  private static final int TORN = -1;

  private DeviceWorkStress() {}

  /** What came back, or {@link #TORN} for ever when another thread touched it. The port's thread. */
  private static final class Frames implements PortMemory {
    private Thread owner;
    private int released;

    /** The calling thread is the port's from here on. */
    Frames ofThisThread() {
      owner = Thread.currentThread();
      return this;
    }

    @Override
    public long leaseFrame() {
      return FramePool.NONE;
    }

    @Override
    public int frameBytes() {
      return FramePool.FRAME_BYTES;
    }

    @Override
    public long leaseLargeFrame() {
      return FramePool.NONE;
    }

    @Override
    public int largeFrameBytes() {
      return 0;
    }

    @Override
    public void release(final long address) {
      released = released == TORN || !Thread.currentThread().equals(owner) ? TORN : released + (int) address;
    }

    PortRequest request() {
      return new PortRequest("quiet", List.of(), null, this);
    }
  }

  /** Its fields are plain: whoever sees the device must see them. */
  private static final class Device extends QuietPort {
    private final PortMemory memory;
    private int index;
    private long mac;

    Device(final PortMemory memory) {
      this.memory = memory;
      index = SECOND;
      mac = SECOND;
    }

    /** {@link #SECOND}, or {@link #TORN}. */
    int whole() {
      return index == SECOND && mac == SECOND ? SECOND : TORN;
    }

    @Override
    public void close() {
      memory.release(FIRST);
      memory.release(SECOND);
      index = 0;
      mac = 0;
    }
  }

  private static void awaitEnd(final DeviceWork work) {
    while (!work.isDone()) {
      Thread.onSpinWait();
    }
  }

  /** Opens at the first try, which releases a frame; the port's thread releases another meanwhile. */
  @JCStressTest
  @Outcome(id = SECOND + ", " + (FIRST + OWN) + ", 0", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class Open {
    private final Frames frames = new Frames();

    @Actor
    public void port(final III_Result r) {
      final DeviceWork work = DeviceWork.open(frames.ofThisThread().request(), Open::opened, null, BELL);
      frames.release(OWN);
      awaitEnd(work);
      work.memory().comeHome();
      r.r1 = work.device() instanceof Device device ? device.whole() : TORN;
      r.r2 = frames.released;
      r.r3 = work.failures();
    }

    private static FramePort opened(final PortRequest request) {
      request.memory().release(FIRST);
      return new Device(request.memory());
    }
  }

  /** Closes a device that holds frames; the port's thread drops what it is given for the link meanwhile. */
  @JCStressTest
  @Outcome(id = "0, " + (FIRST + SECOND + OWN), expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class Close {
    private final Frames frames = new Frames();

    @Actor
    public void port(final II_Result r) {
      final DeviceMemory memory = new DeviceMemory(frames.ofThisThread());
      final Device device = new Device(memory);
      final DeviceWork work = DeviceWork.close(device, memory, BELL);
      frames.release(OWN);
      awaitEnd(work);
      work.memory().comeHome();
      r.r1 = device.index;
      r.r2 = frames.released;
    }
  }

  /** The port is closed while the work tries, or waits to try again. */
  @JCStressTest
  @Outcome(id = "0, " + FIRST + ", 1", expect = ACCEPTABLE, desc = "ended before the second try")
  @Outcome(
      id = SECOND + ", " + (FIRST + FIRST + SECOND) + ", 1",
      expect = ACCEPTABLE,
      desc = "opened at the second try, and closed")
  @Outcome(expect = FORBIDDEN)
  @State
  public static class Cancel {
    private final Frames frames = new Frames();
    private boolean refused;

    @Actor
    public void port(final III_Result r) {
      final DeviceWork work = DeviceWork.open(frames.ofThisThread().request(), this::opened, null, BELL);
      work.cancel();
      work.memory().comeHome();
      if (work.device() instanceof Device device) {
        r.r1 = device.whole();
        device.close();
      }
      r.r2 = frames.released;
      r.r3 = work.failures();
    }

    private FramePort opened(final PortRequest request) {
      if (refused) {
        return new Device(request.memory());
      }
      refused = true;
      request.memory().release(FIRST);
      throw new IllegalStateException("not ready");
    }
  }
}
