package org.braidwire.benchmarks.rtt;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.braidwire.benchmarks.echo.EchoNear;
import org.braidwire.benchmarks.echo.EchoPeer;
import org.braidwire.benchmarks.wire.LinuxRawWire;
import org.braidwire.benchmarks.wire.RawEcho;
import org.braidwire.io.PortChoice;
import org.braidwire.io.linux.KernelSocket.Protocol;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.Laboratory;

/** Who takes part in {@code bench rtt}, by the names that reports use; each makes hosts of its own. Stateless. */
public final class RttPeers {
  static final int PORT = 5001;

  static final String BRAIDWIRE = "Braidwire";
  static final String TO_KERNEL = "Braidwire to kernel MPTCP";
  static final String KERNEL_MPTCP = "kernel MPTCP";
  static final String KERNEL_TCP = "kernel TCP";
  static final String KERNEL_BLOCKING = "kernel MPTCP, blocking on one core";

  /** What the names of raw echoes begin with. */
  static final String RAW = "raw ";

  private RttPeers() {}

  /**
   * All of them, in the order of their turns.
   *
   * @param choice how Braidwire's frames reach the wire
   */
  public static Map<String, Supplier<EchoPeer>> all(final PortChoice choice) {
    final Map<String, Supplier<EchoPeer>> peers = new LinkedHashMap<>();
    peers.put(BRAIDWIRE, () -> braidwire(choice));
    peers.put(KERNEL_MPTCP, () -> kernel(KERNEL_MPTCP, Protocol.MPTCP, false));
    peers.put(KERNEL_TCP, () -> kernel(KERNEL_TCP, Protocol.TCP, false));
    peers.put(TO_KERNEL, () -> toKernel(choice));
    peers.put(KERNEL_BLOCKING, () -> kernel(KERNEL_BLOCKING, Protocol.MPTCP, true));
    peers.put("Java NIO", () -> {
      final Laboratory laboratory = twoKernels();
      return EchoPeer.spinning("Java NIO", laboratory, new NioNear(laboratory), new NioFar(laboratory));
    });
    peers.put("Netty epoll", () -> {
      final Laboratory laboratory = twoKernels();
      return EchoPeer.spinning("Netty epoll", laboratory, new NettyNear(laboratory), new NettyFar(laboratory));
    });
    peers.put("Aeron UDP", () -> aeron("Aeron UDP", twoKernels()));
    peers.put("Aeron IPC", () -> aeron("Aeron IPC", null));
    for (final String kind : PortChoice.KINDS) {
      peers.put(RAW + kind, () -> raw(PortChoice.auto().withIo(kind).withOffloads(false)));
    }
    return peers;
  }

  private static Laboratory twoKernels() {
    return Laboratory.open(LabPlan.links(1).withTwoKernels());
  }

  private static EchoPeer braidwire(final PortChoice choice) {
    final Laboratory laboratory =
        Laboratory.open(LabPlan.links(1).withTwoWires().withPorts(choice));
    return EchoPeer.spinning(BRAIDWIRE, laboratory, new BraidwireNear(laboratory), new BraidwireFar(laboratory));
  }

  private static EchoPeer toKernel(final PortChoice choice) {
    final Laboratory laboratory = Laboratory.open(LabPlan.links(1).withPorts(choice));
    final EchoNear near = new BraidwireNear(laboratory);
    return EchoPeer.spinning(TO_KERNEL, laboratory, near, new KernelFar(laboratory, Protocol.MPTCP, false));
  }

  private static EchoPeer kernel(final String name, final Protocol protocol, final boolean blocking) {
    final Laboratory laboratory = twoKernels();
    return new EchoPeer(
        name,
        new KernelNear(laboratory, protocol, blocking),
        new KernelFar(laboratory, protocol, blocking),
        laboratory,
        blocking);
  }

  private static EchoPeer aeron(final String name, final Laboratory laboratory) {
    final AeronLink link = new AeronLink(laboratory);
    return EchoPeer.spinning(name, laboratory, new AeronNear(link), new AeronFar(link));
  }

  private static EchoPeer raw(final PortChoice choice) {
    final EchoPeer echo = RawEcho.on(new LinuxRawWire(choice));
    return EchoPeer.spinning(RAW + choice.io(), echo.laboratory(), echo.near(), echo.far());
  }
}
