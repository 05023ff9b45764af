package org.braidwire.stack.net;

import org.braidwire.stack.wire.InboundSegment;
import org.braidwire.stack.wire.TcpHeader;

/** What {@link IpInput} gives upwards. Owned by this floor, implemented above; called on the engine's thread. */
public interface SegmentHandler {
  /**
   * Whether a TCP segment for one of our addresses is to be handled elsewhere, asked before anything beyond its addresses,
   * ports and flags is looked at; if so this has seen to it. At least {@link TcpHeader#MIN_BYTES} are there.
   *
   * @param link index of the link that it came by
   * @param frame first octet of the frame, which is released when this returns
   * @param ip its IPv4 header, which is sound
   * @param tcp its TCP header
   * @param offload what the port said of the frame
   */
  boolean isOthers(int link, long frame, long ip, long tcp, long offload);

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
