package org.braidwire.io;

import java.util.List;
import org.braidwire.io.silence.SilencePolicy;

/**
 * How frames are to reach the wire.
 *
 * @param io name of the kind of port: {@code auto} or one of {@link #KINDS}
 * @param offloads whether checksums and super-segments are left to the device on transmit, where it can
 * @param silence whether the host's kernel is kept from seeing what is ours
 */
public record PortChoice(String io, boolean offloads, SilencePolicy silence) {
  /** What suits each interface best, chosen for it by itself. */
  public static final String AUTO = "auto";

  public static final String AF_PACKET = "af_packet";

  public static final String AF_XDP = "af_xdp";

  public static final String TAP = "tap";

  /** The kinds there are. */
  public static final List<String> KINDS = List.of(AF_PACKET, AF_XDP, TAP);

  /** Checks the name. */
  public PortChoice {
    if (!io.equals(AUTO) && !KINDS.contains(io)) {
      throw new IllegalArgumentException(
          "unknown I/O '" + io + "'; known are: " + AUTO + ", " + String.join(", ", KINDS));
    }
  }

  /** With a kernel that is silent while we live. */
  public PortChoice(final String io, final boolean offloads) {
    this(io, offloads, SilencePolicy.RESET_ON_DEATH);
  }

  /** The best that the interface can do. */
  public static PortChoice auto() {
    return new PortChoice(AUTO, true);
  }

  /** Whether a port of this kind makes its interface where there is none of that name. */
  public boolean makesInterface() {
    return io.equals(TAP);
  }

  /** Whether the ports of several engines can share an interface. */
  public boolean mayShare() {
    return io.equals(AUTO) || io.equals(AF_PACKET);
  }

  public PortChoice withOffloads(final boolean wanted) {
    return new PortChoice(io, wanted, silence);
  }

  public PortChoice withSilence(final SilencePolicy wanted) {
    return new PortChoice(io, offloads, wanted);
  }

  public PortChoice withIo(final String name) {
    return new PortChoice(name, offloads, silence);
  }
}
