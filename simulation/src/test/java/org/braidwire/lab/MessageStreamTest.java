package org.braidwire.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.Region;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MessageStreamTest {
  private static final long KEY = 77;
  private static final long PERIOD_NS = 1_000_000;

  private final Region region = Region.allocate(64 * 1024, 8);
  private final MessageSource source = new MessageSource(KEY, PERIOD_NS);
  private final MessageSink sink = new MessageSink(KEY, new PhaseTimes("first"));

  @AfterEach
  void release() {
    sink.close();
    region.close();
  }

  @Test
  void keepsItsPaceAndCatchesUp() {
    source.produce(region.address(), 1_000, 500);
    assertThat(source.messages()).isEqualTo(1);
    assertThat(source.nextDueNs(500)).isEqualTo(500 + PERIOD_NS);

    source.produce(region.address(), 64 * 1024, 500 + 10 * PERIOD_NS);
    assertThat(source.messages()).isEqualTo(11);
  }

  @Test
  void delayCountsFromTheIntendedTimeHoweverTheStreamIsCut() {
    produce(0);
    final int bytes = produce(5 * PERIOD_NS);

    for (int at = 0; at < bytes; at += 7) {
      sink.accept(region.address() + at, Math.min(7, bytes - at), 6 * PERIOD_NS);
    }

    assertThat(sink.fault()).isNull();
    assertThat(sink.messages()).isEqualTo(6);
    assertThat(sink.times().worstDelayNs()).isEqualTo(6 * PERIOD_NS);
  }

  @Test
  void seesAMissingMessage() {
    produce(0);
    final int first = MessageFormat.lengthBytes(0);
    final int bytes = produce(3 * PERIOD_NS);

    sink.accept(region.address(), first, 0);
    sink.accept(
        region.address() + first + MessageFormat.lengthBytes(1),
        bytes - first - MessageFormat.lengthBytes(1),
        0);
    sink.onEnd(0);

    assertThat(sink.fault()).isNotNull();
  }

  @Test
  void seesADamagedByte() {
    final int bytes = produce(0);
    final long last = region.address() + bytes - 1;
    Memory.putByte(last, Memory.getByte(last) ^ 4);

    sink.accept(region.address(), bytes, 0);

    assertThat(sink.fault()).contains("message 0 is damaged");
  }

  @Test
  void seesAnEndInsideAMessage() {
    sink.accept(region.address(), produce(0) - 1, 0);
    sink.onEnd(0);

    assertThat(sink.fault()).contains("inside message 0");
  }

  private int offset;

  /** Appends what is due; returns how much there is in all. */
  private int produce(final long nowNs) {
    offset += source.produce(region.address() + offset, 32 * 1024 - offset, nowNs);
    return offset;
  }
}
