package org.braidwire.simulation.card;

import java.util.List;
import org.braidwire.io.frame.PortMemory;
import org.braidwire.io.port.PortCounters;
import org.braidwire.simulation.link.Fault;
import org.braidwire.simulation.link.SeededRandom;
import org.braidwire.simulation.parse.WireFrame;

/** What the parts of a card ask of the port they belong to, its host and its cable. The network's thread. */
public interface CardContext {
  long nowNs();

  void after(long delayNs, Runnable action);

  /** The card's own chance. */
  SeededRandom random();

  PortCounters counters();

  /** Where the host wants to receive, and takes back what was sent. */
  PortMemory memory();

  /** Whether nobody but the card holds the piece of memory that {@code address} lies in. */
  boolean isLastHolder(long address);

  /** A host that waits for room looks again. */
  void wake();

  boolean hasCarrier();

  /** The host gave these frames, as one if they are several. */
  void given(List<WireFrame> frames);

  /** The frame goes onto the cable. */
  void carry(WireFrame frame);

  /** The octets of a frame that the card has not finished with are not those that it was given. */
  void changed(WireFrame frame);

  /** {@code fault} hit a frame that the host sent. */
  void hitSent(WireFrame frame, Fault fault);

  /** {@code fault} hit a frame that came over the cable. */
  void hitArrived(WireFrame frame, Fault fault);
}
