package org.braidwire.simulation.parse;

/**
 * One sound TCP segment over IPv4.
 *
 * @param sourceAddress IPv4 address
 * @param payloadAt where the payload begins in the frame
 * @param payloadBytes its length, Ethernet padding excluded
 */
public record TcpPacket(
    int sourceAddress,
    int targetAddress,
    int sourcePort,
    int targetPort,
    int seq,
    int ack,
    int flags,
    int window,
    TcpOptions options,
    int payloadAt,
    int payloadBytes) {
  public static final int FIN = 0x01;
  public static final int SYN = 0x02;
  public static final int RST = 0x04;
  public static final int PSH = 0x08;
  public static final int ACK = 0x10;

  public boolean has(final int flag) {
    return (flags & flag) != 0;
  }

  /** The direction this segment travels in, as one comparable thing. */
  public Flow flow() {
    return new Flow(sourceAddress, sourcePort, targetAddress, targetPort);
  }

  /** One direction of one subflow. */
  public record Flow(int sourceAddress, int sourcePort, int targetAddress, int targetPort) {
    public Flow reverse() {
      return new Flow(targetAddress, targetPort, sourceAddress, sourcePort);
    }

    @Override
    public String toString() {
      return dotted(sourceAddress) + ":" + sourcePort + ">" + dotted(targetAddress) + ":" + targetPort;
    }

    private static String dotted(final int address) {
      return (address >>> 24) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "."
          + (address & 0xff);
    }
  }

  /** One line in the manner of a packet analyser. */
  public String describe() {
    final StringBuilder text = new StringBuilder(flow().toString()).append(' ');
    text.append(has(SYN) ? "S" : "").append(has(FIN) ? "F" : "").append(has(RST) ? "R" : "");
    text.append(has(ACK) ? "." : "");
    text.append(" seq ")
        .append(Integer.toUnsignedString(seq))
        .append(" ack ")
        .append(Integer.toUnsignedString(ack));
    text.append(" win ")
        .append(window)
        .append(" len ")
        .append(payloadBytes)
        .append(' ')
        .append(options.describe());
    return text.toString();
  }
}
