package org.braidwire.gateway.tunnel;

import org.braidwire.gateway.base.AddressFault;
import org.braidwire.gateway.base.Outcome;

/** Why a request or an answer was refused: for counters and journal. */
public enum TunnelRefusal {
  NONE("not refused", false),
  BAD_MAGIC("not the gateway's protocol", true),
  BAD_VERSION("not version 1 of the protocol", true),
  BAD_FLAGS("flags that version 1 does not know", true),
  UNKNOWN_KEY("no key of that number", true),
  BAD_LENGTH("the length of the body is out of bounds", true),
  BAD_MAC("not signed with the key", true),
  OUTSIDE_TIME("the clocks differ by more than 30 s, or a request was held back", true),
  BEFORE_MEMORY("from before the time that this end remembers", true),
  REPLAYED("seen before", true),
  REPLAY_GUARD_FULL("too many requests within the time that is remembered", true),
  BAD_BODY("the body is cut off or has octets behind it", false),
  UNKNOWN_ADDRESS_TYPE("unknown type of address", false),
  BAD_NAME("the target's name is empty or no host's name", false),
  NAME_NOT_ALLOWED("a name where an address must stand", false),
  PORT_ZERO("the target's port is 0", false),
  BAD_LABEL("the label has characters other than a-z, 0-9, dot, hyphen and underscore, or more than 64", false),
  BAD_USER("the user's name is not printable UTF-8", false),
  BAD_CODE("a code that version 1 does not know", false);

  private final String text;
  private final boolean stranger;

  TunnelRefusal(final String text, final boolean stranger) {
    this.text = text;
    this.stranger = stranger;
  }

  /** For people. */
  public String text() {
    return text;
  }

  /** Whether the other end may be anybody, who is told nothing: the connection is aborted. */
  public boolean isStranger() {
    return stranger;
  }

  /** What an exit answers to one who is no stranger, and what an entry tells its client of an answer refused. */
  public Outcome outcome() {
    return this == UNKNOWN_ADDRESS_TYPE ? Outcome.ADDRESS_TYPE_NOT_SUPPORTED : Outcome.GENERAL_FAILURE;
  }

  static TunnelRefusal of(final AddressFault fault) {
    return switch (fault) {
      case NONE -> NONE;
      case TRUNCATED -> BAD_BODY;
      case UNKNOWN_TYPE -> UNKNOWN_ADDRESS_TYPE;
      case EMPTY_NAME, BAD_NAME -> BAD_NAME;
      case NAME_NOT_ALLOWED -> NAME_NOT_ALLOWED;
      case PORT_ZERO -> PORT_ZERO;
    };
  }
}
