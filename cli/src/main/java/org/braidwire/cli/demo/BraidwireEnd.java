package org.braidwire.cli.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.braidwire.cli.options.CountersHint;
import org.braidwire.stack.api.Braidwire;
import org.braidwire.stack.api.BraidwireException;
import org.braidwire.stack.api.CloseReason;
import org.braidwire.stack.api.ConnectionInfo;
import org.braidwire.stack.api.MptcpConnection;
import org.braidwire.stack.api.SubflowInfo;

/**
 * An end on our own stack. Bytes are made and checked on the engine's thread; a pacer wakes it for messages that
 * fall due. The run's thread calls.
 */
final class BraidwireEnd implements DemoEnd {
  private static final long PACE_NS = 500_000;
  private static final int MESSAGE_CLAIM_BYTES = 1024;

  private final Braidwire braidwire;
  private final DemoStreams streams;
  private final StreamHandler bulk;
  private final StreamHandler messages;
  private final Thread pacer;
  private ConnectionInfo lastInfo;
  private ConnectionInfo lastMessageInfo;
  private volatile boolean closing;

  BraidwireEnd(final Braidwire braidwire, final boolean client, final long sizeBytes) {
    this.braidwire = braidwire;
    streams = new DemoStreams(client, sizeBytes);
    bulk = new StreamHandler(streams.bulkSource(), streams.bulkSink(), MptcpConnection.MAX_CLAIM_BYTES);
    messages = new StreamHandler(streams.messageSource(), streams.messageSink(), MESSAGE_CLAIM_BYTES);
    pacer = Thread.ofPlatform().name("demo-pacer").daemon(true).unstarted(this::pace);
  }

  void listen() {
    settleHeap();
    braidwire.listen(DemoPlan.BULK_PORT, () -> bulk);
    braidwire.listen(DemoPlan.MESSAGE_PORT, () -> messages);
    pacer.start();
  }

  void connect(final String host) {
    settleHeap();
    try {
      braidwire.connect(host, DemoPlan.BULK_PORT, bulk);
      braidwire.connect(host, DemoPlan.MESSAGE_PORT, messages);
    } catch (final IOException refused) {
      throw new DemoException("cannot connect to " + host + ": " + refused.getMessage(), refused);
    }
    pacer.start();
  }

  /**
   * Pools and tables live as long as the engine. The first collections would copy them, 20 ms each, while streams
   * run; here nobody waits.
   */
  private static void settleHeap() {
    System.gc();
  }

  /** How its frames reach the wire, a line a port, and how to look at its counters. */
  List<String> announcements() {
    final List<String> lines = new ArrayList<>(braidwire.ports());
    CountersHint.of(braidwire).ifPresent(lines::add);
    return lines;
  }

  private void pace() {
    while (!closing && !braidwire.isStopped()) {
      try {
        braidwire.call(() -> {
          bulk.pump();
          messages.pump();
          return null;
        });
      } catch (final BraidwireException stopped) {
        return; // whoever asks for a sample hears why
      }
      LockSupport.parkNanos(PACE_NS);
    }
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
    try {
      lastInfo = braidwire.call(bulk::info);
      lastMessageInfo = braidwire.call(messages::info);
      return sample(lastInfo, lastMessageInfo, failure());
    } catch (final BraidwireException stopped) {
      return sample(lastInfo, lastMessageInfo, stopped.getMessage());
    }
  }

  private EndSample sample(final ConnectionInfo info, final ConnectionInfo messageInfo, final String failure) {
    return new EndSample(
        bulk.isEstablished() && messages.isEstablished(),
        bulk.ended() == CloseReason.FINISHED && messages.ended() == CloseReason.FINISHED,
        failure,
        streams.bulkSource().bytes(),
        streams.bulkSink().bytes(),
        streams.messageSource().messages(),
        streams.messageSink().messages(),
        streams.bulkSink().times().longestGapNs(),
        streams.messageSink().times().worstDelayNs(),
        subflows(info),
        subflows(messageInfo));
  }

  private String failure() {
    for (final StreamHandler handler : List.of(bulk, messages)) {
      if (handler.ended() != null && handler.ended() != CloseReason.FINISHED) {
        return (handler == bulk ? "the bulk" : "the message") + " connection ended: " + handler.ended();
      }
    }
    if (streams.bulkSink().fault() != null) {
      return streams.bulkSink().fault();
    }
    return streams.messageSink().fault() == null
        ? ""
        : streams.messageSink().fault();
  }

  private static List<SubflowSample> subflows(final ConnectionInfo info) {
    final List<SubflowSample> samples = new ArrayList<>();
    if (info != null) {
      for (final SubflowInfo subflow : info.subflows()) {
        samples.add(new SubflowSample(
            LinkNumbers.ofName(subflow.path()),
            subflow.local(),
            subflow.remote(),
            subflow.state(),
            subflow.suspended(),
            subflow.srttNs(),
            subflow.lastProgressNs(),
            subflow.firstReinjectionNs(),
            subflow.sentBytes(),
            subflow.receivedBytes(),
            subflow.retransmittedBytes()));
      }
    }
    return samples;
  }

  @Override
  public EndResult result(final long digestNs) {
    final ConnectionInfo bulkInfo = braidwire.call(bulk::info);
    final ConnectionInfo messageInfo = braidwire.call(messages::info);
    final Map<String, Long> reinjected = new LinkedHashMap<>();
    boolean multipath = true;
    for (final ConnectionInfo info : new ConnectionInfo[] {bulkInfo, messageInfo}) {
      if (info == null) {
        multipath = false;
        continue;
      }
      multipath &= info.multipath();
      reinjected.merge("no progress", info.reinjectedTimeoutBytes(), Long::sum);
      reinjected.merge("link down", info.reinjectedLinkDownBytes(), Long::sum);
      reinjected.merge("subflow closed", info.reinjectedClosedBytes(), Long::sum);
      reinjected.merge("path measured", info.refreshBytes(), Long::sum);
    }
    return new EndResult(
        streams.bulkResult(),
        streams.messageResult(),
        subflows(bulkInfo),
        reinjected,
        braidwire.counters(),
        braidwire.ports(),
        multipath);
  }

  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(pacer);
    braidwire.close();
    streams.close();
  }
}
