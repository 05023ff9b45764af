package org.braidwire.stack.subflow;

/**
 * One entry of a retransmission queue: a piece of sequence space, the payload it carries and the mapping it was
 * sent with. A mapping never changes: whatever is sent again on the same subflow repeats it verbatim.
 *
 * <p>Pooled; lives from first transmission to cumulative acknowledgement. Holds one reference to the payload's
 * chunk. Engine thread.
 */
public final class SentSegment {
  SentSegment next;
  SentSegment previous;

  /** First sequence number; a SYN or FIN counts one like an octet. */
  int seq;

  int payloadBytes;
  long payloadAddress;
  /** Ones-complement sum of the payload, made once for both checksums. */
  int payloadSum;

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
    payloadSum = 0;
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

  /** Data sequence number of the mapping's first octet (not of a trimmed payload's). */
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
    return dsn + (mappedBytes() - payloadBytes);
  }

  public int payloadBytes() {
    return payloadBytes;
  }

  public long payloadAddress() {
    return payloadAddress;
  }

  public int payloadSum() {
    return payloadSum;
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
