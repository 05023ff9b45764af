package org.braidwire.gateway.tunnel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.braidwire.gateway.base.AddressFault;
import org.braidwire.gateway.base.AddressReader;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.base.Target;
import org.braidwire.gateway.base.Utf8;

/** The fields of a request's body: target, label, user, source, and nothing behind them. One thread. */
final class RequestBody {
  private TunnelRequest request;

  static void write(final TunnelRequest request, final ByteBuffer out) {
    request.target().writeTo(out);
    writeText(request.label(), out);
    writeText(request.user(), out);
    request.source().writeTo(out);
  }

  private static void writeText(final String text, final ByteBuffer out) {
    final byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    out.put((byte) octets.length).put(octets);
  }

  /** Reads a whole body. The key's holder wrote it, but may have done it wrong. */
  TunnelRefusal read(final ByteBuffer in) {
    final AddressReader address = new AddressReader();
    final AddressFault targetFault = address.readTarget(in);
    if (targetFault != AddressFault.NONE) {
      return TunnelRefusal.of(targetFault);
    }
    final Target target = address.target();
    final ByteBuffer label = counted(in);
    final ByteBuffer user = label == null ? null : counted(in);
    if (user == null) {
      return TunnelRefusal.BAD_BODY;
    }
    final AddressFault sourceFault = address.readEndpoint(in);
    if (sourceFault != AddressFault.NONE) {
      return TunnelRefusal.of(sourceFault);
    }
    return in.hasRemaining() ? TunnelRefusal.BAD_BODY : judge(target, label, user, address.endpoint());
  }

  /** What {@link #read} found when it found nothing wrong. */
  TunnelRequest request() {
    return request;
  }

  private TunnelRefusal judge(
      final Target target, final ByteBuffer labelOctets, final ByteBuffer userOctets, final Endpoint source) {
    final Optional<String> label = Utf8.decode(labelOctets).filter(TunnelRequest::isLabel);
    final Optional<String> user = Utf8.decode(userOctets);
    if (label.isEmpty()) {
      return TunnelRefusal.BAD_LABEL;
    }
    if (user.isEmpty()) {
      return TunnelRefusal.BAD_USER;
    }
    request = new TunnelRequest(target, label.get(), user.get(), source);
    return TunnelRefusal.NONE;
  }

  /** The octets behind their count, null if there are fewer. */
  private static ByteBuffer counted(final ByteBuffer in) {
    if (!in.hasRemaining()) {
      return null;
    }
    final int bytes = in.get() & 0xff;
    if (in.remaining() < bytes) {
      return null;
    }
    final ByteBuffer octets = in.slice(in.position(), bytes);
    in.position(in.position() + bytes);
    return octets;
  }
}
