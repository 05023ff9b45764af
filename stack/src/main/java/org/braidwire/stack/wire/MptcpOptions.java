package org.braidwire.stack.wire;

import org.braidwire.io.frame.Memory;

/**
 * The MPTCP options of one segment (RFC 8684 3); part of an {@link InboundSegment} and valid as long as it is.
 *
 * <p>An option whose length its subtype does not allow is ignored and counted, an unknown subtype is skipped and
 * counted, and of two options of one subtype the first wins: nothing a peer writes here is a fault of the segment.
 */
public final class MptcpOptions {
  private static final int DSS_ALONE = 1 << MptcpSubtype.DSS;
  private static final int UNDERSTOOD = (1 << MptcpSubtype.MP_TCPRST + 1) - 1;

  private final MpCapable mpCapable = new MpCapable();
  private final MpJoin mpJoin = new MpJoin();
  private final Dss dss = new Dss();
  private final AddAddr addAddr = new AddAddr();
  private final RemoveAddr removeAddr = new RemoveAddr();
  private final MpPrio mpPrio = new MpPrio();
  private final MpFail mpFail = new MpFail();
  private final MpFastclose mpFastclose = new MpFastclose();
  private final MpTcpRst mpTcpRst = new MpTcpRst();
  private int subtypes;
  private int malformed;
  private int duplicates;
  private int unknown;

  MptcpOptions() {}

  /** Whether the segment has a well-formed option of a subtype that RFC 8684 defines. */
  public boolean any() {
    return (subtypes & UNDERSTOOD) != 0;
  }

  /** Whether it has a well-formed one of the {@link MptcpSubtype}. */
  public boolean has(final int subtype) {
    return (subtypes >>> subtype & 1) != 0;
  }

  /** Bit n stands for subtype n. */
  public int subtypes() {
    return subtypes;
  }

  /** Options ignored because of their length. */
  public int malformed() {
    return malformed;
  }

  /** Options ignored because one of their subtype came before. */
  public int duplicates() {
    return duplicates;
  }

  /** Options skipped because nothing is known of their subtype; experimental ones are not among them. */
  public int unknown() {
    return unknown;
  }

  public MpCapable mpCapable() {
    return mpCapable;
  }

  public MpJoin mpJoin() {
    return mpJoin;
  }

  public Dss dss() {
    return dss;
  }

  public AddAddr addAddr() {
    return addAddr;
  }

  public RemoveAddr removeAddr() {
    return removeAddr;
  }

  public MpPrio mpPrio() {
    return mpPrio;
  }

  public MpFail mpFail() {
    return mpFail;
  }

  public MpFastclose mpFastclose() {
    return mpFastclose;
  }

  public MpTcpRst mpTcpRst() {
    return mpTcpRst;
  }

  void clear() {
    malformed = 0;
    duplicates = 0;
    unknown = 0;
    if (subtypes == DSS_ALONE) { // as in nearly every segment
      dss.clear();
    } else if (subtypes != 0) {
      clearAll();
    }
    subtypes = 0;
  }

  private void clearAll() {
    mpCapable.clear();
    mpJoin.clear();
    dss.clear();
    addAddr.clear();
    removeAddr.clear();
    mpPrio.clear();
    mpFail.clear();
    mpFastclose.clear();
    mpTcpRst.clear();
  }

  /** Takes one option of kind 30 whose {@code bytes} octets lie inside the header. */
  void decode(final long option, final int bytes) {
    if (bytes < 3) {
      malformed++;
      return;
    }
    final int subtype = Memory.getUnsignedByte(option + 2) >>> 4;
    if (has(subtype)) {
      duplicates++;
    } else if (decodePart(subtype, option, bytes)) {
      subtypes |= 1 << subtype;
    } else if (subtype <= MptcpSubtype.MP_TCPRST) {
      malformed++;
    } else {
      unknown++;
    }
  }

  private boolean decodePart(final int subtype, final long option, final int bytes) {
    return switch (subtype) {
      case MptcpSubtype.MP_CAPABLE -> mpCapable.decode(option, bytes);
      case MptcpSubtype.MP_JOIN -> mpJoin.decode(option, bytes);
      case MptcpSubtype.DSS -> dss.decode(option, bytes);
      case MptcpSubtype.ADD_ADDR -> addAddr.decode(option, bytes);
      case MptcpSubtype.REMOVE_ADDR -> removeAddr.decode(option, bytes);
      case MptcpSubtype.MP_PRIO -> mpPrio.decode(option, bytes);
      case MptcpSubtype.MP_FAIL -> mpFail.decode(option, bytes);
      case MptcpSubtype.MP_FASTCLOSE -> mpFastclose.decode(option, bytes);
      case MptcpSubtype.MP_TCPRST -> mpTcpRst.decode(option, bytes);
      default -> subtype == MptcpSubtype.EXPERIMENTAL;
    };
  }
}
