package org.braidwire.benchmarks.loop;

/**
 * What the three parts of a batch took, added up: sending (the application's copy, the segments and their checksums,
 * into the wire), receiving (out of the wire, checked, to the application's copy, and the acknowledgements made), and
 * taking the acknowledgements in. One thread.
 */
final class LoopParts {
  private long segments;
  private long acks;
  private long sendNs;
  private long receiveNs;
  private long ackNs;

  void add(final int count, final long acknowledgements, final long send, final long receive, final long ack) {
    segments += count;
    acks += acknowledgements;
    sendNs += send;
    receiveNs += receive;
    ackNs += ack;
  }

  long segments() {
    return segments;
  }

  /** Nanoseconds a segment to send. */
  double send() {
    return (double) sendNs / segments;
  }

  /** Nanoseconds a segment to receive and acknowledge. */
  double receive() {
    return (double) receiveNs / segments;
  }

  long acks() {
    return acks;
  }

  /** Nanoseconds to take in an acknowledgement. */
  double ackIn() {
    return (double) ackNs / acks;
  }
}
