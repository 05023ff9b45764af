package org.braidwire.cli.demo;

import java.util.ArrayList;
import java.util.List;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabHost;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;
import org.braidwire.stack.api.Braidwire;
import org.braidwire.stack.api.BraidwireBuilder;
import org.braidwire.stack.api.StackConfig;

/**
 * The links and the two ends of one run, set up and connecting; closing it takes all of it down again. The run's
 * thread.
 *
 * @param own our end
 * @param peer the other end
 * @param announcements how our end's frames reach the wire, and how to look at its counters
 */
record DemoStage(DemoLinks links, DemoEnd own, DemoEnd peer, List<String> announcements) implements AutoCloseable {
  private static final int FRAMES = 16 * 1024;
  private static final int CHUNKS = 512;

  /** Bounds what waits in queues on the way, and with it the delay of the messages beside the bulk stream. */
  private static final int BUFFER_BYTES = 1 << 20;

  private static final long FIRST_MAC = 0x02_00_5e_00_53_00L;

  static DemoStage set(final DemoPlan plan) {
    return plan.memory() ? inMemory(plan) : inLaboratory(plan);
  }

  private static DemoStage inLaboratory(final DemoPlan plan) {
    LabPlan hosts =
        LabPlan.links(plan.links()).withChecksum(plan.checksum()).withPorts(plan.ports());
    if (plan.braidwirePeer()) {
      hosts = hosts.withTwoWires();
    } else if (plan.reverse()) {
      hosts = hosts.withoutSubflowEndpoints();
    }
    if (plan.forwarding()) {
      hosts = hosts.withHost(LabHost.ROUTER);
    }
    final Laboratory laboratory = Laboratory.open(hosts);
    final List<DemoEnd> opened = new ArrayList<>();
    try {
      final BraidwireEnd own = new BraidwireEnd(
          braidwire(laboratory.namespace(LabSide.WIRE), LabSide.WIRE, plan),
          plan.reverse(),
          plan.sizeBytes());
      opened.add(own);
      if (plan.reverse()) {
        opened.add(peer(laboratory, plan));
        own.connect(LabAddresses.kernel(0));
      } else {
        own.listen();
        opened.add(peer(laboratory, plan));
      }
      return new DemoStage(
          new LabLinks(laboratory, !plan.braidwirePeer()), own, opened.get(1), own.announcements());
    } catch (final RuntimeException failure) {
      opened.forEach(DemoEnd::close);
      laboratory.close();
      throw failure;
    }
  }

  private static DemoEnd peer(final Laboratory laboratory, final DemoPlan plan) {
    final String namespace = laboratory.namespace(LabSide.KERNEL);
    if (plan.braidwirePeer()) {
      return ChildEnd.start(namespace, plan);
    }
    return plan.reverse()
        ? KernelEnd.listen(namespace, plan.sizeBytes())
        : KernelEnd.connect(namespace, plan.sizeBytes());
  }

  /** A running stack on all links of one side of the laboratory. */
  static Braidwire braidwire(final String namespace, final LabSide side, final DemoPlan plan) {
    final BraidwireBuilder builder =
        Braidwire.builder().networkNamespace(namespace).io(plan.ports()).config(config(plan));
    for (int link = 0; link < plan.links(); link++) {
      builder.path(LabAddresses.path(side, link));
    }
    return builder.start();
  }

  private static StackConfig config(final DemoPlan plan) {
    return StackConfig.defaults().withBuffers(BUFFER_BYTES, BUFFER_BYTES).withChecksum(plan.checksum());
  }

  private static DemoStage inMemory(final DemoPlan plan) {
    final List<MemoryWire> wires = new ArrayList<>();
    for (int link = 1; link <= plan.links(); link++) {
      wires.add(new MemoryWire("link" + link));
    }
    final BraidwireEnd own = new BraidwireEnd(engine(wires, LabSide.WIRE, plan), plan.reverse(), plan.sizeBytes());
    try {
      final BraidwireEnd peer =
          new BraidwireEnd(engine(wires, LabSide.KERNEL, plan), !plan.reverse(), plan.sizeBytes());
      if (plan.reverse()) {
        peer.listen();
        own.connect(LabAddresses.kernel(0));
      } else {
        own.listen();
        peer.connect(LabAddresses.wire(0));
      }
      return new DemoStage(new MemoryLinks(wires), own, peer, own.announcements());
    } catch (final RuntimeException failure) {
      own.close();
      throw failure;
    }
  }

  private static Braidwire engine(final List<MemoryWire> wires, final LabSide side, final DemoPlan plan) {
    final PacketMemory memory = PacketMemory.allocate(FRAMES, CHUNKS);
    final int end = side.ordinal();
    final BraidwireBuilder builder = Braidwire.builder().memory(memory).config(config(plan));
    for (int link = 0; link < wires.size(); link++) {
      final MemoryWire wire = wires.get(link);
      builder.port(wire.name(), wire.open(end, memory, FIRST_MAC + 2L * link + end));
      builder.path(LabAddresses.path(wire.name(), side, link));
    }
    return builder.start();
  }

  /** Each of them, also when another refuses. */
  @Override
  public void close() {
    try (links;
        own;
        peer) {
      // In the reverse order of their names here.
    }
  }
}
