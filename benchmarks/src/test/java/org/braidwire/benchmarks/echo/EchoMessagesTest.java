package org.braidwire.benchmarks.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.frame.Region;
import org.junit.jupiter.api.Test;

class EchoMessagesTest {
  private static final int BYTES = EchoMessages.BYTES;

  @Test
  void messagesAreWholeInWhateverPiecesTheyCome() {
    try (Region memory = Region.allocate(3L * BYTES, Long.BYTES);
        EchoMessages messages = new EchoMessages()) {
      for (int number = 0; number < 3; number++) {
        EchoMessages.write(memory.address() + (long) number * BYTES, number);
      }

      assertThat(messages.accept(memory.address(), 10)).isZero();
      assertThat(messages.accept(memory.address() + 10, BYTES)).isEqualTo(1);
      assertThat(messages.accept(memory.address() + 10 + BYTES, 2 * BYTES - 10))
          .isEqualTo(2);
    }
  }

  @Test
  void aMessageThatIsLostOrDoubledIsSeen() {
    try (Region memory = Region.allocate(BYTES, Long.BYTES);
        EchoMessages messages = new EchoMessages()) {
      EchoMessages.write(memory.address(), 0);
      messages.accept(memory.address(), BYTES);

      assertThatThrownBy(() -> messages.accept(memory.address(), BYTES))
          .isInstanceOf(BenchException.class)
          .hasMessageContaining("message 0 came back where 1 was due");
    }
  }
}
