package org.braidwire.lab;

import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.Region;

/**
 * Takes the messages of a {@link MessageSource} out of a stream that may cut them anywhere, checks each and times
 * it against the clock that all processes of a machine share. Owned by the receiving thread, who closes it.
 */
public final class MessageSink implements StreamSink, AutoCloseable {
  private final long key;
  private final PhaseTimes times;
  private final Region partial = Region.allocate(MessageFormat.MAX_BYTES, Long.BYTES);
  private int held;
  private long delaySumNs;
  private volatile long messages;
  private volatile long bytes;
  private volatile boolean ended;
  private volatile String fault;

  public MessageSink(final long key, final PhaseTimes times) {
    this.key = key;
    this.times = times;
  }

  @Override
  public void accept(final long address, final int count, final long nowNs) {
    int at = 0;
    while (at < count) {
      // Its length follows from its number: a corrupted length field cannot lead the reader astray.
      final int length = MessageFormat.lengthBytes(messages);
      final int part = Math.min(length - held, count - at);
      Memory.copy(address + at, partial.address() + held, part);
      held += part;
      at += part;
      if (held == length) {
        onMessage(length, nowNs);
        held = 0;
      }
    }
    final long before = bytes; // one writer
    bytes = before + count;
    if (count > 0) {
      times.onDelivery(nowNs);
    }
  }

  private void onMessage(final int length, final long nowNs) {
    final long message = partial.address();
    final long expected = messages;
    if (fault == null) {
      final long sequence = Memory.getLong(message + MessageFormat.SEQUENCE_OFFSET);
      if (sequence != expected) {
        fault = "message " + sequence + " where " + expected + " was due";
      } else if (Memory.getInt(message) != length
          || Pattern.check(
                  message + MessageFormat.HEADER_BYTES,
                  length - MessageFormat.HEADER_BYTES,
                  MessageFormat.paddingPosition(sequence),
                  key)
              >= 0) {
        fault = "message " + sequence + " is damaged";
      }
    }
    final long delayNs = nowNs - Memory.getLong(message + MessageFormat.TIME_OFFSET);
    times.onDelay(delayNs);
    delaySumNs += delayNs;
    messages = expected + 1;
  }

  @Override
  public void onEnd(final long nowNs) {
    ended = true;
    if (held != 0 && fault == null) {
      fault = "the stream ended inside message " + messages;
    }
  }

  @Override
  public boolean hasEnded() {
    return ended;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  /** Whole messages so far. */
  public long messages() {
    return messages;
  }

  /** Mean delay; by the owner or after it has ended. */
  public long meanDelayNs() {
    return messages == 0 ? 0 : delaySumNs / messages;
  }

  @Override
  public String fault() {
    return fault;
  }

  @Override
  public PhaseTimes times() {
    return times;
  }

  @Override
  public void close() {
    partial.close();
  }
}
