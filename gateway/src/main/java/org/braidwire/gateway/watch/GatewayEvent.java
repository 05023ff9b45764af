package org.braidwire.gateway.watch;

import java.util.Locale;

/**
 * Something that happened, for counters, a log and a journal.
 *
 * @param subject whom it happened to: a listener, or a request
 * @param detail one line for people, without secrets
 */
public record GatewayEvent(Kind kind, String subject, String detail) {
  /** What can happen. */
  public enum Kind {
    /** A listener is ready. */
    LISTENING,
    /** A target was reached, or a request to it is under way without waiting for that. */
    OPENED,
    /** A request was refused by the policy or by a limit, or by what the client sent. */
    REFUSED,
    /** A target was not reached. */
    UNREACHED,
    /** A carried connection has ended. */
    CLOSED,
    /** The machine lacks something; it is tried again. */
    TROUBLE
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + " " + subject + (detail.isEmpty() ? "" : ": " + detail);
  }
}
