package org.braidwire.stack.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where options lie among each other, and what the writer refuses. */
class OptionLayoutTest {
  private final SegmentBuffer buffer = new SegmentBuffer();
  private final OptionWriter writer = buffer.writer();

  @BeforeEach
  void begin() {
    writer.begin(buffer.writeAddress());
  }

  @AfterEach
  void close() {
    buffer.close();
  }

  @Test
  void aSynIsLaidOutAsLinuxLaysItOut() {
    writer.mss(1460);
    writer.sackPermitted();
    writer.timestamps(0x11223344, 0);
    writer.windowScale(10);
    writer.mpCapableSyn(true);
    assertThat(buffer.written())
        .isEqualTo("020405b4" + "0402" + "080a1122334400000000" + "01" + "03030a" + "1e040181");
    assertThat(writer.room()).isEqualTo(16);
  }

  @Test
  void aSynWithoutTimestampsIsPaddedAtItsEnd() {
    writer.mss(536);
    writer.sackPermitted();
    writer.windowScale(0);
    writer.pad();
    assertThat(buffer.written()).isEqualTo("02040218" + "0402" + "01030300" + "0101");
  }

  @Test
  void aDataSegmentWithTimestampsAndTheLongestDssFillsTheHeader() {
    writer.timestamps(1, 2);
    writer.dss(true, 3, true, 4, 5, 6, true, 7, false);
    assertThat(buffer.written())
        .isEqualTo("0101080a0000000100000002" + "1e1c200f0000000000000003" + "0000000000000004"
            + "0000000500060007");
    assertThat(writer.room()).isZero();
    assertThat(writer.sackBlocksThatFit()).isZero();
  }

  @Test
  void aDssOf26OctetsIsFollowedByTwoNops() {
    writer.dss(true, 3, true, 4, 5, 6, false, 0, true);
    assertThat(buffer.written())
        .isEqualTo("1e1a201f0000000000000003" + "0000000000000004" + "000000050006" + "0101");
  }

  @Test
  void aPureAckHoldsOneSackBlockBesideTimestampsAndDataAckAndThreeWithoutDataAck() {
    writer.timestamps(1, 2);
    assertThat(writer.sackBlocksThatFit()).isEqualTo(3);
    writer.dss(true, 3, false, 0, 0, 0, false, 0, false);
    assertThat(writer.sackBlocksThatFit()).isEqualTo(1);
    writer.sack(new int[] {8, 0}, new int[] {9, 0}, 1);
    assertThat(buffer.written())
        .isEqualTo("0101080a0000000100000002" + "1e0c20030000000000000003" + "0101050a0000000800000009");
  }

  @Test
  void aHeaderWithoutOtherOptionsHoldsFourSackBlocks() {
    assertThat(writer.sackBlocksThatFit()).isEqualTo(4);
    writer.sack(new int[4], new int[4], 4);
    assertThat(writer.bytes()).isEqualTo(36);
  }

  @Test
  void dssBytesTellsWhatDssTakes() {
    for (int form = 0; form < 8; form++) {
      final boolean ack = (form & 1) != 0;
      final boolean mapping = (form & 2) != 0;
      final boolean checksum = (form & 4) != 0;
      if ((ack || mapping) && (mapping || !checksum)) {
        begin();
        writer.dss(ack, -1, mapping, -2, -3, 4, checksum, 5, false);
        assertThat(OptionWriter.dssBytes(ack, mapping, checksum)).isEqualTo(writer.bytes());
      }
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    writer.mpJoinAck(new byte[20]);
    writer.mpFail(1);
    assertThatThrownBy(() -> writer.mpFastclose(2)).isInstanceOf(AssertionError.class);
    assertThat(writer.bytes()).isEqualTo(36);
  }

  @Test
  void whatNoPeerCouldReadIsRefused() {
    assertRefused(() -> writer.mss(65_536));
    assertRefused(() -> writer.mss(0));
    assertRefused(() -> writer.windowScale(15));
    assertRefused(() -> writer.sack(new int[5], new int[5], 5));
    assertRefused(() -> writer.sack(new int[1], new int[1], 0));
    assertRefused(() -> writer.dss(true, 1, false, 0, 0, 0, false, 0, true));
    assertRefused(() -> writer.dss(true, 1, false, 0, 0, 0, true, 9, false));
    assertRefused(() -> writer.dss(false, 0, false, 0, 0, 0, false, 0, false));
    assertRefused(() -> writer.dss(false, 0, true, 0, 0, 65_536, false, 0, false));
    assertRefused(() -> writer.removeAddr(256));
    assertRefused(() -> writer.removeAddr(new int[38], 38));
    assertRefused(() -> writer.mpTcpRst(16, 0));
    assertRefused(() -> writer.mpTcpRst(0, 256));
    assertRefused(() -> writer.mpJoinSyn(false, 256, 0, 0));
    assertRefused(() -> writer.mpJoinAck(new byte[19]));
    assertRefused(() -> writer.addAddr(1, 0, 0xffff_c000_0201L, 65_536, 0));
  }

  private void assertRefused(final Runnable write) {
    begin();
    assertThatThrownBy(write::run).isInstanceOf(AssertionError.class);
  }
}
