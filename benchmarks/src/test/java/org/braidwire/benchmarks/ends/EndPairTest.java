package org.braidwire.benchmarks.ends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.linux.CpuAffinity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EndPairTest {
  @Test
  void eachEndHasACoreOrBothShareOne() {
    try (EndPair pair = new EndPair()) {
      final BitSet near = pair.near().call(CpuAffinity::get);
      assertThat(near.cardinality()).isEqualTo(1);
      assertThat(near).isNotEqualTo(pair.far().call(CpuAffinity::get));

      pair.place(true);

      assertThat(pair.near().call(CpuAffinity::get)).isEqualTo(pair.far().call(CpuAffinity::get));
    }
  }

  @Test
  void theFarEndTurnsWhileTheNearEndWorks() {
    final AtomicInteger turns = new AtomicInteger();
    try (EndPair pair = new EndPair()) {
      final int seen = pair.whileFarTurns(turns::incrementAndGet, () -> {
        while (turns.get() < 3) {
          Thread.onSpinWait();
        }
        return turns.get();
      });
      final int after = turns.get();

      assertThat(seen).isGreaterThanOrEqualTo(3);
      assertThat(pair.far().call(turns::get)).isEqualTo(after);
    }
  }

  @Test
  void whatTheFarEndFailedOfIsToldRatherThanThatTheNearEndWaited() {
    final CountDownLatch turned = new CountDownLatch(1);
    try (EndPair pair = new EndPair()) {
      assertThatThrownBy(() -> pair.whileFarTurns(
              () -> {
                turned.countDown();
                throw new BenchException("the far end broke");
              },
              () -> {
                turned.await();
                throw new BenchException("nothing came back");
              }))
          .isInstanceOf(BenchException.class)
          .hasMessage("the far end broke");
    }
  }

  @Test
  void bothWorkAtOnceAndNothingEndsBeforeTheOther() {
    final CyclicBarrier meeting = new CyclicBarrier(2);
    final AtomicInteger ended = new AtomicInteger();
    try (EndPair pair = new EndPair()) {
      assertThat(pair.both(
              () -> {
                meeting.await();
                return "near";
              },
              () -> {
                meeting.await();
                return "far";
              }))
          .containsExactly("near", "far");

      assertThatThrownBy(() -> pair.both(
              () -> {
                throw new BenchException("the near end broke");
              },
              () -> {
                Thread.sleep(20);
                return ended.incrementAndGet();
              }))
          .hasMessage("the near end broke");
      assertThat(ended).hasValue(1);
    }
  }

  @Test
  void aProbeTellsWhatPartOfItsTimeWasTaken() {
    try (EndPair pair = new EndPair()) {
      assertThat(JitterProbe.stolenShare(pair, 5_000_000L)).isBetween(0.0, 1.0);
    }
  }
}
