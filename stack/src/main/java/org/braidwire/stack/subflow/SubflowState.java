package org.braidwire.stack.subflow;

/**
 * The eleven states of RFC 9293 3.3.2, what may be done in each, and which may follow which: the edges of figure 5, and
 * from every state the one to CLOSED (note 3). Four edges of the figure and its notes are not taken here:
 *
 * <ul>
 *   <li>LISTEN to SYN-SENT: nobody sends from a listening port;
 *   <li>SYN-RECEIVED to LISTEN: a reset attempt is over, and the listener was never away;
 *   <li>SYN-RECEIVED to FIN-WAIT-1: a FIN waits for the end of the handshake (as 3.10.4 lets what was sent before);
 *   <li>FIN-WAIT-1 to TIME-WAIT: one segment makes two steps, the ACK before the FIN, by way of FIN-WAIT-2.
 * </ul>
 */
public enum SubflowState {
  CLOSED(false, false),
  /** No subflow stays in it: the engine's listener, or a token, listens, and its subflow begins with the SYN. */
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

  /** By ordinal, the states that may follow, each a bit. */
  private static final int[] SUCCESSORS = new int[values().length];

  static {
    lead(CLOSED, LISTEN, SYN_SENT);
    lead(LISTEN, SYN_RECEIVED);
    lead(SYN_SENT, SYN_RECEIVED, ESTABLISHED);
    lead(SYN_RECEIVED, ESTABLISHED);
    lead(ESTABLISHED, FIN_WAIT_1, CLOSE_WAIT);
    lead(FIN_WAIT_1, FIN_WAIT_2, CLOSING);
    lead(FIN_WAIT_2, TIME_WAIT);
    lead(CLOSE_WAIT, LAST_ACK);
    lead(CLOSING, TIME_WAIT);
    lead(LAST_ACK);
    lead(TIME_WAIT);
  }

  private final boolean maySend;
  private final boolean mayReceive;

  SubflowState(final boolean maySend, final boolean mayReceive) {
    this.maySend = maySend;
    this.mayReceive = mayReceive;
  }

  private static void lead(final SubflowState from, final SubflowState... to) {
    int successors = from == CLOSED ? 0 : CLOSED.bit();
    for (final SubflowState next : to) {
      successors |= next.bit();
    }
    SUCCESSORS[from.ordinal()] = successors;
  }

  private int bit() {
    return 1 << ordinal();
  }

  /** Whether {@code next} may follow this state. */
  boolean mayBecome(final SubflowState next) {
    return (SUCCESSORS[ordinal()] & next.bit()) != 0;
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
