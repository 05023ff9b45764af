package org.braidwire.stack.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;

/** What the README shows of the library; {@link LibraryExampleTest} runs it. */
final class LibraryExample {
  private LibraryExample() {}

  static void main() throws IOException {
    System.out.println(ask(Braidwire.builder().path("eth1=192.0.2.3/28").path("eth2=192.0.2.19/28")));
  }

  static String ask(final BraidwireBuilder paths) throws IOException {
    try (Braidwire stack = paths.start();
        StreamConnection connection = stack.connect("192.0.2.2", 5001, Duration.ofSeconds(5))) {
      connection.output().write("Hello over two links\n".getBytes(UTF_8));
      connection.shutdownOutput();
      return new String(connection.input().readAllBytes(), UTF_8);
    }
  }
}
