package org.braidwire.stack.wire;

/** The subtypes of the MPTCP option (RFC 8684 8.1). */
public final class MptcpSubtype {
  public static final int MP_CAPABLE = 0;
  public static final int MP_JOIN = 1;
  public static final int DSS = 2;
  public static final int ADD_ADDR = 3;
  public static final int REMOVE_ADDR = 4;
  public static final int MP_PRIO = 5;
  public static final int MP_FAIL = 6;
  public static final int MP_FASTCLOSE = 7;
  public static final int MP_TCPRST = 8;
  /** Private experiments; RFC 8684 gives it no format. */
  public static final int EXPERIMENTAL = 15;

  private MptcpSubtype() {}
}
