package org.braidwire.io.port;

import java.util.List;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.frame.PortMemory;

/**
 * What a port is opened for.
 *
 * @param interfaceName in the calling thread's network namespace
 * @param claims what of the interface's traffic is ours: those of every address of the engine, since a segment for any
 *     own address is taken on any link
 * @param pools the engine's pools, whose memory a device may have to be told of
 * @param memory whom the port asks for frames; belongs to the thread that will drive it
 * @param group with whom it shares the interface's traffic
 * @param reason why it is opened as it is, an ending of its description; empty where that was asked for
 */
public record PortRequest(
    String interfaceName,
    List<Claim> claims,
    PacketMemory pools,
    PortMemory memory,
    PortGroup group,
    String reason) {
  /** For a port that has its interface to itself. */
  public PortRequest(
      final String interfaceName, final List<Claim> claims, final PacketMemory pools, final PortMemory memory) {
    this(interfaceName, claims, pools, memory, PortGroup.ALONE, "");
  }

  /** For a port that the engine's own thread drives. */
  public static PortRequest onEngineThread(
      final String interfaceName, final List<Claim> claims, final PacketMemory pools) {
    return new PortRequest(interfaceName, claims, pools, pools);
  }

  /** The same for a port that another thread drives, which asks {@code stock} for frames. */
  public PortRequest withMemory(final PortMemory stock) {
    return new PortRequest(interfaceName, claims, pools, stock, group, reason);
  }

  /** The same for a port that is one of {@code shared}. */
  public PortRequest withGroup(final PortGroup shared) {
    return new PortRequest(interfaceName, claims, pools, memory, shared, reason);
  }

  /** The same for a port whose description ends with {@code why}. */
  public PortRequest withReason(final String why) {
    return new PortRequest(interfaceName, claims, pools, memory, group, why);
  }
}
