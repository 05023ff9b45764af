package org.braidwire.stack.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.Region;
import org.junit.jupiter.api.Test;

class ChecksumTest {
  private static final int MAX_BYTES = 1600;

  private final SplittableRandom random = new SplittableRandom(7);

  @Test
  void everyLengthAndOffsetSumsAsThePlainReferenceDoes() {
    try (Region region = Region.allocate(MAX_BYTES + 16, 8)) {
      for (int bytes = 0; bytes < 200; bytes++) {
        for (int offset = 0; offset < 9; offset++) {
          assertSum(region.address() + offset, randomOctets(bytes));
        }
      }
      for (int bytes = 1400; bytes <= MAX_BYTES; bytes++) {
        assertSum(region.address() + (bytes & 7), randomOctets(bytes));
      }
    }
  }

  @Test
  void carriesOfTheHighestOctetsAreNotLost() {
    try (Region region = Region.allocate(65_536, 8)) {
      for (final int bytes : new int[] {1, 2, 3, 4, 5, 8, 1460, 65_535}) {
        final byte[] octets = new byte[bytes];
        Arrays.fill(octets, (byte) 0xff);
        assertSum(region.address(), octets);
      }
    }
  }

  @Test
  void theExampleOfRfc1071SumsToDdf2() {
    try (Region region = Region.allocate(8, 8)) {
      Memory.putLong(region.address(), 0x0001_f203_f4f5_f6f7L);
      assertThat(Checksum.partial(region.address(), 8)).isEqualTo(0xddf2);
      assertThat(Checksum.finish(0xddf2)).isEqualTo(0x220d);
    }
  }

  @Test
  void partsAddUpToTheWholeWhereverItIsCut() {
    final byte[] octets = randomOctets(333);
    final int whole = reference(octets, 0, octets.length);
    try (Region region = Region.allocate(octets.length, 8)) {
      Memory.put(region.address(), octets, 0, octets.length);
      for (int cut = 0; cut <= octets.length; cut++) {
        final int front = Checksum.partial(region.address(), cut);
        final int back = Checksum.partial(region.address() + cut, octets.length - cut);
        assertThat(Checksum.add(front, (cut & 1) == 0 ? back : Checksum.swap(back)))
            .isEqualTo(whole);
        assertThat(Checksum.append(front, cut, back)).isEqualTo(whole);
        if ((cut & 1) == 0) {
          assertThat(Checksum.partial(region.address() + cut, octets.length - cut, front))
              .isEqualTo(whole);
        }
      }
    }
  }

  @Test
  void numbersSumAsTheirOctetsDo() {
    for (int i = 0; i < 10_000; i++) {
      final long value = random.nextLong() >> random.nextInt(64);
      final byte[] octets = ByteBuffer.allocate(8).putLong(value).array();
      assertThat(Checksum.ofLong(value)).isEqualTo(reference(octets, 0, 8));
      assertThat(Checksum.ofInt((int) value)).isEqualTo(reference(octets, 4, 4));
    }
  }

  @Test
  void thePseudoHeaderIsAddressesProtocolAndLength() {
    for (int i = 0; i < 10_000; i++) {
      final int src = random.nextInt();
      final int dst = random.nextInt();
      final int bytes = random.nextInt(65_536);
      final byte[] octets = ByteBuffer.allocate(12)
          .putInt(src)
          .putInt(dst)
          .putShort((short) 6)
          .putShort((short) bytes)
          .array();
      assertThat(Checksum.tcpPseudoHeader4(src, dst, bytes)).isEqualTo(reference(octets, 0, 12));
    }
  }

  @Test
  void onesComplementAdditionFoldsItsCarry() {
    assertThat(Checksum.add(0xffff, 1)).isEqualTo(1);
    assertThat(Checksum.add(0xffff, 0xffff)).isEqualTo(0xffff);
    assertThat(Checksum.add(0x8000, 0x8000)).isEqualTo(1);
    assertThat(Checksum.add(0, 0)).isZero();
  }

  @Test
  void everyPartOfTheMappingCountsInItsChecksum() {
    final int sum = Checksum.ofLong(random.nextLong());
    final int checksum = DssChecksum.of(sum, 0xfedc_ba98_7654_3210L, 77, 1000);
    assertThat(DssChecksum.verify(sum, 0xfedc_ba98_7654_3210L, 77, 1000, checksum))
        .isTrue();
    assertThat(DssChecksum.verify(sum, 0xfedc_ba98_7654_3211L, 77, 1000, checksum))
        .isFalse();
    assertThat(DssChecksum.verify(sum, 0xfedc_ba98_7654_3210L, 78, 1000, checksum))
        .isFalse();
    assertThat(DssChecksum.verify(sum, 0xfedc_ba98_7654_3210L, 77, 1001, checksum))
        .isFalse();
    assertThat(DssChecksum.verify(Checksum.add(sum, 1), 0xfedc_ba98_7654_3210L, 77, 1000, checksum))
        .isFalse();
  }

  private void assertSum(final long address, final byte[] octets) {
    Memory.put(address, octets, 0, octets.length);
    assertThat(Checksum.partial(address, octets.length))
        .as("%d octets at %x", octets.length, address & 7)
        .isEqualTo(reference(octets, 0, octets.length));
  }

  private byte[] randomOctets(final int bytes) {
    final byte[] octets = new byte[bytes];
    random.nextBytes(octets);
    return octets;
  }

  private static int reference(final byte[] octets, final int from, final int bytes) {
    int sum = 0;
    for (int i = 0; i < bytes; i++) {
      sum += (octets[from + i] & 0xff) << ((i & 1) == 0 ? 8 : 0);
      if (sum > 0xffff) {
        sum -= 0xffff;
      }
    }
    return sum;
  }
}
