package org.braidwire.stack.net;

import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.port.Offload;
import org.braidwire.stack.base.PlantedBug;
import org.braidwire.stack.wire.Checksum;
import org.braidwire.stack.wire.EthernetHeader;
import org.braidwire.stack.wire.Ipv4Header;
import org.braidwire.stack.wire.TcpFlags;
import org.braidwire.stack.wire.TcpHeader;

/**
 * Cuts a run of segments for a port that cannot: every piece gets a copy of the one set of headers, with its own sequence
 * number and identification. All options are equal, so that the peer's device or kernel may merge the pieces again. Engine thread.
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
      final PayloadSums sums,
      final int tosByte) {
    final int seq = TcpHeader.seq(header);
    final int flags = TcpHeader.flags(header);
    TcpHeader.flags(header, flags & ~LAST_FLAGS);
    final boolean byDevice = route.link().checksumOffload();
    final long offload = byDevice ? IpOutput.CHECKSUM_BY_DEVICE : Offload.NONE;
    final long template = output.writeTemplate(route, header, headerBytes + segmentBytes, tosByte);
    final int ipSum = Ipv4Header.sumWithoutId(template + EthernetHeader.BYTES);
    final int pseudoSum = IpOutput.pseudoSum(route, headerBytes + segmentBytes);
    // All but the sequence number is the same in every piece, and so is its part of the sum.
    final int commonSum = byDevice ? pseudoSum : Checksum.add(pseudoSum, sumWithoutSeq(header, headerBytes));
    int done = 0;
    int index = 0;
    while (payloadBytes - done > segmentBytes) {
      final long piece =
          PlantedBug.HEADER_PATCHED_UNDER_DESCRIPTOR.isPlanted() ? again(header) : output.beginSegment();
      if (piece == FramePool.NONE) {
        memory.frames().release(header);
        return false;
      }
      final long frame = piece - IpOutput.HEADERS_BYTES;
      Memory.copy(template, frame, IpOutput.HEADERS_BYTES + headerBytes);
      TcpHeader.seq(piece, seq + done);
      final long at = payload + done;
      if (byDevice) {
        TcpHeader.checksum(piece, commonSum);
      } else {
        final int payloadSum = IpOutput.payloadSum(sums.ofSegment(index), at, segmentBytes);
        TcpHeader.checksum(piece, checksum(commonSum, seq + done, payloadSum));
      }
      if (!output.sendCopy(
          route, frame, IpOutput.HEADERS_BYTES + headerBytes, at, segmentBytes, offload, ipSum)) {
        memory.frames().release(header);
        return false;
      }
      done += segmentBytes;
      index++;
    }
    TcpHeader.flags(header, flags);
    TcpHeader.seq(header, seq + done);
    if (PlantedBug.HEADER_PATCHED_UNDER_DESCRIPTOR.isPlanted()) {
      TcpHeader.checksum(header, 0);
    }
    return output.sendPacket(
        route, header, headerBytes, payload + done, payloadBytes - done, 0, sums.ofSegment(index), tosByte);
  }

  /** A planted fault: one header for all pieces, patched while a card may still have to read it. */
  private long again(final long header) {
    memory.retain(header);
    return header;
  }

  /** The sum of a header that was just written, as if its sequence number were 0. */
  private static int sumWithoutSeq(final long header, final int headerBytes) {
    final int minusSeq = Checksum.finish(Checksum.ofInt(TcpHeader.seq(header)));
    return Checksum.add(Checksum.ofHeader(header, headerBytes), minusSeq);
  }

  private static int checksum(final int commonSum, final int seq, final int payloadSum) {
    final int headerSum = Checksum.add(commonSum, Checksum.ofInt(seq));
    return Checksum.finish(Checksum.add(headerSum, payloadSum));
  }
}
