package org.braidwire.stack.wire;

/**
 * The checksum of a mapping (RFC 8684 3.3.1): over the mapped payload and a pseudo-header of data sequence number,
 * subflow sequence number, data-level length and zero.
 *
 * <p>The payload's partial sum is the caller's, so a mapping that spans segments appends the sums of its parts, and a
 * payload is read once for both checksums: what verified a segment, or was made for a run, is kept for the other one.
 * It is read for this one alone where a device sees to TCP's, and again where it was trimmed or split after it was
 * summed. An infinite mapping has no checksum: its field is zero and is not verified. Stateless.
 */
public final class DssChecksum {
  private DssChecksum() {}

  /** The value of the field; the DSN is the whole 64 bits even when 4 octets of it are sent. */
  public static int of(final int payloadPartialSum, final long dsn, final int ssn, final int dataLevelLength) {
    return Checksum.finish(sum(payloadPartialSum, dsn, ssn, dataLevelLength));
  }

  /** Whether the received {@code checksum} fits. */
  public static boolean verify(
      final int payloadPartialSum, final long dsn, final int ssn, final int dataLevelLength, final int checksum) {
    return Checksum.add(sum(payloadPartialSum, dsn, ssn, dataLevelLength), checksum) == 0xffff;
  }

  private static int sum(final int payloadPartialSum, final long dsn, final int ssn, final int dataLevelLength) {
    assert dataLevelLength >>> 16 == 0 : dataLevelLength;
    final int numbers = Checksum.add(Checksum.ofLong(dsn), Checksum.ofInt(ssn));
    return Checksum.add(Checksum.add(numbers, dataLevelLength), payloadPartialSum);
  }
}
