package org.braidwire.stack.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeqNumTest {
  private static final int BEFORE_WRAP = -3;
  private static final int AFTER_WRAP = 4;

  @Test
  void orderHoldsAcrossTheWrap() {
    assertThat(SeqNum.lt(BEFORE_WRAP, AFTER_WRAP)).isTrue();
    assertThat(SeqNum.le(BEFORE_WRAP, AFTER_WRAP)).isTrue();
    assertThat(SeqNum.gt(AFTER_WRAP, BEFORE_WRAP)).isTrue();
    assertThat(SeqNum.ge(AFTER_WRAP, BEFORE_WRAP)).isTrue();
    assertThat(SeqNum.lt(AFTER_WRAP, BEFORE_WRAP)).isFalse();
    assertThat(SeqNum.gt(BEFORE_WRAP, AFTER_WRAP)).isFalse();
    assertThat(SeqNum.diff(AFTER_WRAP, BEFORE_WRAP)).isEqualTo(7);
    assertThat(SeqNum.max(BEFORE_WRAP, AFTER_WRAP)).isEqualTo(AFTER_WRAP);
    assertThat(SeqNum.min(BEFORE_WRAP, AFTER_WRAP)).isEqualTo(BEFORE_WRAP);
  }

  @Test
  void orderHoldsWhereTheSignChanges() {
    assertThat(SeqNum.lt(Integer.MAX_VALUE, Integer.MIN_VALUE)).isTrue();
    assertThat(SeqNum.max(Integer.MAX_VALUE, Integer.MIN_VALUE)).isEqualTo(Integer.MIN_VALUE);
    assertThat(SeqNum.diff(Integer.MIN_VALUE, Integer.MAX_VALUE)).isEqualTo(1);
  }

  @Test
  void aNumberIsNeitherBeforeNorAfterItself() {
    assertThat(SeqNum.lt(7, 7)).isFalse();
    assertThat(SeqNum.gt(7, 7)).isFalse();
    assertThat(SeqNum.le(7, 7)).isTrue();
    assertThat(SeqNum.ge(7, 7)).isTrue();
  }
}
