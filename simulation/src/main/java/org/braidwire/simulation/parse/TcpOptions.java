package org.braidwire.simulation.parse;

import java.util.Optional;

/**
 * What the options of one segment say.
 *
 * @param mss 0 when absent
 * @param windowScale -1 when absent
 * @param sackBlocks number of blocks
 * @param multipathOptions how many MPTCP options there are, of any subtype
 */
public record TcpOptions(
    int mss,
    int windowScale,
    boolean sackPermitted,
    int sackBlocks,
    boolean timestamps,
    Optional<MpCapable> mpCapable,
    Optional<MpJoin> mpJoin,
    Optional<Dss> dss,
    boolean fastClose,
    boolean reset,
    boolean fail,
    int multipathOptions) {

  /** MP_CAPABLE, RFC 8684 3.1. {@code dataLength} is -1 and {@code checksum} is -1 where absent. */
  public record MpCapable(
      int length, int version, int flags, long senderKey, long receiverKey, int dataLength, int checksum) {
    private static final int CHECKSUM_REQUIRED = 0x80;

    public boolean checksumRequired() {
      return (flags & CHECKSUM_REQUIRED) != 0;
    }
  }

  /** MP_JOIN, RFC 8684 3.2: 12 octets on a SYN, 16 on a SYN/ACK, 24 on an ACK. */
  public record MpJoin(int length, int addressId, int token) {}

  /**
   * DSS, RFC 8684 3.3. Sequence numbers of 4 octets are kept as they are, in the low half.
   *
   * @param dataAckBytes 0, 4 or 8
   * @param dsnBytes 0 without a mapping, else 4 or 8
   * @param checksum -1 where absent
   */
  public record Dss(
      int dataAckBytes,
      long dataAck,
      int dsnBytes,
      long dsn,
      int ssn,
      int length,
      int checksum,
      boolean dataFin) {
    public boolean hasAck() {
      return dataAckBytes != 0;
    }

    public boolean hasMapping() {
      return dsnBytes != 0;
    }

    /** Length 0: everything that follows is mapped on, the fall-back of RFC 8684 3.7. */
    public boolean isInfinite() {
      return hasMapping() && length == 0;
    }

    /** Octets of payload in the mapping, without the one that a DATA_FIN takes. */
    public int payloadLength() {
      return length - (dataFin ? 1 : 0);
    }
  }

  String describe() {
    final StringBuilder text = new StringBuilder();
    mpCapable.ifPresent(o -> text.append("capable/").append(o.length()).append(' '));
    mpJoin.ifPresent(o -> text.append("join/").append(o.length()).append(' '));
    dss.ifPresent(o -> {
      text.append("dss ");
      if (o.hasAck()) {
        text.append("ack ").append(Long.toHexString(o.dataAck())).append(' ');
      }
      if (o.hasMapping()) {
        text.append("dsn ")
            .append(Long.toHexString(o.dsn()))
            .append(" ssn ")
            .append(Integer.toUnsignedString(o.ssn()));
        text.append(" len ").append(o.length()).append(o.dataFin() ? " fin " : " ");
      }
    });
    text.append(fastClose ? "fastclose " : "")
        .append(reset ? "tcprst " : "")
        .append(fail ? "fail " : "");
    text.append(sackBlocks > 0 ? "sack/" + sackBlocks : "");
    return text.toString();
  }
}
