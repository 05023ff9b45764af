package org.braidwire.simulation.check;

/**
 * What the wire has shown of one direction of a connection at data level. Positions count from the first octet
 * of the stream, so they are the same for MPTCP and plain TCP.
 */
final class WireStream {
  final ByteStream bytes;

  /** What the receiving host really got. */
  final RangeSet arrived = new RangeSet();

  /** What the receiving host acknowledged at subflow level and had offered room for: it owes a DATA_ACK for it. */
  final RangeSet owed = new RangeSet();

  /** Right edge that the receiving host has offered in segments with a DATA_ACK, and what of it came through. */
  long offeredEdge = Long.MIN_VALUE;

  long deliveredEdge = Long.MIN_VALUE;
  boolean finArrived;
  private boolean idsnKnown;
  private long firstDsn;

  WireStream(final ByteStream bytes) {
    this.bytes = bytes;
  }

  /** RFC 8684 3.1: the first octet follows the initial data sequence number. */
  void idsn(final long idsn) {
    firstDsn = idsn + 1;
    idsnKnown = true;
  }

  boolean knowsIdsn() {
    return idsnKnown;
  }

  /** Position of a data sequence number of {@code octets} octets, 4 or 8. */
  long position(final long dsn, final int octets) {
    return octets == Long.BYTES ? dsn - firstDsn : (int) dsn - (int) firstDsn;
  }
}
