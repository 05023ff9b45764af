package org.braidwire.stack.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DataSeqNumTest {
  @Test
  void orderHoldsAcrossTheWrap() {
    assertThat(DataSeqNum.lt(-3, 4)).isTrue();
    assertThat(DataSeqNum.le(-3, 4)).isTrue();
    assertThat(DataSeqNum.gt(4, -3)).isTrue();
    assertThat(DataSeqNum.ge(4, -3)).isTrue();
    assertThat(DataSeqNum.ge(-3, 4)).isFalse();
    assertThat(DataSeqNum.diff(4, -3)).isEqualTo(7);
    assertThat(DataSeqNum.max(-3, 4)).isEqualTo(4);
    assertThat(DataSeqNum.min(-3, 4)).isEqualTo(-3);
    assertThat(DataSeqNum.lt(Long.MAX_VALUE, Long.MIN_VALUE)).isTrue();
  }

  @Test
  void aShortNumberBecomesTheNearestLongOne() {
    assertThat(DataSeqNum.promote(0x0000_0005, 0x1_ffff_fff0L)).isEqualTo(0x2_0000_0005L);
    assertThat(DataSeqNum.promote(0xffff_fff0, 0x2_0000_0005L)).isEqualTo(0x1_ffff_fff0L);
    assertThat(DataSeqNum.promote(0x0000_0005, -1L)).isEqualTo(5);
    assertThat(DataSeqNum.promote(0xffff_ffff, 0L)).isEqualTo(-1);
    assertThat(DataSeqNum.promote(0x1234_5678, 0x9_1234_5678L)).isEqualTo(0x9_1234_5678L);
  }

  @Test
  void promotionUndoesTruncationAnywhereWithinHalfTheShortSpace() {
    final SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100_000; i++) {
      final long expected = random.nextLong();
      final long actual = expected + random.nextInt();
      assertThat(DataSeqNum.promote((int) actual, expected)).isEqualTo(actual);
    }
  }
}
