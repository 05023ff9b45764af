package org.braidwire.benchmarks.bulk;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.braidwire.benchmarks.report.BenchException;
import org.junit.jupiter.api.Test;

class BraidwireBulkTest {
  @Test
  void aSubflowThatIsThereByNameOnlyIsNoSecondOne() {
    assertThatThrownBy(() -> BraidwireBulk.checkShares(List.of(1000L, 0L), List.of(1081L, 19L)))
        .isInstanceOf(BenchException.class)
        .hasMessage("a subflow carried 19 of 100 octets, less than 0.2 of them");
    assertThatCode(() -> BraidwireBulk.checkShares(List.of(1000L, 0L), List.of(1080L, 20L)))
        .doesNotThrowAnyException();
    assertThatCode(() -> BraidwireBulk.checkShares(List.of(0L), List.of(100L)))
        .doesNotThrowAnyException();
  }
}
