package org.braidwire.gateway.socks;

import org.braidwire.gateway.base.AddressFault;

/** Why a conversation was refused: for counters and journal. The client learns less. */
public enum SocksRefusal {
  NONE("not refused"),
  NOT_SOCKS5("the greeting is not of SOCKS version 5"),
  NO_COMMON_METHOD("the client offers no way to authenticate that is accepted here"),
  BAD_PASSWORD_VERSION("the password message is not of version 1"),
  EMPTY_CREDENTIALS("the user's name or the password is empty"),
  MALFORMED_USER("the user's name is not printable UTF-8"),
  WRONG_CREDENTIALS("unknown user or wrong password"),
  BAD_REQUEST_VERSION("the request is not of SOCKS version 5"),
  BIND_NOT_SUPPORTED("BIND is not supported"),
  UDP_ASSOCIATE_NOT_SUPPORTED("UDP ASSOCIATE is not supported"),
  UNKNOWN_COMMAND("unknown command"),
  RESERVED_NOT_ZERO("the reserved octet of the request is not 0"),
  UNKNOWN_ADDRESS_TYPE("unknown type of address"),
  EMPTY_NAME("the target's name is empty"),
  BAD_NAME("the target's name has octets that no host's name has"),
  PORT_ZERO("the target's port is 0");

  // CMD of RFC 1928 section 4.
  private static final int BIND = 2;
  private static final int UDP_ASSOCIATE = 3;

  private final String text;

  SocksRefusal(final String text) {
    this.text = text;
  }

  /** For people. */
  public String text() {
    return text;
  }

  /** Of a command that is not CONNECT. */
  static SocksRefusal ofCommand(final int command) {
    return switch (command) {
      case BIND -> BIND_NOT_SUPPORTED;
      case UDP_ASSOCIATE -> UDP_ASSOCIATE_NOT_SUPPORTED;
      default -> UNKNOWN_COMMAND;
    };
  }

  /** Of a target that is whole. */
  static SocksRefusal of(final AddressFault fault) {
    return switch (fault) {
      case UNKNOWN_TYPE -> UNKNOWN_ADDRESS_TYPE;
      case EMPTY_NAME -> EMPTY_NAME;
      case BAD_NAME -> BAD_NAME;
      case PORT_ZERO -> PORT_ZERO;
      case NONE, TRUNCATED, NAME_NOT_ALLOWED -> throw new AssertionError(fault);
    };
  }
}
