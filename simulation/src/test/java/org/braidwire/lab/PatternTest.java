package org.braidwire.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.Region;
import org.junit.jupiter.api.Test;

class PatternTest {
  private static final long KEY = 0x1234_5678_9abc_def0L;
  private static final int BYTES = 100;

  @Test
  void anyPartOfTheStreamCanBeMadeAndCheckedAlone() {
    try (Region whole = Region.allocate(BYTES, 8);
        Region part = Region.allocate(BYTES, 8)) {
      Pattern.fill(whole.address(), BYTES, 0, KEY);
      for (int from = 0; from < 20; from++) {
        for (int length = 0; length < 40; length++) {
          assertThat(Pattern.check(whole.address() + from, length, from, KEY))
              .isEqualTo(-1);
          Pattern.fill(part.address(), length, from, KEY);
          assertThat(Pattern.check(part.address(), length, from, KEY)).isEqualTo(-1);
        }
      }
      assertThat(Memory.all().asSlice(whole.address() + 20, 39))
          .matches(seen -> seen.mismatch(Memory.all().asSlice(fill(part, 39, 20), 39)) == -1);
    }
  }

  @Test
  void namesTheFirstWrongByteWhereverItIs() {
    try (Region region = Region.allocate(BYTES, 8)) {
      for (int wrong = 0; wrong < BYTES; wrong++) {
        Pattern.fill(region.address(), BYTES, 3, KEY);
        final long at = region.address() + wrong;
        Memory.putByte(at, Memory.getByte(at) ^ 1);

        assertThat(Pattern.check(region.address(), BYTES, 3, KEY)).isEqualTo(3 + wrong);
      }
    }
  }

  @Test
  void aShiftedStreamAndAnotherKeyAreSeen() {
    try (Region region = Region.allocate(BYTES, 8)) {
      Pattern.fill(region.address(), BYTES, 64, KEY);

      assertThat(Pattern.check(region.address(), BYTES, 65, KEY)).isNotNegative();
      assertThat(Pattern.check(region.address(), BYTES, 72, KEY)).isNotNegative();
      assertThat(Pattern.check(region.address(), BYTES, 64, KEY + 1)).isNotNegative();
    }
  }

  @Test
  void sinkAndSourceAgreeOnTheDigest() {
    final PatternSource source = PatternSource.exactly(KEY, 50_000);
    final PatternSink sink = new PatternSink(KEY, new PhaseTimes("all"));
    try (Region region = Region.allocate(7_001, 8)) {
      while (!source.isExhausted()) {
        sink.accept(region.address(), source.produce(region.address(), 7_001, 0), 0);
      }
    }

    assertThat(sink.fault()).isNull();
    assertThat(sink.bytes()).isEqualTo(50_000);
    assertThat(sink.sha256()).isEqualTo(source.sha256());
  }

  private static long fill(final Region region, final int bytes, final long position) {
    Pattern.fill(region.address(), bytes, position, KEY);
    return region.address();
  }
}
