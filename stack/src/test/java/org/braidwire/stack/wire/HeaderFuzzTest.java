package org.braidwire.stack.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Random and mutated headers: no exception, and no access past the segment, which ends where its region ends.
 */
class HeaderFuzzTest {
  private static final int RANDOM_HEADERS = 1_000_000;
  private static final int MUTATED_HEADERS = 1_000_000;
  private static final int MAX_SEGMENT_BYTES = 80;

  private final SegmentBuffer buffer = new SegmentBuffer();
  private final SplittableRandom random = new SplittableRandom(20_260_101);
  private final int[] outcomes = new int[WireFault.values().length];
  private final byte[] tcp = new byte[MAX_SEGMENT_BYTES];
  private int read;

  @AfterEach
  void close() {
    buffer.close();
  }

  @Test
  void randomHeadersDoNoHarm() {
    for (int i = 0; i < RANDOM_HEADERS; i++) {
      random.nextBytes(tcp);
      final int bytes = random.nextInt(MAX_SEGMENT_BYTES + 1);
      if ((i & 1) == 0) {
        tcp[20] = OptionKind.MPTCP; // else hardly one in 256 would reach the MPTCP options
        tcp[21] = (byte) random.nextInt(41);
      }
      decodeAndReadEverything(bytes);
    }
    assertThat(outcomes).doesNotContain(0);
    assertThat(read).as("SACK blocks and addresses were among them").isNotZero();
  }

  @Test
  void mutatedHeadersDoNoHarm() {
    final List<byte[]> options = new ArrayList<>();
    for (final String[] row : KnownAnswers.rows("OPTION")) {
      options.add(KnownAnswers.octets("0101080a0000000100000002" + row[0]));
      options.add(KnownAnswers.octets(row[0] + "0101050a0000000100000002"));
    }
    options.removeIf(option -> option.length > TcpHeader.MAX_OPTION_BYTES);
    for (int i = 0; i < MUTATED_HEADERS; i++) {
      final byte[] option = options.get(random.nextInt(options.size()));
      final int offset = TcpHeader.MIN_BYTES + (option.length + 3 & ~3);
      System.arraycopy(option, 0, tcp, TcpHeader.MIN_BYTES, option.length);
      tcp[12] = (byte) (offset << 2);
      for (int flips = random.nextInt(4); flips > 0; flips--) {
        tcp[12 + random.nextInt(offset - 12)] ^= (byte) (1 << random.nextInt(8));
      }
      final int bytes = random.nextInt(8) == 0 ? random.nextInt(offset + 1) : offset + random.nextInt(20);
      decodeAndReadEverything(bytes);
    }
    assertThat(outcomes).doesNotContain(0);
    assertThat(read).as("SACK blocks and addresses were among them").isNotZero();
  }

  private void decodeAndReadEverything(final int bytes) {
    final WireFault fault = buffer.decode(tcp, bytes);
    outcomes[fault.ordinal()]++;
    if (fault != WireFault.NONE) {
      return;
    }
    final InboundSegment segment = buffer.segment();
    final int dataOffset = (tcp[12] & 0xf0) >>> 2;
    if (segment.payloadBytes() != bytes - dataOffset) {
      throw new AssertionError(segment.payloadBytes() + " of " + bytes);
    }
    final TcpOptions options = segment.options();
    for (int block = 0; block < options.sackCount(); block++) {
      read += options.sackLeft(block) ^ options.sackRight(block);
    }
    if (options.hasWindowScale() && options.windowScale() > OptionKind.MAX_WINDOW_SCALE) {
      throw new AssertionError(options.windowScale());
    }
    final MptcpOptions mptcp = segment.mptcp();
    final int removed = mptcp.removeAddr().count();
    for (int i = 0; i < removed; i++) {
      read += mptcp.removeAddr().id(i);
    }
    final int cut = random.nextInt(segment.segLen() + 1);
    segment.trimFront(cut);
    segment.trimBack(segment.segLen());
    if (segment.segLen() != 0) {
      throw new AssertionError(segment.segLen() + " left");
    }
  }
}
