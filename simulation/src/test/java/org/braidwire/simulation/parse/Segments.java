package org.braidwire.simulation.parse;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Builds TCP segments by hand for the tests of what reads them. Client 192.0.2.2:1000, server 192.0.2.3:5001. */
public final class Segments {
  private static final int CLIENT = 0xc0000202;
  private static final int SERVER = 0xc0000203;
  private static final int TCP_AT = 34;

  private final boolean fromClient;
  private final int flags;
  private int clientPort = 1000;
  private int seq;
  private int ack;
  private int window = 1000;
  private byte[] payload = {};
  private final ByteArrayOutputStream options = new ByteArrayOutputStream();

  private Segments(final boolean fromClient, final int flags) {
    this.fromClient = fromClient;
    this.flags = flags;
  }

  public static Segments fromClient(final int flags) {
    return new Segments(true, flags);
  }

  public static Segments fromServer(final int flags) {
    return new Segments(false, flags);
  }

  /** Of another subflow than the first. */
  public Segments clientPort(final int number) {
    clientPort = number;
    return this;
  }

  public Segments seq(final int number) {
    seq = number;
    return this;
  }

  public Segments ack(final int number) {
    ack = number;
    return this;
  }

  public Segments window(final int octets) {
    window = octets;
    return this;
  }

  public Segments payload(final byte[] octets) {
    payload = octets;
    return this;
  }

  public Segments option(final int... octets) {
    for (final int octet : octets) {
      options.write(octet);
    }
    return this;
  }

  public Segments capableSyn() {
    return option(30, 4, 1, 1);
  }

  public Segments capable(final long... keys) {
    option(30, 4 + 8 * keys.length, 1, 1);
    for (final long key : keys) {
      options.writeBytes(ByteBuffer.allocate(8).putLong(key).array());
    }
    return this;
  }

  /** Of a SYN. */
  public Segments join(final int token) {
    option(30, 12, 0x10, 1);
    options.writeBytes(
        ByteBuffer.allocate(8).putInt(token).putInt(0x600d_600d).array());
    return this;
  }

  public Segments dataAck(final long number) {
    option(30, 12, 0x20, 0x03);
    options.writeBytes(ByteBuffer.allocate(8).putLong(number).array());
    return this;
  }

  public Segments mapping(final long dataAck, final long dsn, final int ssn, final int length, final boolean fin) {
    option(30, 26, 0x20, 0x0f | (fin ? 0x10 : 0));
    options.writeBytes(ByteBuffer.allocate(22)
        .putLong(dataAck)
        .putLong(dsn)
        .putInt(ssn)
        .putShort((short) length)
        .array());
    return this;
  }

  public byte[] bytes() {
    while (options.size() % 4 != 0) {
      options.write(1);
    }
    final int header = 20 + options.size();
    final int tcpBytes = header + payload.length;
    final ByteBuffer frame = ByteBuffer.allocate(TCP_AT + tcpBytes);
    frame.put(new byte[] {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0});
    frame.put((byte) 0x45).put((byte) 0).putShort((short) (20 + tcpBytes)).putInt(0x4000);
    frame.put((byte) 64).put((byte) 6).putShort((short) 0);
    frame.putInt(fromClient ? CLIENT : SERVER).putInt(fromClient ? SERVER : CLIENT);
    frame.putShort((short) (fromClient ? clientPort : 5001)).putShort((short) (fromClient ? 5001 : clientPort));
    frame.putInt(seq)
        .putInt(ack)
        .put((byte) (header << 2))
        .put((byte) flags)
        .putShort((short) window);
    frame.putInt(0).put(options.toByteArray()).put(payload);
    final byte[] bytes = frame.array();
    frame.putShort(24, (short) InternetSum.complement(InternetSum.add(0, bytes, 14, 20)));
    frame.putShort(TCP_AT + 16, (short) InternetSum.complement(PacketParser.tcpSum(bytes, tcpBytes)));
    return bytes;
  }

  public WireFrame frame() {
    return new WireFrame(bytes());
  }
}
