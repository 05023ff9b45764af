package org.braidwire.simulation.middlebox;

import java.util.function.Consumer;
import org.braidwire.simulation.link.Fault;
import org.braidwire.simulation.link.SeededRandom;
import org.braidwire.simulation.network.Middlebox;
import org.braidwire.simulation.parse.TcpOptions.Dss;
import org.braidwire.simulation.parse.TcpPacket;
import org.braidwire.simulation.parse.WireFrame;

/**
 * Takes the DATA_ACK away from some pure acknowledgements and opens their window wide. RFC 8684 3.3.2 forbids
 * to read a data-level window from such a segment, so a correct sender is not moved by it.
 */
public final class DataAckStripper implements Middlebox {
  private static final int WIDE_OPEN = 0xffff;

  /** These pass first: a sender without any DATA_ACK would rightly fall back to TCP. */
  private static final int LEFT_ALONE = 20;

  private final double probability;
  private final SeededRandom random;
  private int seen;

  public DataAckStripper(final double probability, final SeededRandom random) {
    this.probability = probability;
    this.random = random;
  }

  @Override
  public WireFrame pass(final WireFrame frame, final Consumer<Fault> hit) {
    final TcpPacket packet = frame.tcp().orElse(null);
    if (packet == null || !isPureDataAck(packet) || seen++ < LEFT_ALONE || !random.chance(probability)) {
      return frame;
    }
    final SegmentEditor editor = new SegmentEditor(frame);
    editor.eachMultipathOption(SegmentEditor.DSS, SegmentEditor::blank);
    editor.window(WIDE_OPEN);
    hit.accept(Fault.DATA_ACK_STRIPPED);
    return editor.finish();
  }

  private static boolean isPureDataAck(final TcpPacket packet) {
    final Dss dss = packet.options().dss().orElse(null);
    return dss != null
        && dss.hasAck()
        && !dss.hasMapping()
        && packet.payloadBytes() == 0
        && packet.options().multipathOptions() == 1
        && !packet.has(TcpPacket.FIN)
        && !packet.has(TcpPacket.RST);
  }
}
