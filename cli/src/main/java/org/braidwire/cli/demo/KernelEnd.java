package org.braidwire.cli.demo;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.braidwire.io.linux.KernelSocketInfo;
import org.braidwire.lab.KernelPeer;
import org.braidwire.lab.KernelPeerPlan;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabSide;

/** An end on the kernel's MPTCP: two sockets inside the kernel's namespace, each with a thread of its own. */
final class KernelEnd implements DemoEnd {
  private final boolean client;
  private final DemoStreams streams;
  private final KernelPeer bulk;
  private final KernelPeer messages;
  private volatile List<SubflowSample> lastSubflows = List.of();
  private volatile List<SubflowSample> lastMessageSubflows = List.of();

  private KernelEnd(
      final boolean client, final DemoStreams streams, final KernelPeer bulk, final KernelPeer messages) {
    this.client = client;
    this.streams = streams;
    this.bulk = bulk;
    this.messages = messages;
  }

  static KernelEnd connect(final String namespace, final long sizeBytes) {
    final DemoStreams streams = new DemoStreams(true, sizeBytes);
    final KernelPeerPlan plan = KernelPeerPlan.mptcp();
    return new KernelEnd(
        true,
        streams,
        KernelPeer.connect(
            namespace,
            plan,
            LabAddresses.socket(LabSide.WIRE, 0, DemoPlan.BULK_PORT),
            streams.bulkSource(),
            streams.bulkSink()),
        KernelPeer.connect(
            namespace,
            plan,
            LabAddresses.socket(LabSide.WIRE, 0, DemoPlan.MESSAGE_PORT),
            streams.messageSource(),
            streams.messageSink()));
  }

  static KernelEnd listen(final String namespace, final long sizeBytes) {
    final DemoStreams streams = new DemoStreams(false, sizeBytes);
    final KernelPeerPlan plan = KernelPeerPlan.mptcp();
    return new KernelEnd(
        false,
        streams,
        KernelPeer.listen(namespace, plan, DemoPlan.BULK_PORT, streams.bulkSource(), streams.bulkSink()),
        KernelPeer.listen(
            namespace, plan, DemoPlan.MESSAGE_PORT, streams.messageSource(), streams.messageSink()));
  }

  @Override
  public void mark(final String phase) {
    streams.mark(phase);
  }

  @Override
  public void finish() {
    streams.finish();
  }

  @Override
  public EndSample sample() {
    return new EndSample(
        isOpen(bulk) && isOpen(messages),
        bulk.phase() == KernelPeer.Phase.DONE && messages.phase() == KernelPeer.Phase.DONE,
        failure(),
        bulk.sentBytes(),
        streams.bulkSink().bytes(),
        streams.messageSource().messages(),
        streams.messageSink().messages(),
        streams.bulkSink().times().longestGapNs(),
        streams.messageSink().times().worstDelayNs(),
        subflows(),
        messageSubflows());
  }

  private static boolean isOpen(final KernelPeer peer) {
    return peer.phase() != KernelPeer.Phase.OPENING;
  }

  private String failure() {
    final Optional<RuntimeException> failed = bulk.failure().or(messages::failure);
    if (failed.isPresent()) {
      return "the kernel's application: " + failed.get().getMessage();
    }
    if (streams.bulkSink().fault() != null) {
      return streams.bulkSink().fault();
    }
    return streams.messageSink().fault() == null
        ? ""
        : streams.messageSink().fault();
  }

  private List<SubflowSample> subflows() {
    lastSubflows = subflows(bulk, lastSubflows);
    return lastSubflows;
  }

  private List<SubflowSample> messageSubflows() {
    lastMessageSubflows = subflows(messages, lastMessageSubflows);
    return lastMessageSubflows;
  }

  private List<SubflowSample> subflows(final KernelPeer peer, final List<SubflowSample> last) {
    final Optional<KernelSocketInfo> info = peer.info();
    if (info.isEmpty()) {
      return last;
    }
    final List<SubflowSample> samples = new ArrayList<>();
    for (final KernelSocketInfo.Subflow subflow : info.get().subflows()) {
      samples.add(sample(subflow));
    }
    return samples;
  }

  /** A client's own address names the link; a server answers on the link of the peer's address. */
  private SubflowSample sample(final KernelSocketInfo.Subflow subflow) {
    final InetSocketAddress telling = client ? subflow.local() : subflow.remote();
    return new SubflowSample(
        telling == null ? 0 : LinkNumbers.ofAddress(telling.getAddress().getHostAddress()),
        text(subflow.local()),
        text(subflow.remote()),
        subflow.state(),
        false,
        subflow.srttMicros() * 1000,
        0,
        0,
        subflow.bytesSent(),
        subflow.bytesReceived(),
        subflow.bytesRetransmitted());
  }

  private static String text(final InetSocketAddress address) {
    return address == null ? "?" : address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  @Override
  public EndResult result(final long digestNs) {
    final boolean multipath = bulk.info().map(KernelSocketInfo::mptcp).orElse(false)
        && messages.info().map(KernelSocketInfo::mptcp).orElse(false);
    return new EndResult(
        streams.bulkResult(), streams.messageResult(), subflows(), Map.of(), Map.of(), List.of(), multipath);
  }

  @Override
  public void close() {
    bulk.close();
    messages.close();
    streams.close();
  }
}
