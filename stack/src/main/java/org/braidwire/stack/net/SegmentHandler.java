package org.braidwire.stack.net;

import org.braidwire.stack.wire.InboundSegment;

/** What {@link IpInput} gives upwards. Owned by this floor, implemented above; called on the engine's thread. */
public interface SegmentHandler {
  /**
   * A TCP segment for one of our addresses, its checksum verified and its header parsed.
   *
   * <p>The frame is released when this returns; who keeps a slice of it retains its piece in the frame pool.
   * The {@code segment} object is used again for the next frame.
   *
   * @param frameAddress first octet of the frame, whose headers are whole
   */
  void onSegment(InboundSegment segment, long frameAddress, long nowNs);

  /**
   * A destination-unreachable message that quotes a TCP header from one of our addresses. Anybody can forge one:
   * the receiver checks the sequence number against what is in flight (RFC 5927 section 4.1) before it acts.
   *
   * @param segSeq sequence number of the quoted segment
   * @param code the ICMP code, for example {@code IcmpHeader.CODE_FRAGMENTATION_NEEDED}
   * @param mtu MTU of the next hop with that code, else 0
   */
  void onUnreachable(
      long remoteHigh,
      long remoteLow,
      long localHigh,
      long localLow,
      int localPort,
      int remotePort,
      int segSeq,
      int code,
      int mtu);
}
