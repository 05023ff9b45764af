package org.braidwire.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.braidwire.io.linux.ProcessIdentity;
import org.junit.jupiter.api.Test;

class LabOutputTest {
  private static final Path FOLDER = Path.of(System.getProperty("java.io.tmpdir"));

  @Test
  void aCommandPrintsIntoAFileOfThisProcessWhichGoesWithIt() {
    final Path file = Path.of(LabCommand.run("readlink", "/proc/self/fd/1").strip());

    assertThat(file.getFileName().toString()).startsWith(LabNames.of(ProcessIdentity.self(), ""));
    assertThat(file).doesNotExist();
  }

  @Test
  void sweepsFilesOfDeadProcessesOnly() throws Exception {
    final ProcessIdentity self = ProcessIdentity.self();
    final ProcessIdentity dead = new ProcessIdentity(self.pid(), self.startTicks() - 1, self.pidNamespace());
    final String leftover = LabNames.of(dead, "lab4711.out");
    final String ofANamespace = LabNames.of(dead, "a4711");
    final String own = LabNames.of(self, "lab4711.out");
    final String foreign = "braidwire-lab4711.out";

    assertThat(sweep(leftover, ofANamespace, own, foreign)).containsExactlyInAnyOrder(ofANamespace, own, foreign);
  }

  @Test
  void leavesAFolderWhateverItsName() throws Exception {
    final ProcessIdentity self = ProcessIdentity.self();
    final Path folder = FOLDER.resolve(LabNames.of(
        new ProcessIdentity(self.pid(), self.startTicks() - 1, self.pidNamespace()), "lab4712.out"));
    Files.createDirectory(folder);
    try {
      LabOutput.sweep();

      assertThat(folder).isDirectory();
    } finally {
      Files.delete(folder);
    }
  }

  /** Which of the files are still there after a sweep. */
  private static List<String> sweep(final String... names) throws IOException {
    try {
      for (final String name : names) {
        Files.createFile(FOLDER.resolve(name));
      }
      LabOutput.sweep();
      return Stream.of(names)
          .filter(name -> Files.exists(FOLDER.resolve(name)))
          .toList();
    } finally {
      for (final String name : names) {
        Files.deleteIfExists(FOLDER.resolve(name));
      }
    }
  }
}
