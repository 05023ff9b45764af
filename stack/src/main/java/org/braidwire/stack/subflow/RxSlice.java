package org.braidwire.stack.subflow;

import org.braidwire.stack.wire.Dss;

/**
 * Payload octets in the frame they arrived in, on their way to the application: nothing is copied, the slice
 * holds one reference to the frame. Carries the mapping its segment brought.
 *
 * <p>Ordered by {@link #position()}: an offset in the subflow's stream first, in the data stream later. Pooled;
 * engine thread.
 */
public final class RxSlice {
  RxSlice next;
  RxSlice previous;

  private long position;
  private long address;
  private int bytes;

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
    mapped = false;
    capableForm = false;
    dataFin = false;
    checksummed = false;
  }

  /** Remembers the mapping of a DSS option, as received: 32-bit forms are promoted when the slice's turn comes. */
  public void map(final Dss dss) {
    mapped = true;
    dsn = dss.dsn();
    dsnIs64 = dss.dsnIs64();
    ssn = dss.ssn();
    dataLevelLength = dss.dataLevelLength();
    dataFin = dss.dataFin();
    checksummed = dss.hasChecksum();
    checksum = dss.checksum();
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

  public long position() {
    return position;
  }

  /** Moves the slice from subflow order to data order. */
  public void position(final long position) {
    this.position = position;
  }

  public long address() {
    return address;
  }

  public int bytes() {
    return bytes;
  }

  public long end() {
    return position + bytes;
  }

  /** Drops octets from the front. */
  public void trimFront(final int count) {
    assert count >= 0 && count < bytes;
    position += count;
    address += count;
    bytes -= count;
  }

  /** Drops octets from the back. */
  public void trimBack(final int count) {
    assert count >= 0 && count < bytes;
    bytes -= count;
  }

  /** Keeps the first {@code count} octets, perhaps none. */
  public void limit(final int count) {
    assert count >= 0 && count <= bytes;
    bytes = count;
  }

  /** Octets were copied behind the last one. */
  void extend(final int count) {
    bytes += count;
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
