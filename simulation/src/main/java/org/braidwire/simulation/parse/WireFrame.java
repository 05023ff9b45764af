package org.braidwire.simulation.parse;

import java.util.Arrays;
import java.util.Optional;

/** A frame on its way: its octets, never changed once here, and what they mean. One thread. */
public final class WireFrame {
  private final byte[] bytes;
  private Optional<TcpPacket> tcp;

  public WireFrame(final byte[] bytes) {
    this.bytes = bytes;
  }

  /** The octets; not to be written. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return bytes.length;
  }

  /** Whether both are the same on the wire. */
  public boolean hasOctetsOf(final WireFrame other) {
    return Arrays.equals(bytes, other.bytes);
  }

  /** A copy that may be changed and made a frame of its own. */
  public byte[] copy() {
    return Arrays.copyOf(bytes, bytes.length);
  }

  /** The TCP segment in it, or nothing if it carries none or none that is sound. */
  @SuppressWarnings("OptionalAssignedToNull")
  public Optional<TcpPacket> tcp() {
    if (tcp == null) {
      try {
        tcp = PacketParser.parse(bytes);
      } catch (ParseException damaged) {
        tcp = Optional.empty();
      }
    }
    return tcp;
  }

  /** One line for a report. */
  public String describe() {
    return tcp().map(TcpPacket::describe).orElse("not TCP, " + length() + " octets");
  }
}
