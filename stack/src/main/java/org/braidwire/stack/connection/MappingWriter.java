package org.braidwire.stack.connection;

import org.braidwire.stack.base.PlantedBug;
import org.braidwire.stack.subflow.SentSegment;
import org.braidwire.stack.wire.Checksum;
import org.braidwire.stack.wire.DssChecksum;
import org.braidwire.stack.wire.OptionWriter;

/**
 * Binds data sequence to subflow sequence, once (RFC 8684 3.3.1), and writes the DSS options: mappings, DATA_ACK
 * and DATA_FIN. Always the 8-octet forms. Engine thread.
 */
final class MappingWriter {
  /** Largest DSS, which is also room enough for MP_CAPABLE with data. */
  static final int DATA_OPTION_BYTES = 28;

  /** Segments under one checksum: the peer delivers nothing of a mapping before its last octet has arrived. */
  static final int CHECKSUMMED_SEGMENTS = SentSegment.MAX_SUMS;

  private final Connection connection;

  MappingWriter(final Connection connection) {
    this.connection = connection;
  }

  /** Maps a new segment of {@code subflow}; the first data of a client's connection goes in MP_CAPABLE form. */
  void map(final MptcpSubflow subflow, final SentSegment segment, final long dsn, final boolean dataFin) {
    final int length = segment.payloadBytes() + (dataFin ? 1 : 0);
    final int ssn = subflow.nextSsn();
    segment.map(dsn, ssn, length, dataFin);
    subflow.suspicion().onSent(segment);
    if (connection.isMultipath()) {
      if (connection.isChecksummed()) {
        segment.dssChecksum(DssChecksum.of(segment.sumPayload(), dsn, ssn, length));
      }
      if (ssn == 1 && subflow.isInitial() && !subflow.isPassive() && !connection.isConfirmed() && !dataFin) {
        segment.useCapableForm();
      }
    }
  }

  void writeData(final SentSegment segment, final OptionWriter options) {
    final ConnectionKeys keys = connection.keys();
    final boolean checksummed = connection.isChecksummed();
    if (segment.isCapableForm() && !connection.isConfirmed()) {
      options.mpCapableData(
          checksummed,
          keys.localKey(),
          keys.remoteKey(),
          segment.dataLevelLength(),
          checksummed,
          segment.dssChecksum());
      return;
    }
    if (PlantedBug.MAPPING_NARROWED_AT_RETRANSMISSION.isPlanted()
        && segment.payloadBytes() < segment.mappedBytes()) {
      writeNarrowed(segment, options);
      return;
    }
    final boolean fin = segment.isDataFin() && !PlantedBug.DATA_FIN_LOST_WITH_LAST_MAPPING.isPlanted();
    options.dss(
        true,
        connection.receiver().dataAck(),
        true,
        segment.dsn(),
        segment.ssn(),
        segment.dataLevelLength() - (fin == segment.isDataFin() ? 0 : 1),
        checksummed,
        segment.dssChecksum(),
        fin);
  }

  /** A planted fault: the mapping of a part alone. */
  private void writeNarrowed(final SentSegment part, final OptionWriter options) {
    final int ssn = part.ssn() + (int) (part.payloadDsn() - part.dsn());
    final int sum = Checksum.partial(part.payloadAddress(), part.payloadBytes());
    options.dss(
        true,
        connection.receiver().dataAck(),
        true,
        part.payloadDsn(),
        ssn,
        part.payloadBytes(),
        connection.isChecksummed(),
        DssChecksum.of(sum, part.payloadDsn(), ssn, part.payloadBytes()),
        false);
  }

  /** DATA_ACK, and DATA_FIN by itself (SSN 0, length 1) while it is owed. */
  void writeAck(final OptionWriter options) {
    if (connection.sender().isFinOwed()) {
      final long finDsn = connection.sender().finDsn();
      final boolean checksummed = connection.isChecksummed();
      final int checksum = checksummed ? DssChecksum.of(0, finDsn, 0, 1) : 0;
      options.dss(true, connection.receiver().dataAck(), true, finDsn, 0, 1, checksummed, checksum, true);
    } else {
      options.dss(true, connection.receiver().dataAck(), false, 0, 0, 0, false, 0, false);
    }
  }
}
