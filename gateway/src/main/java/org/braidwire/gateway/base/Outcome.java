package org.braidwire.gateway.base;

/** How an attempt to connect went: the replies of RFC 1928 section 6, which the tunnel's answer uses too. */
public enum Outcome {
  CONNECTED("connected"),
  GENERAL_FAILURE("general failure"),
  NOT_ALLOWED("not allowed by the rules"),
  NETWORK_UNREACHABLE("network unreachable"),
  HOST_UNREACHABLE("host unreachable"),
  CONNECTION_REFUSED("connection refused"),
  TTL_EXPIRED("TTL expired"),
  COMMAND_NOT_SUPPORTED("command not supported"),
  ADDRESS_TYPE_NOT_SUPPORTED("address type not supported");

  /** One above the highest code. */
  public static final int CODES = 9;

  private static final Outcome[] BY_CODE = values();

  private final String text;

  Outcome(final String text) {
    this.text = text;
  }

  /** The outcome of {@code code}, from 0 to below {@link #CODES}. */
  public static Outcome ofCode(final int code) {
    return BY_CODE[code];
  }

  /** The octet on the wire. */
  public int code() {
    return ordinal();
  }

  /** For people. */
  public String text() {
    return text;
  }
}
