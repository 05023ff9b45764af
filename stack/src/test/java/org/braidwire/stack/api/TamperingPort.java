package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.port.ForwardingPort;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.RxBurst;
import org.braidwire.stack.net.Crafted;
import org.braidwire.stack.wire.EthernetHeader;
import org.braidwire.stack.wire.Ipv4Header;

/**
 * A stack's port by which a test changes octets in the stack's own memory at a moment of its choice, so that it shows
 * whether they are read again afterwards.
 */
final class TamperingPort extends ForwardingPort {
  private static final int CHANGED_BITS = 0x5a;

  /** Where the octets end that came last, and those before them. */
  final List<Long> arrivalEnds = new ArrayList<>();

  /** Whether the checksum of each segment with payload that left was right, while {@link #changesRuns} was set. */
  final List<Boolean> sentRight = new ArrayList<>();

  /** With the first segment of each run that has left, the first octet behind it is changed until the next has left. */
  boolean changesRuns;

  private long changedAt;

  TamperingPort(final FramePort inner) {
    super(inner);
  }

  static void change(final long address) {
    Memory.putByte(address, Memory.getUnsignedByte(address) ^ CHANGED_BITS);
  }

  @Override
  public int poll(final RxBurst burst) {
    final int frames = super.poll(burst);
    for (int i = 0; i < frames; i++) {
      arrivalEnds.add(burst.address(i) + burst.bytes(i));
    }
    return frames;
  }

  @Override
  public boolean transmit(
      final long headerAddress,
      final int headerBytes,
      final long payloadAddress,
      final int payloadBytes,
      final long offload) {
    final boolean watched = changesRuns && payloadBytes > 0;
    if (watched) {
      sentRight.add(isRight(headerAddress, headerBytes, payloadAddress, payloadBytes));
    }
    final boolean taken = super.transmit(headerAddress, headerBytes, payloadAddress, payloadBytes, offload);
    if (watched) {
      assertThat(taken).isTrue();
      if (changedAt == 0) {
        changedAt = payloadAddress + payloadBytes;
      } else {
        assertThat(payloadAddress).as("the run goes on").isEqualTo(changedAt);
      }
      change(changedAt);
      changedAt = changedAt == payloadAddress ? 0 : changedAt;
    }
    return taken;
  }

  private static boolean isRight(
      final long header, final int headerBytes, final long payload, final int payloadBytes) {
    final long ip = header + EthernetHeader.BYTES;
    final byte[] tcp = new byte[headerBytes - Crafted.IP + payloadBytes];
    Memory.get(header + Crafted.IP, tcp, 0, headerBytes - Crafted.IP);
    Memory.get(payload, tcp, headerBytes - Crafted.IP, payloadBytes);
    final int pseudo = Crafted.pseudo(Ipv4Header.source(ip), Ipv4Header.destination(ip), tcp.length);
    return Crafted.sum(tcp, 0, tcp.length, pseudo) == 0xffff;
  }
}
