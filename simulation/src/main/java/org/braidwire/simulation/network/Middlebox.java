package org.braidwire.simulation.network;

import java.util.function.Consumer;
import org.braidwire.simulation.link.Fault;
import org.braidwire.simulation.parse.WireFrame;

/** Something on the path that meddles with frames of one direction; checksums are right when it is done. */
@FunctionalInterface
public interface Middlebox {
  /**
   * @param frame what came
   * @param hit told of each fault done to it
   * @return {@code frame} itself when left alone, a new frame when changed, {@code null} when dropped
   */
  WireFrame pass(WireFrame frame, Consumer<Fault> hit);
}
