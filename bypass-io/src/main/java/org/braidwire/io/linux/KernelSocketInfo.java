package org.braidwire.io.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The kernel's view of one of its connections ({@code MPTCP_INFO}, {@code MPTCP_SUBFLOW_ADDRS},
 * {@code MPTCP_TCPINFO}); a copy, free of threads.
 *
 * @param mptcp whether the connection speaks MPTCP; false for plain TCP and after a fall-back
 * @param fallback whether it was asked for as MPTCP and fell back
 * @param checksum whether DSS checksums are in use
 * @param additionalSubflows joined subflows, the first one not counted
 * @param token the local token
 * @param dataSndUna first data sequence number that the peer has not acknowledged
 * @param dataRcvNxt next data sequence number expected
 * @param retransmits reinjections at data level; 0 where the kernel does not say
 * @param subflows the subflows that live now; for plain TCP the one connection
 */
public record KernelSocketInfo(
    boolean mptcp,
    boolean fallback,
    boolean checksum,
    int additionalSubflows,
    int token,
    long dataSndUna,
    long dataRcvNxt,
    int retransmits,
    List<Subflow> subflows) {
  private static final int SOL_MPTCP = 284;
  private static final int MPTCP_INFO = 1;
  private static final int MPTCP_TCPINFO = 2;
  private static final int MPTCP_SUBFLOW_ADDRS = 3;
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_INFO = 11;
  private static final int MPTCP_INFO_BYTES = 96;
  private static final int TCP_INFO_BYTES = 232;
  private static final int ADDRESSES_BYTES = 2 * KernelSocketAddress.STORAGE_BYTES;
  private static final int SUBFLOW_HEADER_BYTES = 16;
  private static final int MAX_SUBFLOWS = 16;
  private static final int FLAG_FALLBACK = 1;
  private static final String[] STATES = {
    "?",
    "ESTABLISHED",
    "SYN-SENT",
    "SYN-RECEIVED",
    "FIN-WAIT-1",
    "FIN-WAIT-2",
    "TIME-WAIT",
    "CLOSED",
    "CLOSE-WAIT",
    "LAST-ACK",
    "LISTEN",
    "CLOSING"
  };

  /** One TCP connection of the kernel ({@code struct tcp_info}). Addresses are null where the kernel gives none. */
  public record Subflow(
      InetSocketAddress local,
      InetSocketAddress remote,
      String state,
      long bytesSent,
      long bytesAcked,
      long bytesReceived,
      long bytesRetransmitted,
      long srttMicros,
      long rtoMicros,
      long cwndSegments,
      long unackedSegments,
      int backoff) {
    @Override
    public String toString() {
      return local + " -> " + remote + " " + state + " sent " + bytesSent + " acked " + bytesAcked + " received "
          + bytesReceived + " retransmitted " + bytesRetransmitted + " srtt " + srttMicros + " us rto "
          + rtoMicros
          + " us cwnd " + cwndSegments + " unacked " + unackedSegments + " backoff " + backoff;
    }
  }

  static KernelSocketInfo read(final int descriptor, final String subject) {
    try (Arena arena = Arena.ofConfined()) {
      final MemorySegment info = arena.allocate(MPTCP_INFO_BYTES, Long.BYTES);
      final MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, MPTCP_INFO_BYTES);
      if (KernelSocketCalls.getsockopt(descriptor, SOL_MPTCP, MPTCP_INFO, info, length) < 0) {
        return plain(descriptor, subject, arena);
      }
      final boolean fallback = (info.get(ValueLayout.JAVA_INT, 8) & FLAG_FALLBACK) != 0;
      return new KernelSocketInfo(
          !fallback,
          fallback,
          info.get(ValueLayout.JAVA_BYTE, 42) != 0,
          info.get(ValueLayout.JAVA_BYTE, 0) & 0xff,
          info.get(ValueLayout.JAVA_INT, 12),
          info.get(ValueLayout.JAVA_LONG, 24),
          info.get(ValueLayout.JAVA_LONG, 32),
          info.get(ValueLayout.JAVA_INT, 44),
          subflows(descriptor, arena));
    }
  }

  /** A TCP socket, or one that the kernel made TCP when it accepted: MPTCP_INFO is not for it. */
  private static KernelSocketInfo plain(final int descriptor, final String subject, final Arena arena) {
    final MemorySegment tcp = arena.allocate(TCP_INFO_BYTES, Long.BYTES);
    final MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, TCP_INFO_BYTES);
    if (KernelSocketCalls.getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, tcp, length) < 0) {
      throw new LinuxException("getsockopt TCP_INFO", subject, NativeCall.errno(), "");
    }
    return new KernelSocketInfo(false, false, false, 0, 0, 0, 0, 0, List.of(subflow(tcp, 0, null, null)));
  }

  private static List<Subflow> subflows(final int descriptor, final Arena arena) {
    final MemorySegment addresses = array(descriptor, MPTCP_SUBFLOW_ADDRS, ADDRESSES_BYTES, arena);
    final MemorySegment states = array(descriptor, MPTCP_TCPINFO, TCP_INFO_BYTES, arena);
    // Two calls: a subflow may come or go between them, so only as many as both know are named.
    final int count = Math.min(count(addresses), count(states));
    final List<Subflow> subflows = new ArrayList<>(count);
    for (int index = 0; index < count; index++) {
      final long address = SUBFLOW_HEADER_BYTES + (long) index * ADDRESSES_BYTES;
      subflows.add(subflow(
          states,
          SUBFLOW_HEADER_BYTES + (long) index * TCP_INFO_BYTES,
          KernelSocketAddress.read(addresses, address),
          KernelSocketAddress.read(addresses, address + KernelSocketAddress.STORAGE_BYTES)));
    }
    return List.copyOf(subflows);
  }

  private static int count(final MemorySegment array) {
    return array == null ? 0 : Math.min(MAX_SUBFLOWS, array.get(ValueLayout.JAVA_INT, 4));
  }

  /** One option that answers {@code struct mptcp_subflow_data} followed by an element a subflow; null if refused. */
  private static MemorySegment array(
      final int descriptor, final int option, final int elementBytes, final Arena arena) {
    final int bytes = SUBFLOW_HEADER_BYTES + MAX_SUBFLOWS * elementBytes;
    final MemorySegment memory = arena.allocate(bytes, Long.BYTES);
    memory.set(ValueLayout.JAVA_INT, 0, SUBFLOW_HEADER_BYTES);
    memory.set(ValueLayout.JAVA_INT, 12, elementBytes);
    final MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, bytes);
    return KernelSocketCalls.getsockopt(descriptor, SOL_MPTCP, option, memory, length) < 0 ? null : memory;
  }

  private static Subflow subflow(
      final MemorySegment tcp, final long at, final InetSocketAddress local, final InetSocketAddress remote) {
    final int state = tcp.get(ValueLayout.JAVA_BYTE, at);
    return new Subflow(
        local,
        remote,
        STATES[state > 0 && state < STATES.length ? state : 0],
        tcp.get(ValueLayout.JAVA_LONG_UNALIGNED, at + 200),
        tcp.get(ValueLayout.JAVA_LONG_UNALIGNED, at + 120),
        tcp.get(ValueLayout.JAVA_LONG_UNALIGNED, at + 128),
        tcp.get(ValueLayout.JAVA_LONG_UNALIGNED, at + 208),
        unsigned(tcp, at + 68),
        unsigned(tcp, at + 8),
        unsigned(tcp, at + 80),
        unsigned(tcp, at + 24),
        tcp.get(ValueLayout.JAVA_BYTE, at + 4));
  }

  private static long unsigned(final MemorySegment tcp, final long at) {
    return tcp.get(ValueLayout.JAVA_INT_UNALIGNED, at) & 0xffff_ffffL;
  }
}
