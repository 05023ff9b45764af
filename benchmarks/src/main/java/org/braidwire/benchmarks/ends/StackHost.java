package org.braidwire.benchmarks.ends;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.LinuxPorts;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.idle.PortWaiter;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.io.netlink.LinkEvents;
import org.braidwire.io.netlink.NetlinkMonitor;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.PortCounters;
import org.braidwire.io.port.PortRequest;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;
import org.braidwire.stack.api.MptcpStack;
import org.braidwire.stack.api.PathConfig;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.stack.base.Clock;
import org.braidwire.stack.base.RandomSource;

/**
 * Braidwire on one side of a laboratory, with a path on each link, turned by the thread that opened it: the shape of
 * an application that lives on the engine's thread. Links are looked at now and then, as a running stack does.
 */
public final class StackHost implements AutoCloseable {
  /** Turns between two looks at the links: some 200 us of an idle loop. */
  private static final int LINK_POLL_TURNS = 1024;

  private final NetlinkMonitor monitor;
  private final PacketMemory memory;
  private final List<FramePort> ports;
  private final MptcpStack stack;
  private final String congestionControl;
  private PortWaiter waiter;
  private int turns;

  private StackHost(
      final NetlinkMonitor monitor,
      final PacketMemory memory,
      final List<FramePort> ports,
      final MptcpStack stack,
      final String congestionControl) {
    this.monitor = monitor;
    this.memory = memory;
    this.ports = ports;
    this.stack = stack;
    this.congestionControl = congestionControl;
  }

  /**
   * Opens it; the calling thread enters the side's namespace.
   *
   * @param frames of the stack's pool, which bounds what may be under way
   * @param chunks of 64 KiB, which bound what may be unacknowledged
   */
  public static StackHost open(
      final Laboratory laboratory,
      final LabSide side,
      final StackConfig config,
      final int frames,
      final int chunks) {
    NetNamespace.enter(laboratory.namespace(side));
    final NetlinkMonitor monitor = NetlinkMonitor.open();
    final PacketMemory memory = PacketMemory.allocate(frames, chunks);
    final List<FramePort> ports = new ArrayList<>();
    final List<MptcpStack.Path> paths = new ArrayList<>();
    for (int link = 0; link < laboratory.plan().links(); link++) {
      final String device = laboratory.device(side, link);
      final FramePort port = LinuxPorts.open(
          laboratory.plan().ports(),
          PortRequest.onEngineThread(
              device, LabAddresses.claims(side, laboratory.plan().links()), memory));
      if (port instanceof LinkEvents events) {
        monitor.listen(events);
      }
      ports.add(port);
      paths.add(new MptcpStack.Path(PathConfig.parse(LabAddresses.path(side, link)), port));
    }
    final MptcpStack stack = new MptcpStack(config, paths, memory, Clock.system(), RandomSource.secure());
    return new StackHost(monitor, memory, ports, stack, config.congestionControl());
  }

  public MptcpStack stack() {
    return stack;
  }

  /**
   * From now on a turn that finds nothing to do may sleep until a frame comes or the stack has something to do by
   * itself, as a stack that parks does.
   *
   * @param longestNs after which a sleep ends in any case, so that whoever turns it can stop
   */
  public void sleepWithoutWork(final long longestNs) {
    final Clock clock = Clock.system();
    waiter = new PortWaiter(clock::nanoTime);
    waiter.deadline(() -> Math.min(stack.nextDeadlineNs(), clock.nanoTime() + longestNs));
    ports.forEach(waiter::watch);
  }

  /** One cycle. */
  public int turn() {
    if (++turns == LINK_POLL_TURNS) {
      turns = 0;
      monitor.poll();
    }
    final int done = stack.doWork();
    if (waiter != null) {
      waiter.idle(done);
    }
    return done;
  }

  /** How often a turn has slept. */
  public long sleeps() {
    return waiter == null ? 0 : waiter.sleeps();
  }

  /** Whether the ports cut super-segments that they are given. */
  public boolean cutsSuperSegments() {
    return ports.getFirst().capabilities().gsoMaxBytes() > 0;
  }

  /** A counter of all ports together. */
  public long portCount(final PortCounters.Kind kind) {
    return ports.stream().mapToLong(port -> port.counters().get(kind)).sum();
  }

  /** What was really used, by counters; fails where that is not what a figure may stand for. */
  public Map<String, String> used() {
    final Map<String, Long> counters = stack.counters();
    final long fallbacks = counters.get("FALLBACKS");
    final long truncated = portCount(PortCounters.Kind.RX_TRUNCATED);
    if (fallbacks != 0 || truncated != 0) {
      throw new BenchException("Braidwire fell back " + fallbacks + " times and " + truncated
          + " frames were truncated; such a run is no figure");
    }
    final Map<String, String> used = new LinkedHashMap<>();
    used.put("port", ports.getFirst().description());
    used.put("congestion control", congestionControl);
    used.put("super-segments in", Long.toString(portCount(PortCounters.Kind.RX_SUPER_SEGMENTS)));
    used.put("super-segments out", Long.toString(portCount(PortCounters.Kind.TX_SUPER_SEGMENTS)));
    used.put("retransmissions", Long.toString(counters.get("SEGMENTS_RETRANSMITTED")));
    used.put("kernel drops", Long.toString(portCount(PortCounters.Kind.RX_KERNEL_DROPS)));
    used.put("fall-backs", "0");
    used.put("truncated", "0");
    return used;
  }

  /** Resets what is open and gives everything back. */
  @Override
  public void close() {
    if (waiter != null) {
      waiter.close();
    }
    stack.close();
    ports.forEach(FramePort::close);
    memory.close();
    monitor.close();
  }
}
