package org.braidwire.benchmarks.bulk;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.braidwire.benchmarks.report.BenchException;
import org.junit.jupiter.api.Test;

class BraidwireBulkTest {
  private static final long MB = 1_000_000;

  @Test
  void aSubflowThatIsThereByNameOnlyIsNoSecondOne() {
    assertThatThrownBy(() -> BraidwireBulk.checkShares(List.of(1000 * MB, 0L), List.of(1091 * MB, 9 * MB)))
        .isInstanceOf(BenchException.class)
        .hasMessage("a subflow carried 9000000 of 100000000 octets, less than 0.1 of them");
    assertThatCode(() -> BraidwireBulk.checkShares(List.of(1000 * MB, 0L), List.of(1090 * MB, 10 * MB)))
        .doesNotThrowAnyException();
  }

  @Test
  void oneAloneCarriesEverything() {
    assertThatCode(() -> BraidwireBulk.checkShares(List.of(0L), List.of(100 * MB)))
        .doesNotThrowAnyException();
  }

  @Test
  void ofLittleNothingIsSaid() {
    assertThatCode(() -> BraidwireBulk.checkShares(List.of(0L, 0L), List.of(60 * MB, 0L)))
        .doesNotThrowAnyException();
  }
}
