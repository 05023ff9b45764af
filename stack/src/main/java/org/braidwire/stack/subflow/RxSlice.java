package org.braidwire.stack.subflow;

import org.braidwire.stack.wire.Checksum;
import org.braidwire.stack.wire.Dss;

/**
 * Payload octets in the frame they arrived in, on their way to the application: nothing is copied, the slice
 * holds one reference to the frame. Carries the mapping its segment brought.
 *
 * <p>Ordered by {@link #position()}: an offset in the subflow's stream first, in the data stream later. Pooled;
 * engine thread.
 */
public final class RxSlice {
  /** Largest data-level length that a DSS can state. */
  private static final int MAX_LENGTH = 0xffff;

  RxSlice next;
  RxSlice previous;

  private long position;
  private long address;
  private int bytes;

  /** Of all octets; known only where it was made before and they are the same since. */
  private int sum;

  private boolean mapped;
  private boolean capableForm;
  private long dsn;
  private boolean dsnIs64;
  private int ssn;
  private int dataLevelLength;
  private boolean dataFin;
  private boolean checksummed;
  private int checksum;

  void set(final long position, final long address, final int bytes) {
    this.position = position;
    this.address = address;
    this.bytes = bytes;
    sum = Checksum.UNKNOWN;
    mapped = false;
    capableForm = false;
    dataFin = false;
    checksummed = false;
  }

  /** Remembers the mapping of a DSS option, as received: 32-bit forms are promoted when the slice's turn comes. */
  public void map(final Dss dss) {
    map(dss.dsn(), dss.dsnIs64(), dss.ssn(), dss.dataLevelLength(), dss.dataFin());
    checksummed = dss.hasChecksum();
    checksum = dss.checksum();
  }

  /** The same without a checksum. */
  void map(final long dsn, final boolean dsnIs64, final int ssn, final int dataLevelLength, final boolean dataFin) {
    mapped = true;
    this.dsn = dsn;
    this.dsnIs64 = dsnIs64;
    this.ssn = ssn;
    this.dataLevelLength = dataLevelLength;
    this.dataFin = dataFin;
  }

  /** Remembers the mapping that MP_CAPABLE with data implies (RFC 8684 3.1): SSN 1, DSN the first. */
  public void mapCapable(
      final long firstDsn, final int dataLevelLength, final boolean checksummed, final int checksum) {
    mapped = true;
    capableForm = true;
    dsn = firstDsn;
    dsnIs64 = true;
    ssn = 1;
    this.dataLevelLength = dataLevelLength;
    this.checksummed = checksummed;
    this.checksum = checksum;
  }

  /** Takes over the mapping of another part of the same segment. */
  void mapLike(final RxSlice other) {
    mapped = other.mapped;
    capableForm = other.capableForm;
    dsn = other.dsn;
    dsnIs64 = other.dsnIs64;
    ssn = other.ssn;
    dataLevelLength = other.dataLevelLength;
    dataFin = other.dataFin;
    checksummed = other.checksummed;
    checksum = other.checksum;
  }

  /**
   * Makes this slice's mapping one for the octets of {@code next} too, which follow its own; false when it cannot be.
   * Either both have one mapping, or {@code next} brings none, or each is a whole mapping and the second goes on where
   * the first ends: small writes of one sender, each with a mapping of its own.
   */
  boolean joinMapping(final RxSlice next) {
    if (!next.mapped) {
      return true;
    }
    if (!mapped) {
      return false;
    }
    if (isMappedLike(next)) {
      return true;
    }
    final int together = dataLevelLength + next.dataLevelLength;
    if (!isWholeMapping() || !next.isWholeMapping() || dataFin || !isDsnBefore(next) || together > MAX_LENGTH) {
      return false;
    }
    dataLevelLength = together;
    dataFin = next.dataFin;
    return true;
  }

  private boolean isMappedLike(final RxSlice other) {
    return dsn == other.dsn
        && dsnIs64 == other.dsnIs64
        && ssn == other.ssn
        && dataLevelLength == other.dataLevelLength
        && dataFin == other.dataFin
        && capableForm == other.capableForm
        && checksummed == other.checksummed
        && (!checksummed || checksum == other.checksum);
  }

  /** Whether this is all of one mapping that neither a checksum nor MP_CAPABLE binds together. */
  private boolean isWholeMapping() {
    return !checksummed && !capableForm && (int) position == ssn && bytes == dataLevelLength - (dataFin ? 1 : 0);
  }

  private boolean isDsnBefore(final RxSlice next) {
    final long following = dsn + bytes;
    return dsnIs64 == next.dsnIs64 && (dsnIs64 ? following == next.dsn : (int) following == (int) next.dsn);
  }

  public long position() {
    return position;
  }

  /** Moves the slice from subflow order to data order: its mapping has done its work. */
  public void position(final long position) {
    this.position = position;
    mapped = false;
  }

  public long address() {
    return address;
  }

  public int bytes() {
    return bytes;
  }

  /** Keeps the sum of its octets, or {@link Checksum#UNKNOWN}. */
  public void sum(final int ofOctets) {
    sum = ofOctets;
  }

  /** The sum of its octets, which are read only if it is not known. */
  public int sum() {
    return sum == Checksum.UNKNOWN ? Checksum.partial(address, bytes) : sum;
  }

  public long end() {
    return position + bytes;
  }

  /** Drops octets from the front. */
  public void trimFront(final int count) {
    assert count >= 0 && count < bytes;
    position += count;
    address += count;
    drop(count);
  }

  /** Drops octets from the back. */
  public void trimBack(final int count) {
    assert count >= 0 && count < bytes;
    drop(count);
  }

  /** Keeps the first {@code count} octets, perhaps none. */
  public void limit(final int count) {
    assert count >= 0 && count <= bytes;
    drop(bytes - count);
  }

  private void drop(final int count) {
    bytes -= count;
    if (count > 0) {
      sum = Checksum.UNKNOWN;
    }
  }

  /** The octets of {@code next} were copied behind the last one. */
  void extend(final RxSlice next) {
    final boolean known = sum != Checksum.UNKNOWN && next.sum != Checksum.UNKNOWN;
    sum = known ? Checksum.append(sum, bytes, next.sum) : Checksum.UNKNOWN;
    bytes += next.bytes;
  }

  public boolean isMapped() {
    return mapped;
  }

  public boolean isCapableForm() {
    return capableForm;
  }

  public long dsn() {
    return dsn;
  }

  public boolean dsnIs64() {
    return dsnIs64;
  }

  public int ssn() {
    return ssn;
  }

  public int dataLevelLength() {
    return dataLevelLength;
  }

  public boolean isDataFin() {
    return dataFin;
  }

  public boolean isChecksummed() {
    return checksummed;
  }

  public int checksum() {
    return checksum;
  }

  public RxSlice next() {
    return next;
  }
}
