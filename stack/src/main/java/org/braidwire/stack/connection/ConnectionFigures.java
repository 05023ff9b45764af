package org.braidwire.stack.connection;

/** What a connection has done so far, for those who watch. Engine thread. */
public final class ConnectionFigures {
  private final DataSender sender;
  private final DataReceiver receiver;
  private final DataRetransmitter retransmitter;
  private final SubflowTable subflows;

  ConnectionFigures(
      final DataSender sender,
      final DataReceiver receiver,
      final DataRetransmitter retransmitter,
      final SubflowTable subflows) {
    this.sender = sender;
    this.receiver = receiver;
    this.retransmitter = retransmitter;
    this.subflows = subflows;
  }

  /** Octets the application gave. */
  public long sentBytes() {
    return sender.sentBytes();
  }

  /** Of these, acknowledged at data level. */
  public long acknowledgedBytes() {
    return sender.acknowledgedBytes();
  }

  /** Octets the application consumed. */
  public long consumedBytes() {
    return receiver.delivery().consumedBytes();
  }

  /** Octets received again at data level. */
  public long duplicateBytes() {
    return receiver.duplicateBytes();
  }

  public long reinjectedBytes(final ReinjectionCause cause) {
    return retransmitter.bytes(cause);
  }

  /** Clock time of the first reinjection after at least a second without any; 0 if never. */
  public long firstReinjectionNs() {
    return retransmitter.firstReinjectionNs();
  }

  /** Subflows that have ended, the latest {@link SubflowTable#MAX_CLOSED}. */
  public int closedSubflowCount() {
    return subflows.closedCount();
  }

  public MptcpSubflow closedSubflow(final int index) {
    return subflows.closed(index);
  }
}
