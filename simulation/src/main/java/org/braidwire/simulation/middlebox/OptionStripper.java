package org.braidwire.simulation.middlebox;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.braidwire.simulation.link.Fault;
import org.braidwire.simulation.network.Middlebox;
import org.braidwire.simulation.parse.TcpPacket;
import org.braidwire.simulation.parse.WireFrame;

/** Takes every MPTCP option away from the segments that {@code victims} picks. */
public record OptionStripper(Predicate<TcpPacket> victims) implements Middlebox {
  /** SYNs without ACK. */
  public static OptionStripper ofSyn() {
    return new OptionStripper(packet -> packet.has(TcpPacket.SYN) && !packet.has(TcpPacket.ACK));
  }

  /** SYN/ACKs. */
  public static OptionStripper ofSynAck() {
    return new OptionStripper(packet -> packet.has(TcpPacket.SYN) && packet.has(TcpPacket.ACK));
  }

  /** Everything but SYNs: from the third ACK on. */
  public static OptionStripper afterSyn() {
    return new OptionStripper(packet -> !packet.has(TcpPacket.SYN));
  }

  @Override
  public WireFrame pass(final WireFrame frame, final Consumer<Fault> hit) {
    final TcpPacket packet = frame.tcp().orElse(null);
    if (packet == null || packet.options().multipathOptions() == 0 || !victims.test(packet)) {
      return frame;
    }
    final SegmentEditor editor = new SegmentEditor(frame);
    editor.eachMultipathOption(-1, SegmentEditor::blank);
    hit.accept(Fault.OPTIONS_STRIPPED);
    return editor.finish();
  }
}
