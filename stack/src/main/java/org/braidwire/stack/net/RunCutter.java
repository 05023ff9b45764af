package org.braidwire.stack.net;

import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.port.Offload;
import org.braidwire.stack.wire.Checksum;
import org.braidwire.stack.wire.TcpFlags;
import org.braidwire.stack.wire.TcpHeader;

/**
 * Cuts a run of segments for a port that cannot: every piece gets a copy of the one header, with its own sequence
 * number. All options are equal, so that the peer's device or kernel may merge the pieces again. Engine thread.
 */
final class RunCutter {
  /** What only the last piece may carry. */
  private static final int LAST_FLAGS = TcpFlags.PSH | TcpFlags.FIN;

  private final IpOutput output;
  private final PacketMemory memory;

  RunCutter(final IpOutput output, final PacketMemory memory) {
    this.output = output;
    this.memory = memory;
  }

  /**
   * Sends the pieces in order; the last one leaves in the given header's own frame. Stops at the first that the
   * device refuses, or that finds no frame: what is missing is as lost, and sent again like that.
   *
   * @return whether all were given to the device
   */
  boolean send(
      final Route route,
      final long header,
      final int headerBytes,
      final long payload,
      final int payloadBytes,
      final int segmentBytes,
      final int tosByte) {
    final int seq = TcpHeader.seq(header);
    final int flags = TcpHeader.flags(header);
    TcpHeader.flags(header, flags & ~LAST_FLAGS);
    final boolean byDevice = route.link().checksumOffload();
    final long offload = byDevice ? IpOutput.CHECKSUM_BY_DEVICE : Offload.NONE;
    final int pseudoSum = IpOutput.pseudoSum(route, headerBytes + segmentBytes);
    // All but the sequence number is the same in every piece, and so is its part of the sum.
    final int commonSum = byDevice ? pseudoSum : Checksum.add(pseudoSum, sumWithoutSeq(header, headerBytes));
    int done = 0;
    while (payloadBytes - done > segmentBytes) {
      final long piece = output.beginSegment();
      if (piece == FramePool.NONE) {
        memory.frames().release(header);
        return false;
      }
      Memory.copy(header, piece, headerBytes);
      TcpHeader.seq(piece, seq + done);
      final long at = payload + done;
      TcpHeader.checksum(piece, byDevice ? commonSum : checksum(commonSum, seq + done, at, segmentBytes));
      if (!output.sendSummed(route, piece, headerBytes, at, segmentBytes, offload, tosByte)) {
        memory.frames().release(header);
        return false;
      }
      done += segmentBytes;
    }
    TcpHeader.flags(header, flags);
    TcpHeader.seq(header, seq + done);
    return output.sendPacket(
        route, header, headerBytes, payload + done, payloadBytes - done, 0, IpOutput.SUM_PAYLOAD_HERE, tosByte);
  }

  /** The sum of a header that was just written, as if its sequence number were 0. */
  private static int sumWithoutSeq(final long header, final int headerBytes) {
    final int minusSeq = Checksum.finish(Checksum.ofInt(TcpHeader.seq(header)));
    return Checksum.add(Checksum.ofHeader(header, headerBytes), minusSeq);
  }

  private static int checksum(final int commonSum, final int seq, final long payload, final int payloadBytes) {
    final int headerSum = Checksum.add(commonSum, Checksum.ofInt(seq));
    return Checksum.finish(Checksum.add(headerSum, Checksum.partial(payload, payloadBytes)));
  }
}
