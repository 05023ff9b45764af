package org.braidwire.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureTextTest {
  @Test
  void aFailureThatSaysNothingTellsItsKind() {
    assertThat(FailureText.of(new IllegalStateException("the link is gone")))
        .isEqualTo("the link is gone");
    assertThat(FailureText.of(new IllegalStateException())).isEqualTo("IllegalStateException");
  }
}
