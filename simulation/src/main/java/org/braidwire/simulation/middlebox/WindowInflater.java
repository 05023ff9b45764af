package org.braidwire.simulation.middlebox;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.braidwire.simulation.link.Fault;
import org.braidwire.simulation.link.SeededRandom;
import org.braidwire.simulation.network.Middlebox;
import org.braidwire.simulation.parse.TcpOptions.Dss;
import org.braidwire.simulation.parse.TcpPacket;
import org.braidwire.simulation.parse.WireFrame;

/**
 * Makes the windows of some DATA_ACKs wider than their sender meant: the other end then sends, in good faith,
 * what lies outside the window, and the receiver has to drop it (RFC 8684 3.3.5) and give its memory back.
 */
public record WindowInflater(double probability, SeededRandom random, BooleanSupplier active) implements Middlebox {
  private static final int ADDED = 8;
  private static final int WIDEST = 0xffff;

  @Override
  public WireFrame pass(final WireFrame frame, final Consumer<Fault> hit) {
    final TcpPacket packet = frame.tcp().orElse(null);
    if (packet == null
        || packet.options().dss().filter(Dss::hasAck).isEmpty()
        || !active.getAsBoolean()
        || !random.chance(probability)) {
      return frame;
    }
    final SegmentEditor editor = new SegmentEditor(frame);
    editor.window(Math.min(WIDEST, packet.window() + ADDED));
    hit.accept(Fault.WINDOW_INFLATED);
    return editor.finish();
  }
}
