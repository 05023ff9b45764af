package org.braidwire.stack.subflow;

/** The states of RFC 9293 3.3.2, with what may be done in each. */
public enum SubflowState {
  CLOSED(false, false),
  LISTEN(false, false),
  SYN_SENT(false, false),
  SYN_RECEIVED(false, false),
  ESTABLISHED(true, true),
  FIN_WAIT_1(false, true),
  FIN_WAIT_2(false, true),
  CLOSE_WAIT(true, false),
  CLOSING(false, false),
  LAST_ACK(false, false),
  TIME_WAIT(false, false);

  private final boolean maySend;
  private final boolean mayReceive;

  SubflowState(final boolean maySend, final boolean mayReceive) {
    this.maySend = maySend;
    this.mayReceive = mayReceive;
  }

  /** Whether new data may be sent. */
  public boolean maySend() {
    return maySend;
  }

  /** Whether arriving data is taken. */
  public boolean mayReceive() {
    return mayReceive;
  }

  /** Whether the three-way handshake is behind. */
  public boolean isSynchronized() {
    return ordinal() >= ESTABLISHED.ordinal();
  }

  /** Whether our FIN was sent. */
  public boolean finSent() {
    return this == FIN_WAIT_1 || this == FIN_WAIT_2 || this == CLOSING || this == LAST_ACK || this == TIME_WAIT;
  }
}
