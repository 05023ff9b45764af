package org.braidwire.simulation.middlebox;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.braidwire.simulation.link.Fault;
import org.braidwire.simulation.network.Middlebox;
import org.braidwire.simulation.parse.TcpPacket;
import org.braidwire.simulation.parse.TcpPacket.Flow;
import org.braidwire.simulation.parse.WireFrame;

/**
 * Changes the HMAC of the third ACK of the first joins that come by, on every copy of it, as an attacker who
 * does not know the keys would send it. RFC 8684 3.2: such a subflow is closed with RST and carries no data.
 */
public final class JoinForger implements Middlebox {
  private static final int THIRD_ACK_BYTES = 24;
  private static final int HMAC_AT = 4;

  private final Set<Flow> victims = new LinkedHashSet<>();
  private final Consumer<Flow> told;
  private final int joinsToForge;

  /**
   * @param told each flow whose HMAC was changed
   */
  public JoinForger(final int joinsToForge, final Consumer<Flow> told) {
    this.joinsToForge = joinsToForge;
    this.told = told;
  }

  @Override
  public WireFrame pass(final WireFrame frame, final Consumer<Fault> hit) {
    final TcpPacket packet = frame.tcp().orElse(null);
    if (packet == null
        || packet.options()
            .mpJoin()
            .filter(o -> o.length() == THIRD_ACK_BYTES)
            .isEmpty()) {
      return frame;
    }
    if (!victims.contains(packet.flow())) {
      if (victims.size() == joinsToForge) {
        return frame;
      }
      victims.add(packet.flow());
      told.accept(packet.flow());
    }
    final SegmentEditor editor = new SegmentEditor(frame);
    editor.eachMultipathOption(1, (bytes, at) -> bytes[at + HMAC_AT] ^= 0x40);
    hit.accept(Fault.HMAC_FORGED);
    return editor.finish();
  }
}
