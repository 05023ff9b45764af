package org.braidwire.stack.connection;

import org.braidwire.stack.subflow.RetransmissionQueue;
import org.braidwire.stack.subflow.SentSegment;

/**
 * Whether a subflow is suspected not to get its octets through, and how far they were sent again elsewhere. Engine
 * thread.
 */
final class Suspicion {
  private final RetransmissionQueue queue;
  private boolean raised;
  private SentSegment cursor;
  private long firstReinjectionNs;

  Suspicion(final RetransmissionQueue queue) {
    this.queue = queue;
  }

  boolean isRaised() {
    return raised;
  }

  void raise() {
    if (!raised) {
      firstReinjectionNs = 0;
    }
    raised = true;
    cursor = queue.head();
  }

  void lift() {
    raised = false;
    cursor = null;
  }

  /** Where the search for octets to be sent elsewhere goes on; {@code null} at the end of the queue. */
  SentSegment cursor() {
    return cursor;
  }

  void cursor(final SentSegment segment) {
    cursor = segment;
  }

  /** The entry was acknowledged and is about to be recycled. */
  void onAcknowledged(final SentSegment segment) {
    if (cursor == segment) {
      cursor = queue.head();
    }
  }

  /** A suspect subflow is given octets for want of a better one: they too are to be sent elsewhere when one comes. */
  void onSent(final SentSegment segment) {
    if (raised && cursor == null) {
      cursor = segment;
    }
  }

  /** Octets of this subflow were sent again elsewhere. */
  void onReinjected(final long nowNs) {
    if (firstReinjectionNs == 0) {
      firstReinjectionNs = nowNs;
    }
  }

  /** Clock time of the first copy sent elsewhere since suspicion was last raised; 0 if there was none. */
  long firstReinjectionNs() {
    return firstReinjectionNs;
  }
}
