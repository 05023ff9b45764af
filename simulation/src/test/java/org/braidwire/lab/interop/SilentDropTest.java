package org.braidwire.lab.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Packet sockets on both sides, which see a frame before an ingress filter could lose it. */
class SilentDropTest {
  private static final int FRAME_BYTES = 64;
  private static final int TYPE_AT = 12;
  private static final short ARP = 0x0806;
  private static final byte LOST = 1;
  private static final byte AFTERWARDS = 2;

  @BeforeEach
  void requireLaboratory() {
    Requirement.NETNS.require();
    Requirement.TC.require();
  }

  @Test
  void losesWhatEitherOfTwoStacksSends() throws Exception {
    try (Laboratory laboratory = Laboratory.open(LabPlan.links(1).withTwoWires());
        RawStation wire = RawStation.open(laboratory, LabSide.WIRE);
        RawStation kernel = RawStation.open(laboratory, LabSide.KERNEL)) {
      laboratory.silentDrop(0, true);
      laboratory.silentDrop(0, true);
      wire.send(frame(LOST));
      kernel.send(frame(LOST));

      laboratory.silentDrop(0, false);
      wire.send(frame(AFTERWARDS));
      kernel.send(frame(AFTERWARDS));

      assertThat(firstOfOurs(kernel)).isEqualTo(AFTERWARDS);
      assertThat(firstOfOurs(wire)).isEqualTo(AFTERWARDS);
    }
  }

  private static byte firstOfOurs(final RawStation station) {
    return station.expect(frame -> ByteBuffer.wrap(frame).getShort(TYPE_AT) == ARP)[FRAME_BYTES - 1];
  }

  /** To everybody; the last octet tells one from another. */
  private static byte[] frame(final byte mark) {
    final ByteBuffer frame = ByteBuffer.allocate(FRAME_BYTES);
    frame.putLong(0, 0xffff_ffff_ffff_0200L).putShort(TYPE_AT, ARP).put(FRAME_BYTES - 1, mark);
    return frame.array();
  }
}
