package org.braidwire.stack.subflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SackRangesTest {
  /** So that sequence numbers wrap on the way. */
  private static final int FIRST = -20 * SackRanges.MAX_RANGES;

  private final SackRanges ranges = new SackRanges();

  @Test
  void keepsAsManyAsMayBeTheLatestFirstAndRefusesMore() {
    for (int i = 0; i < SackRanges.MAX_RANGES; i++) {
      assertThat(ranges.add(FIRST + 40 * i, FIRST + 40 * i + 10)).isTrue();
      assertThat(ranges.count()).isEqualTo(i + 1);
      assertThat(ranges.left()[0]).isEqualTo(FIRST + 40 * i);
      assertThat(ranges.right()[i]).as("the oldest is the last").isEqualTo(FIRST + 10);
    }

    assertThat(ranges.add(FIRST - 40, FIRST - 30)).isFalse();
    assertThat(ranges.count()).isEqualTo(SackRanges.MAX_RANGES);
    assertThat(ranges.add(FIRST + 5, FIRST + 40)).as("closes a hole").isTrue();
    assertThat(ranges.count()).isEqualTo(SackRanges.MAX_RANGES - 1);
    assertThat(Arrays.copyOf(ranges.left(), 1)).containsExactly(FIRST);
    assertThat(Arrays.copyOf(ranges.right(), 1)).containsExactly(FIRST + 50);
  }

  @Test
  void forgetsWhatIsAcknowledged() {
    ranges.add(100, 200);
    ranges.add(300, 400);
    ranges.add(500, 600);

    ranges.dropBelow(400);

    assertThat(ranges.count()).isEqualTo(1);
    assertThat(ranges.left()[0]).isEqualTo(500);
  }
}
