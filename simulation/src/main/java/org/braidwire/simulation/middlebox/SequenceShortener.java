package org.braidwire.simulation.middlebox;

import java.util.function.Consumer;
import org.braidwire.simulation.link.Fault;
import org.braidwire.simulation.link.SeededRandom;
import org.braidwire.simulation.network.Middlebox;
import org.braidwire.simulation.parse.WireFrame;

/**
 * Writes data sequence numbers and DATA_ACKs of 8 octets in their 4-octet forms, as a sender may (RFC 8684
 * 3.3.1): the receiver must find the upper half by itself, across the wrap too.
 */
public record SequenceShortener(double probability, SeededRandom random) implements Middlebox {
  private static final int ACK_PRESENT = 0x01;
  private static final int ACK_LONG = 0x02;
  private static final int DSN_PRESENT = 0x04;
  private static final int DSN_LONG = 0x08;
  private static final int FLAGS_AT = 3;
  private static final int BODY_AT = 4;
  private static final int MAPPING_REST_BYTES = 6;

  @Override
  public WireFrame pass(final WireFrame frame, final Consumer<Fault> hit) {
    if (frame.tcp().flatMap(packet -> packet.options().dss()).isEmpty() || !random.chance(probability)) {
      return frame;
    }
    final SegmentEditor editor = new SegmentEditor(frame);
    editor.eachMultipathOption(SegmentEditor.DSS, SequenceShortener::shorten);
    hit.accept(Fault.SEQUENCE_SHORTENED);
    return editor.finish();
  }

  private static void shorten(final byte[] bytes, final int at) {
    final int length = bytes[at + 1] & 0xff;
    final int flags = bytes[at + FLAGS_AT];
    int from = at + BODY_AT;
    int to = from;
    if ((flags & ACK_PRESENT) != 0) {
      final int octets = (flags & ACK_LONG) != 0 ? Long.BYTES : Integer.BYTES;
      to = keepLowHalf(bytes, from, octets, to);
      from += octets;
    }
    if ((flags & DSN_PRESENT) != 0) {
      final int octets = (flags & DSN_LONG) != 0 ? Long.BYTES : Integer.BYTES;
      to = keepLowHalf(bytes, from, octets, to);
      from += octets;
      final int rest = at + length - from;
      assert rest == MAPPING_REST_BYTES || rest == MAPPING_REST_BYTES + 2;
      System.arraycopy(bytes, from, bytes, to, rest);
      to += rest;
    }
    bytes[at + FLAGS_AT] = (byte) (flags & ~(ACK_LONG | DSN_LONG));
    bytes[at + 1] = (byte) (to - at);
    for (int i = to; i < at + length; i++) {
      bytes[i] = SegmentEditor.NOP;
    }
  }

  private static int keepLowHalf(final byte[] bytes, final int from, final int octets, final int to) {
    System.arraycopy(bytes, from + octets - Integer.BYTES, bytes, to, Integer.BYTES);
    return to + Integer.BYTES;
  }
}
