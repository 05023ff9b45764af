package org.braidwire.stack.connection;

/** The data-level states of a connection (RFC 8684 3.3.3 and appendix D). */
public enum DataState {
  M_SETUP,
  M_ESTAB,
  M_FIN_WAIT_1,
  M_FIN_WAIT_2,
  M_CLOSE_WAIT,
  M_CLOSING,
  M_LAST_ACK,
  M_TIME_WAIT,
  M_CLOSED;

  /** Our DATA_FIN has been sent. */
  DataState onFinSent() {
    return switch (this) {
      case M_ESTAB -> M_FIN_WAIT_1;
      case M_CLOSE_WAIT -> M_LAST_ACK;
      default -> this;
    };
  }

  /** Our DATA_FIN has been acknowledged. */
  DataState onFinAcknowledged() {
    return switch (this) {
      case M_FIN_WAIT_1 -> M_FIN_WAIT_2;
      case M_CLOSING -> M_TIME_WAIT;
      case M_LAST_ACK -> M_CLOSED;
      default -> this;
    };
  }

  /** The peer's DATA_FIN is in order. */
  DataState onPeerFin() {
    return switch (this) {
      case M_ESTAB -> M_CLOSE_WAIT;
      case M_FIN_WAIT_1 -> M_CLOSING;
      case M_FIN_WAIT_2 -> M_TIME_WAIT;
      default -> this;
    };
  }

  /** Both directions are finished, or the connection was ended. */
  public boolean isOver() {
    return this == M_TIME_WAIT || this == M_CLOSED;
  }
}
