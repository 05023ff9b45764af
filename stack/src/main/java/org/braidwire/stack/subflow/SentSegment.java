package org.braidwire.stack.subflow;

import org.braidwire.stack.net.PayloadSums;
import org.braidwire.stack.wire.Checksum;

/**
 * One entry of a retransmission queue: a piece of sequence space, the payload it carries and the mapping it was
 * sent with. A mapping never changes: whatever is sent again on the same subflow repeats it verbatim.
 *
 * <p>An entry may be a run: several segments on the wire with one mapping, cut by the device or by
 * {@code IpOutput}. It may be split anywhere; each part keeps the whole mapping and knows where in it it lies.
 *
 * <p>Pooled; lives from first transmission to cumulative acknowledgement. Holds one reference to the payload's
 * chunk. Engine thread.
 */
public final class SentSegment implements PayloadSums {
  /** Segments of a run of which the sums are kept: as many as a mapping with a checksum has. */
  public static final int MAX_SUMS = 8;

  private static final int SUM_BITS = 16;
  private static final int SUMS_IN_LONG = Long.SIZE / SUM_BITS;

  SentSegment next;
  SentSegment previous;

  /** First sequence number; a SYN or FIN counts one like an octet. */
  int seq;

  int payloadBytes;
  long payloadAddress;

  /** Payload octets of a segment on the wire; more than these are a run. */
  int segmentBytes;

  /** Segments on the wire, from the front, whose sums are kept: 16 bits each, so that every entry has room for them. */
  private int sums;

  private long firstSums;
  private long laterSums;

  boolean syn;
  boolean fin;
  boolean push;

  long lastSentNs;
  int transmissions;
  boolean sacked;
  boolean lost;
  /** Counted in the pipe (RFC 6675): sent and neither acknowledged, sacked nor held for lost. */
  boolean inPipe;

  // The mapping, owned by the connection floor.
  private long dsn;
  private int ssn;
  private int mappingOffset;
  private int dataLevelLength;
  private int dssChecksum;
  private boolean dataFin;
  private boolean capableForm;
  private boolean mapped;
  private boolean copy;
  private int reinjectedBytes;

  void reset() {
    next = null;
    previous = null;
    payloadBytes = 0;
    payloadAddress = 0;
    sums = 0;
    segmentBytes = 0;
    mappingOffset = 0;
    syn = false;
    fin = false;
    push = false;
    transmissions = 0;
    sacked = false;
    lost = false;
    inPipe = false;
    mapped = false;
    copy = false;
    dataFin = false;
    capableForm = false;
    reinjectedBytes = 0;
  }

  /** Sets the mapping; {@code dataLevelLength} counts the DATA_FIN, if any. */
  public void map(final long dsn, final int ssn, final int dataLevelLength, final boolean dataFin) {
    assert !mapped : "a mapping never changes";
    this.dsn = dsn;
    this.ssn = ssn;
    this.dataLevelLength = dataLevelLength;
    this.dataFin = dataFin;
    mapped = true;
  }

  /** Sends the mapping as MP_CAPABLE with data (RFC 8684 3.1) instead of a DSS. */
  public void useCapableForm() {
    capableForm = true;
  }

  public void dssChecksum(final int checksum) {
    dssChecksum = checksum;
  }

  public int dssChecksum() {
    return dssChecksum;
  }

  public boolean isMapped() {
    return mapped;
  }

  public boolean isCapableForm() {
    return capableForm;
  }

  /** Data sequence number of the mapping's first octet (not of a trimmed or split payload's). */
  public long dsn() {
    return dsn;
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

  /** Octets of data that the mapping covers, without the DATA_FIN. */
  public int mappedBytes() {
    return dataLevelLength - (dataFin ? 1 : 0);
  }

  /** Data sequence number of the first octet still held. */
  public long payloadDsn() {
    return dsn + mappingOffset;
  }

  public int payloadBytes() {
    return payloadBytes;
  }

  /** Payload octets of each segment on the wire, but perhaps the last. */
  public int segmentBytes() {
    return segmentBytes;
  }

  public long payloadAddress() {
    return payloadAddress;
  }

  /**
   * Sums the payload for the mapping's checksum, one segment on the wire after the other, and keeps their sums for the
   * checksums of their own. Returns the sum of all.
   */
  public int sumPayload() {
    firstSums = 0;
    laterSums = 0;
    int sum = 0;
    int index = 0;
    for (int at = 0; at < payloadBytes; at += segmentBytes) {
      final int part = Checksum.partial(payloadAddress + at, Math.min(segmentBytes, payloadBytes - at));
      keepSum(index++, part);
      sum = Checksum.append(sum, at, part);
    }
    sums = Math.min(index, MAX_SUMS);
    return sum;
  }

  private void keepSum(final int index, final int sum) {
    final long placed = (long) sum << SUM_BITS * (index % SUMS_IN_LONG);
    if (index < SUMS_IN_LONG) {
      firstSums |= placed;
    } else if (index < MAX_SUMS) {
      laterSums |= placed;
    }
  }

  /** Known after {@link #sumPayload}, until it is trimmed or split. */
  @Override
  public int ofSegment(final int index) {
    if (index >= sums) {
      return Checksum.UNKNOWN;
    }
    final long four = index < SUMS_IN_LONG ? firstSums : laterSums;
    return (int) (four >>> SUM_BITS * (index % SUMS_IN_LONG)) & 0xffff;
  }

  /** Whether more than one segment on the wire carries it. */
  boolean isRun() {
    return payloadBytes > segmentBytes;
  }

  /** Segments on the wire that carry it. */
  int wireSegments() {
    return payloadBytes == 0 ? 1 : (payloadBytes + segmentBytes - 1) / segmentBytes;
  }

  /** Drops acknowledged payload from the front. */
  void trimPayload(final int bytes) {
    payloadAddress += bytes;
    payloadBytes -= bytes;
    mappingOffset += bytes;
    sums = 0;
    reinjectedBytes = Math.max(0, reinjectedBytes - bytes);
  }

  /** Gives {@code back}, a blank entry, what lies behind the first {@code bytes} octets of payload. */
  void splitInto(final SentSegment back, final int bytes) {
    assert bytes > 0 && bytes < payloadBytes && !syn : bytes + " of " + payloadBytes;
    back.seq = seq + bytes;
    back.payloadAddress = payloadAddress + bytes;
    back.payloadBytes = payloadBytes - bytes;
    back.segmentBytes = segmentBytes;
    back.fin = fin;
    back.push = push;
    back.lastSentNs = lastSentNs;
    back.transmissions = transmissions;
    back.sacked = sacked;
    back.lost = lost;
    back.inPipe = inPipe;
    back.copyMapping(this, bytes);
    back.reinjectedBytes = Math.max(0, reinjectedBytes - bytes);
    payloadBytes = bytes;
    sums = 0;
    fin = false;
    push = false;
    reinjectedBytes = Math.min(reinjectedBytes, bytes);
  }

  private void copyMapping(final SentSegment front, final int bytes) {
    dsn = front.dsn;
    ssn = front.ssn;
    mappingOffset = front.mappingOffset + bytes;
    dataLevelLength = front.dataLevelLength;
    dssChecksum = front.dssChecksum;
    dataFin = front.dataFin;
    capableForm = front.capableForm;
    mapped = front.mapped;
    copy = front.copy;
  }

  /** Where {@code at}, an octet of the payload counted from its front, lies on the grid of wire segments, rounded up. */
  int gridCeiling(final int at) {
    final int over = (mappingOffset + at) % segmentBytes;
    return over == 0 ? at : at + segmentBytes - over;
  }

  /** The same, rounded down; may be negative. */
  int gridFloor(final int at) {
    return at - (mappingOffset + at) % segmentBytes;
  }

  /** Octets from the front that were already given to another subflow. */
  public int reinjectedBytes() {
    return reinjectedBytes;
  }

  public void reinjectedBytes(final int bytes) {
    reinjectedBytes = bytes;
  }

  /** Whether its octets were on another subflow before. */
  public boolean isCopy() {
    return copy;
  }

  public void markCopy() {
    copy = true;
  }

  public boolean isFin() {
    return fin;
  }

  public boolean isSacked() {
    return sacked;
  }

  public SentSegment next() {
    return next;
  }

  /** Length in sequence space. */
  public int seqLength() {
    return payloadBytes + (syn ? 1 : 0) + (fin ? 1 : 0);
  }

  int endSeq() {
    return seq + seqLength();
  }
}
