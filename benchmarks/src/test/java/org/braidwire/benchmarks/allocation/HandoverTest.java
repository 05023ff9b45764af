package org.braidwire.benchmarks.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.StringEntry;
import org.junit.jupiter.api.Test;

class HandoverTest {
  /** The JVM would make them on the thread that is measured, some time while it waits: 160 octets were seen so. */
  @Test
  void itsClassHasNoStringsToMake() throws IOException {
    try (InputStream bytes = Handover.class.getResourceAsStream("Handover.class")) {
      assertThat(ClassFile.of().parse(bytes.readAllBytes()).constantPool())
          .isNotEmpty()
          .noneMatch(StringEntry.class::isInstance);
    }
  }
}
