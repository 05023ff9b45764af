package org.braidwire.cli.demo;

import java.util.HexFormat;
import org.braidwire.lab.MessageSink;
import org.braidwire.lab.MessageSource;
import org.braidwire.lab.PatternSink;
import org.braidwire.lab.PatternSource;
import org.braidwire.lab.PhaseTimes;

/**
 * What one end sends and expects on its two connections. Sources and sinks belong to the threads that feed and
 * drain them; marking, finishing and reading figures may be done by any.
 */
final class DemoStreams implements AutoCloseable {
  private static final long MESSAGE_PERIOD_NS = 1_000_000;
  private static final long BULK_FROM_CLIENT = 0x6272_6169_6401L;
  private static final long BULK_FROM_SERVER = 0x6272_6169_6402L;
  private static final long MESSAGES_FROM_CLIENT = 0x6272_6169_6403L;
  private static final long MESSAGES_FROM_SERVER = 0x6272_6169_6404L;

  private final PatternSource bulkSource;
  private final PatternSink bulkSink;
  private final MessageSource messageSource;
  private final MessageSink messageSink;

  DemoStreams(final boolean client, final long sizeBytes) {
    final String first = DemoPhase.BOTH_LINKS.title();
    bulkSource = new PatternSource(client ? BULK_FROM_CLIENT : BULK_FROM_SERVER, sizeBytes);
    bulkSink = new PatternSink(client ? BULK_FROM_SERVER : BULK_FROM_CLIENT, new PhaseTimes(first));
    messageSource = new MessageSource(client ? MESSAGES_FROM_CLIENT : MESSAGES_FROM_SERVER, MESSAGE_PERIOD_NS);
    messageSink = new MessageSink(client ? MESSAGES_FROM_SERVER : MESSAGES_FROM_CLIENT, new PhaseTimes(first));
  }

  PatternSource bulkSource() {
    return bulkSource;
  }

  PatternSink bulkSink() {
    return bulkSink;
  }

  MessageSource messageSource() {
    return messageSource;
  }

  MessageSink messageSink() {
    return messageSink;
  }

  void mark(final String phase) {
    bulkSink.times().mark(phase);
    messageSink.times().mark(phase);
  }

  void finish() {
    bulkSource.finish();
    messageSource.finish();
  }

  /** A direction that is not over has no digest: its bytes still move, and may be more than there is time for. */
  EndResult.Stream bulkResult() {
    return new EndResult.Stream(
        bulkSource.bytes(),
        bulkSink.bytes(),
        0,
        0,
        bulkSource.isExhausted() ? HexFormat.of().formatHex(bulkSource.sha256()) : "",
        bulkSink.hasEnded() ? HexFormat.of().formatHex(bulkSink.sha256()) : "",
        orEmpty(bulkSink.fault()),
        PhaseWaits.of(bulkSink.times()));
  }

  EndResult.Stream messageResult() {
    return new EndResult.Stream(
        messageSource.bytes(),
        messageSink.bytes(),
        messageSource.messages(),
        messageSink.messages(),
        "",
        "",
        orEmpty(messageSink.fault()),
        PhaseWaits.of(messageSink.times()));
  }

  private static String orEmpty(final String text) {
    return text == null ? "" : text;
  }

  @Override
  public void close() {
    messageSink.close();
  }
}
