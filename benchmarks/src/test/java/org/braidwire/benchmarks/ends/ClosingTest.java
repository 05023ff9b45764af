package org.braidwire.benchmarks.ends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.braidwire.benchmarks.report.BenchException;
import org.junit.jupiter.api.Test;

class ClosingTest {
  @Test
  void eachIsClosedWhateverBecameOfTheOthers() {
    final List<String> closed = new ArrayList<>();
    final List<AutoCloseable> things = List.of(
        () -> {
          throw new IOException("the first");
        },
        () -> closed.add("second"),
        () -> {
          throw new IllegalStateException("the third");
        });

    assertThatThrownBy(() -> Closing.all(things))
        .isInstanceOf(BenchException.class)
        .hasMessage("the first")
        .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
    assertThat(closed).containsExactly("second");
  }
}
