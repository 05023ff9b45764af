package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LibraryExampleTest {
  private static final String BLOCK = "```java\n";

  @Test
  void isWhatTheReadmeShows() throws Exception {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(root.resolve("LICENSE"))) {
      root = root.getParent();
    }
    final String readme = Files.readString(root.resolve("README.md"));
    final int from = readme.indexOf(BLOCK) + BLOCK.length();
    assertThat(from).isGreaterThan(BLOCK.length());
    final String shown = readme.substring(from, readme.indexOf("```", from));

    final String compiled = Files.readString(root.resolve(
        "stack/src/test/java/" + LibraryExample.class.getName().replace('.', '/') + ".java"));
    assertThat(compiled).contains(shown.indent(2).replaceAll("(?m)^ +$", ""));
  }

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
