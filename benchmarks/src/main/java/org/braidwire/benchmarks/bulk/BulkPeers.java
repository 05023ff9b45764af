package org.braidwire.benchmarks.bulk;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.braidwire.benchmarks.ends.EndPair;
import org.braidwire.benchmarks.wire.LinuxRawWire;
import org.braidwire.io.PortChoice;
import org.braidwire.io.linux.KernelSocket.Protocol;
import org.braidwire.lab.LabEndpoint;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.LabTuning;
import org.braidwire.lab.Laboratory;

/** Who takes part in one case of {@code bench bulk}; each peer makes hosts of its own. The near end is the sender. */
final class BulkPeers {
  static final int PORT = 5001;

  static final String BRAIDWIRE = "Braidwire";
  static final String KERNEL_MPTCP = "kernel MPTCP";
  static final String KERNEL_TCP = "kernel TCP";
  static final String TO_KERNEL = "Braidwire to kernel MPTCP";
  static final String FROM_KERNEL = "kernel MPTCP to Braidwire";
  static final String RAW = "raw frames";

  private static final String CUBIC = "cubic";
  private static final int KERNEL_WRITE_BYTES = 64 << 10;
  private static final int OUR_WRITE_BYTES = 15 << 10;

  private final BulkCase transfer;
  private final PortChoice ports;
  private final EndPair pair;

  /** @param choice the kind of Braidwire's ports; its offloads are the case's */
  BulkPeers(final BulkCase transfer, final PortChoice choice, final EndPair pair) {
    this.transfer = transfer;
    this.pair = pair;
    ports = choice.withOffloads(transfer.offloads());
  }

  /** All of them, in the order of their turns. */
  Map<String, Supplier<BulkPeer>> all() {
    final Map<String, Supplier<BulkPeer>> peers = new LinkedHashMap<>();
    peers.put(BRAIDWIRE, this::braidwire);
    peers.put(KERNEL_MPTCP, () -> kernel(KERNEL_MPTCP, Protocol.MPTCP));
    peers.put(KERNEL_TCP, () -> kernel(KERNEL_TCP, Protocol.TCP));
    peers.put(TO_KERNEL, this::toKernel);
    peers.put(FROM_KERNEL, this::fromKernel);
    peers.put(RAW, () -> new RawBulk(new LinuxRawWire(ports), pair, transfer));
    return peers;
  }

  private Laboratory laboratory(final LabPlan plan) {
    final Laboratory laboratory = Laboratory.open(plan.withPorts(ports));
    if (!transfer.offloads()) {
      new LabTuning(laboratory).leaveChecksumsToDevices(false);
    }
    return laboratory;
  }

  private BulkPeer braidwire() {
    final Laboratory hosts = laboratory(LabPlan.links(transfer.links()).withTwoWires());
    return new StreamPeer(
        BRAIDWIRE,
        hosts,
        pair,
        BulkSetting.begin(CUBIC, OUR_WRITE_BYTES),
        BulkChoices.braidwire(false),
        setting -> new BraidwireSender(hosts, LabSide.WIRE, transfer, setting),
        setting -> new BraidwireReceiver(hosts, LabSide.KERNEL, transfer, setting));
  }

  private BulkPeer kernel(final String name, final Protocol protocol) {
    final Laboratory hosts =
        laboratory(LabPlan.links(transfer.links()).withTwoKernels().withoutSubflowEndpoints());
    for (int link = 1; link < transfer.links(); link++) {
      hosts.addEndpoint(LabSide.WIRE, link, LabEndpoint.SUBFLOW);
    }
    return new StreamPeer(
        name,
        hosts,
        pair,
        BulkSetting.begin(CUBIC, KERNEL_WRITE_BYTES),
        BulkChoices.kernel(),
        setting -> new KernelSender(hosts, LabSide.WIRE, protocol, transfer, setting),
        setting -> new KernelReceiver(hosts, LabSide.KERNEL, protocol, transfer, setting));
  }

  private BulkPeer toKernel() {
    final Laboratory hosts = laboratory(LabPlan.links(transfer.links()).withoutSubflowEndpoints());
    return new StreamPeer(
        TO_KERNEL,
        hosts,
        pair,
        BulkSetting.begin(CUBIC, OUR_WRITE_BYTES),
        BulkChoices.braidwire(true),
        setting -> new BraidwireSender(hosts, LabSide.WIRE, transfer, setting),
        setting -> new KernelReceiver(hosts, LabSide.KERNEL, Protocol.MPTCP, transfer, setting));
  }

  private BulkPeer fromKernel() {
    final Laboratory hosts = laboratory(LabPlan.links(transfer.links()));
    return new StreamPeer(
        FROM_KERNEL,
        hosts,
        pair,
        BulkSetting.begin(CUBIC, KERNEL_WRITE_BYTES),
        BulkChoices.kernel(),
        setting -> new KernelSender(hosts, LabSide.KERNEL, Protocol.MPTCP, transfer, setting),
        setting -> new BraidwireReceiver(hosts, LabSide.WIRE, transfer, setting.withCongestion(CUBIC)));
  }
}
