package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LibraryExampleTest {
  @Test
  @Timeout(30)
  void getsItsGreetingBack() throws Exception {
    final MemoryPair wires = new MemoryPair();
    try (Braidwire server = wires.server().start()) {
      server.listen(5001, EchoHandler::new);
      assertThat(LibraryExample.ask(wires.client())).isEqualTo("Hello over two links\n");
    }
  }
}
