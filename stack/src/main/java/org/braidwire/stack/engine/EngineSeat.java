package org.braidwire.stack.engine;

/**
 * An engine's place among those of its process.
 *
 * @param mesh what they share
 * @param index its number, from 0
 */
public record EngineSeat(EngineMesh mesh, int index) {
  /** Nobody's. */
  static final int NONE = -1;

  /** An engine that has no other beside it. */
  public static EngineSeat alone() {
    return new EngineMesh(1).seat(0);
  }

  boolean isAlone() {
    return mesh.engines() == 1;
  }

  /** The engine whose connection has this token (ADR 0009), or {@link #NONE}. */
  int ownerOfToken(final int token) {
    final int bits = mesh.bits();
    return bits == 0 ? index : existing(token >>> (Integer.SIZE - bits));
  }

  /** The engine that opens connections from this port, or {@link #NONE}. */
  int ownerOfPort(final int port) {
    return PortAllocator.isEphemeral(port) ? existing(port & (1 << mesh.bits()) - 1) : NONE;
  }

  private int existing(final int engine) {
    return engine < mesh.engines() ? engine : NONE;
  }
}
