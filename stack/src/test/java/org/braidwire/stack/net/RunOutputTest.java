package org.braidwire.stack.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.braidwire.stack.net.NetFixture.OWN_1;
import static org.braidwire.stack.net.NetFixture.PEER;
import static org.braidwire.stack.net.NetFixture.PEER_MAC;

import java.util.Arrays;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.port.Offload;
import org.braidwire.stack.base.DropReason;
import org.braidwire.stack.wire.Checksum;
import org.braidwire.stack.wire.IpAddress;
import org.braidwire.stack.wire.TcpFlags;
import org.braidwire.stack.wire.TcpHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunOutputTest {
  private static final int HEADER_BYTES = 24;
  private static final int SEQ = 0xffff_ff00;
  private static final int FLAGS = TcpFlags.ACK | TcpFlags.PSH;
  private static final int SEQ_AT = Crafted.IP + 4;
  private static final int FLAGS_AT = Crafted.IP + 13;
  private static final int CHECKSUM_AT = Crafted.IP + 16;

  private final NetFixture host = new NetFixture();
  private final long chunk = host.memory.chunks().lease();
  private LinkAttachment link = host.link1;

  @AfterEach
  void nothingLeaks() {
    host.memory.chunks().release(chunk);
    host.close();
  }

  @Test
  void aPortThatCannotCutGetsPiecesWithEqualOptions() {
    fill(2_500);
    assertThat(sendRun(2_500, 1_000)).isTrue();

    assertThat(host.port1.sent).extracting(frame -> frame.length).containsExactly(1_058, 1_058, 558);
    int at = 0;
    for (final byte[] frame : host.port1.sent) {
      final byte[] tcp = Arrays.copyOfRange(frame, Crafted.IP, frame.length);
      assertThat(intAt(frame, SEQ_AT)).isEqualTo(SEQ + at);
      assertThat(frame[FLAGS_AT]).as("PSH is the last one's").isEqualTo((byte)
          (at == 2_000 ? FLAGS : TcpFlags.ACK));
      assertThat(intAt(frame, Crafted.IP + 20)).as("options").isEqualTo(0x01020304);
      assertThat(frame[Crafted.IP + HEADER_BYTES]).isEqualTo((byte) (7 * at));
      assertThat(Crafted.sum(tcp, 0, tcp.length, Crafted.pseudo(OWN_1, PEER, tcp.length)))
          .isEqualTo(0xffff);
      at += 1_000;
    }
    assertThat(host.port1.offloads).containsOnly(Offload.NONE);
    assertThat(host.memory.chunks().references(chunk)).isEqualTo(1);
  }

  /** Octets that change after they were summed leave with the sums of what they were: nobody reads them again. */
  @Test
  void sumsMadeBeforeAreTakenInsteadOfThePieces() {
    fill(2_500);
    final int[] sums = {Checksum.partial(chunk, 1_000), Checksum.UNKNOWN, Checksum.partial(chunk + 2_000, 500)};
    for (int at = 0; at < 2_500; at += 1_000) {
      Memory.putByte(chunk + at, 0x55);
    }

    assertThat(sendRun(2_500, 1_000, index -> sums[index])).isTrue();

    assertThat(host.port1.sent)
        .extracting(RunOutputTest::isRight)
        .as("only the piece without a sum was summed as it left")
        .containsExactly(false, true, false);
    host.port1.sent.get(0)[Crafted.IP + HEADER_BYTES] = 0;
    host.port1.sent.get(2)[Crafted.IP + HEADER_BYTES] = (byte) (7 * 2_000);
    assertThat(host.port1.sent).allMatch(RunOutputTest::isRight);
  }

  private static boolean isRight(final byte[] frame) {
    final byte[] tcp = Arrays.copyOfRange(frame, Crafted.IP, frame.length);
    return Crafted.sum(tcp, 0, tcp.length, Crafted.pseudo(OWN_1, PEER, tcp.length)) == 0xffff;
  }

  @Test
  void aPortThatCutsGetsTheWholeRun() {
    offer(65_535);
    fill(2_500);
    assertThat(sendRun(2_500, 1_000)).isTrue();

    final byte[] frame = host.port1.sent.getFirst();
    assertThat(host.port1.sent).hasSize(1);
    assertThat(frame).hasSize(Crafted.IP + HEADER_BYTES + 2_500);
    final long offload = host.port1.offloads.getFirst();
    assertThat(Offload.segmentType(offload)).isEqualTo(Offload.SEGMENT_TCP_V4);
    assertThat(Offload.segmentBytes(offload)).isEqualTo(1_000);
    assertThat(Offload.checksumStart(offload)).isEqualTo(Crafted.IP);
    assertThat(Offload.checksumOffset(offload)).isEqualTo(16);
    final int pseudo = Crafted.pseudo(OWN_1, PEER, HEADER_BYTES + 2_500);
    assertThat((frame[CHECKSUM_AT] & 0xff) << 8 | frame[CHECKSUM_AT + 1] & 0xff)
        .as("only the pseudo-header is summed")
        .isEqualTo(Crafted.sum(new byte[0], 0, 0, pseudo));
  }

  @Test
  void aRunBeyondWhatTheDeviceTakesIsCutHere() {
    offer(2_000);
    fill(2_500);
    assertThat(sendRun(2_500, 1_000)).isTrue();

    assertThat(host.port1.sent).hasSize(3);
    assertThat(host.port1.offloads).allMatch(word -> Offload.segmentType(word) == Offload.SEGMENT_NONE);
    assertThat(host.port1.offloads).allMatch(word -> Offload.has(word, Offload.NEEDS_CHECKSUM));
  }

  @Test
  void aDeviceThatFillsUpHalfWayTakesTheFrontOfTheRun() {
    host.port1.room = 2;
    fill(2_500);
    assertThat(sendRun(2_500, 1_000)).isFalse();

    assertThat(host.port1.sent).hasSize(2);
    assertThat(host.memory.frames().leased()).isZero();
    assertThat(host.memory.chunks().references(chunk)).isEqualTo(1);
  }

  @Test
  void segmentsBeyondTheMtuAreRefused() {
    assertThat(sendRun(3_000, 1_480)).isTrue();

    assertThat(host.port1.sent).isEmpty();
    assertThat(host.drops.get(DropReason.OUTPUT_EXCEEDS_MTU)).isEqualTo(1);
    assertThat(host.memory.frames().leased()).isZero();
  }

  private void offer(final int gsoMaxBytes) {
    host.port1.gsoMaxBytes = gsoMaxBytes;
    host.port1.checksumOffload = true;
    link = new LinkAttachment(0, host.port1, host.memory, host.drops);
  }

  private void fill(final int bytes) {
    for (int i = 0; i < bytes; i++) {
      Memory.putByte(chunk + i, 7 * i);
    }
  }

  private boolean sendRun(final int payloadBytes, final int segmentBytes) {
    return sendRun(payloadBytes, segmentBytes, NetFixture.NOT_SUMMED);
  }

  private boolean sendRun(final int payloadBytes, final int segmentBytes, final PayloadSums sums) {
    final long tcp = host.output.beginSegment();
    TcpHeader.write(tcp, 5001, 5002, SEQ, 0, HEADER_BYTES, FLAGS, 100);
    Memory.putInt(tcp + TcpHeader.MIN_BYTES, 0x01020304);
    final Route route = new Route().set(link, 0, IpAddress.v4Mapped(OWN_1), 0, IpAddress.v4Mapped(PEER), PEER_MAC);
    return host.output.sendSegment(route, tcp, HEADER_BYTES, chunk, payloadBytes, segmentBytes, sums, 0);
  }

  private static int intAt(final byte[] frame, final int at) {
    return java.nio.ByteBuffer.wrap(frame).getInt(at);
  }
}
