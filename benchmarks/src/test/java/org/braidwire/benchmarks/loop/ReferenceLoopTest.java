package org.braidwire.benchmarks.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.Region;
import org.braidwire.stack.wire.Checksum;
import org.junit.jupiter.api.Test;

class ReferenceLoopTest {
  /** Changing the floor changes every ratio that was ever published: change this line only when that is meant. */
  private static final String SHA_256 = "a7664baf6e450d090d4d238dbc71fb3826eeffd7f0afb5035d879e9517517911";

  @Test
  void isTheOneThatThePublishedRatiosWereTakenAgainst() throws IOException, NoSuchAlgorithmException {
    final byte[] source =
        Files.readAllBytes(Path.of("src/main/java/org/braidwire/benchmarks/loop/ReferenceLoop.java"));

    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(source)))
        .isEqualTo(SHA_256);
  }

  @Test
  void sumsAsTheStackDoesAndCopiesEverything() {
    final int bytes = StackLoop.PAYLOAD_BYTES;
    try (Region from = Region.allocate(bytes, 8);
        Region to = Region.allocate(bytes, 8)) {
      for (int i = 0; i < bytes; i++) {
        Memory.putByte(from.address() + i, i * 7 + (i >>> 8));
      }

      final int sum = ReferenceLoop.turn(from.address(), to.address(), bytes);

      assertThat(Checksum.swap(sum)).isEqualTo(Checksum.partial(from.address(), bytes));
      for (int i = 0; i < bytes; i++) {
        assertThat(Memory.getByte(to.address() + i)).isEqualTo(Memory.getByte(from.address() + i));
      }
    }
  }

  @Test
  void namesItsOwnCode() {
    assertThat(ReferenceLoop.digest()).hasSize(64).isEqualTo(ReferenceLoop.digest());
  }
}
