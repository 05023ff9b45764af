package org.braidwire.stack.connection;

import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.DataSeqNum;
import org.braidwire.stack.base.PlantedBug;
import org.braidwire.stack.subflow.RxSlice;
import org.braidwire.stack.subflow.SliceQueue;
import org.braidwire.stack.wire.Checksum;
import org.braidwire.stack.wire.DssChecksum;

/**
 * Turns the in-order octets of one subflow into octets of the data stream by the mappings that came with them
 * (RFC 8684 3.3.1), and verifies DSS checksums: with them, a mapping is passed on only when it is whole.
 *
 * <p>The first mapping of an octet holds. What cannot be mapped is {@link Fallback}'s to judge. Engine thread.
 */
final class DataSequenceMapper {
  private final MptcpSubflow subflow;
  private final Connection connection;
  private final SliceQueue unverified;

  private boolean active;
  private long mappingDsn;
  private int mappingSsn;
  private int mappingBytes;
  private boolean mappingFin;
  private int mappingLength;
  private int mappingChecksum;

  /** Of what was held back of this mapping. */
  private int sum;

  private int summedBytes;

  DataSequenceMapper(final MptcpSubflow subflow, final Connection connection) {
    this.subflow = subflow;
    this.connection = connection;
    unverified = new SliceQueue(
        connection.context().subflows().slices(), connection.receiver().pins());
  }

  /** Takes the next in-order slice of the subflow; its position is its subflow sequence number. */
  void onSlice(final RxSlice slice) {
    if (subflow.isDoomed()) {
      recycle(slice);
      return;
    }
    RxSlice rest = slice;
    while (rest != null && connection.isMultipath()) {
      if (rest.isMapped() && !takeMapping(rest)) {
        recycle(rest);
        return;
      }
      if (!connection.isMultipath()) {
        passVerified(); // nothing more will tell whether it is right
        break;
      }
      final int offset = (int) rest.position() - mappingSsn;
      if (!active || offset < 0 || offset >= mappingBytes) {
        onUnmapped(rest);
        return;
      }
      rest = passOn(rest, offset);
    }
    if (rest != null) {
      connection.onPlainSlice(rest);
    }
  }

  /** Passes on what the mapping covers and returns what lies behind it, if anything. */
  private RxSlice passOn(final RxSlice slice, final int offset) {
    final int covered = mappingBytes - offset;
    RxSlice rest = null;
    if (slice.bytes() > covered) {
      rest = connection
          .context()
          .subflows()
          .slices()
          .take(slice.position() + covered, slice.address() + covered, slice.bytes() - covered);
      slice.trimBack(slice.bytes() - covered);
      if (rest == null) {
        connection.counters().increment(Counter.POOL_EXHAUSTED);
      }
    }
    slice.position(mappingDsn + offset);
    final boolean whole = offset + slice.bytes() == mappingBytes;
    active = !whole;
    if (connection.isChecksummed()) {
      verify(slice, whole);
    } else {
      connection.onMappedSlice(slice);
    }
    return rest;
  }

  /** Adopts the mapping a slice carries; false when it contradicts the one in force. */
  private boolean takeMapping(final RxSlice slice) {
    if (slice.dataLevelLength() == 0) {
      final int back = (int) slice.position() - slice.ssn(); // the SSN has 32 bits, the position all
      connection.fallback().onInfiniteMapping(subflow, promote(slice) + back - slice.position());
      return !connection.isMultipath();
    }
    final int bytes = slice.dataLevelLength() - (slice.isDataFin() ? 1 : 0);
    final long dsn = promote(slice);
    if (active) {
      final boolean same = slice.ssn() == mappingSsn && bytes == mappingBytes && dsn == mappingDsn;
      if (!same) {
        connection.fallback().onMappingError(subflow);
      }
      return same;
    }
    if (slice.isChecksummed() != connection.isChecksummed()) {
      connection.fallback().onMappingError(subflow); // RFC 8684 3.3.1
      return false;
    }
    active = bytes > 0;
    mappingDsn = dsn;
    mappingSsn = slice.ssn();
    mappingBytes = bytes;
    mappingLength = slice.dataLevelLength();
    mappingFin = slice.isDataFin();
    mappingChecksum = slice.checksum();
    sum = 0;
    summedBytes = 0;
    if (mappingFin && active && !connection.isChecksummed()) {
      connection.segmentOptions().onDataFin(subflow, mappingDsn + mappingBytes);
    }
    return !subflow.isDoomed();
  }

  private long promote(final RxSlice slice) {
    if (slice.dsnIs64()) {
      return slice.dsn();
    }
    final long expected = connection.receiver().dataRcvNxt();
    if (PlantedBug.DSN_PROMOTION_AT_WRAP.isPlanted()) {
      return (expected & 0xffff_ffff_0000_0000L) | (slice.dsn() & 0xffff_ffffL);
    }
    return DataSeqNum.promote((int) slice.dsn(), expected);
  }

  /** Holds slices back until the checksum of their whole mapping is known to be right. */
  private void verify(final RxSlice slice, final boolean whole) {
    sum = Checksum.append(sum, summedBytes, slice.sum());
    summedBytes += slice.bytes();
    unverified.append(slice);
    if (!whole) {
      return;
    }
    if (DssChecksum.verify(sum, mappingDsn, mappingSsn, mappingLength, mappingChecksum)) {
      passVerified();
      if (mappingFin) {
        connection.segmentOptions().onDataFin(subflow, mappingDsn + mappingBytes);
      }
    } else {
      connection.fallback().onChecksumFailure(subflow, mappingDsn);
    }
  }

  /** Hands on what was held back. */
  void passVerified() {
    while (!unverified.isEmpty()) {
      connection.onMappedSlice(unverified.pollUpTo(unverified.head().position()));
    }
  }

  private void onUnmapped(final RxSlice slice) {
    connection.fallback().onUnmapped(subflow);
    if (connection.isMultipath()) {
      recycle(slice);
    } else {
      connection.onPlainSlice(slice);
    }
  }

  private void recycle(final RxSlice slice) {
    connection.context().subflows().slices().recycle(slice);
  }

  void clear() {
    unverified.clear();
  }
}
