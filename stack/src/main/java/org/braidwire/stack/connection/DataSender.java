package org.braidwire.stack.connection;

import org.braidwire.scheduler.Scheduler;
import org.braidwire.stack.base.PlantedBug;
import org.braidwire.stack.subflow.SentSegment;

/**
 * The data-level sending half: SND.UNA, SND.NXT and the window (RFC 8684 3.3.1), and the loop that binds octets to
 * subflows as late as possible: an octet gets a subflow only when that subflow's congestion window, the peer's
 * window and the device can take it now. Engine thread.
 */
final class DataSender {
  /** A window so wide that only the subflow's own counts. */
  static final long UNLIMITED_BYTES = Long.MAX_VALUE / 4;

  /** New segments a call: then the other connections, and what has arrived, get their turn. */
  private static final int BURST_SEGMENTS = 64;

  private final Connection connection;
  private final SendBuffer buffer;
  private final boolean noDelay;
  private long dataSndUna;
  private long dataSndNxt;
  private long firstDsn;
  /** First data sequence number that the peer's window does not allow; never moves back. */
  private long dataSndEdge;

  private boolean finQueued;
  private boolean finSent;
  private boolean finAcknowledged;

  DataSender(final Connection connection, final SendBuffer buffer, final boolean noDelay) {
    this.connection = connection;
    this.buffer = buffer;
    this.noDelay = noDelay;
  }

  /** The first octet has data sequence number {@code dsn}; the peer's first window is not scaled. */
  void begin(final long dsn) {
    firstDsn = dsn;
    dataSndUna = dsn;
    dataSndNxt = dsn;
    dataSndEdge = dsn;
    buffer.begin(dsn);
  }

  /** A window that came with an acknowledgement of everything before {@code dataAck}. */
  void onDataAck(final long dataAck, final long windowBytes) {
    if (dataAck - dataSndUna < 0 || dataAck - limit() > 0) {
      return; // old, or of what was never sent
    }
    if (dataAck + windowBytes - dataSndEdge > 0) {
      dataSndEdge = dataAck + windowBytes;
      connection.scheduleOutput();
    }
    if (dataAck != dataSndUna) {
      acknowledge(dataAck);
    }
  }

  private void acknowledge(final long dataAck) {
    dataSndUna = dataAck;
    final long acknowledgedData = dataAck - buffer.end() > 0 ? buffer.end() : dataAck;
    if (acknowledgedData != buffer.start()) {
      buffer.releaseTo(acknowledgedData);
      connection.onRoom();
    }
    if (finSent && !finAcknowledged && dataAck == finDsn() + 1) {
      finAcknowledged = true;
      connection.onFinAcknowledged();
    }
    connection.scheduleOutput();
  }

  /** In plain TCP the subflow's acknowledgement is the data's. */
  void onPlainAck(final long dsn) {
    if (dsn - dataSndUna > 0) {
      acknowledge(dsn);
    }
  }

  /** In plain TCP the FIN's acknowledgement is the DATA_FIN's. */
  void onPlainFinAck() {
    if (finSent && !finAcknowledged) {
      finAcknowledged = true;
      connection.onFinAcknowledged();
    }
  }

  /** A planted fault: see {@link org.braidwire.stack.base.PlantedBug#WINDOW_WITHOUT_DATA_ACK}. */
  void onPlantedWindow(final long windowBytes) {
    dataSndEdge = dataSndNxt + windowBytes;
  }

  /** In plain TCP, and before any DATA_ACK, the subflow's own window is the limit. */
  void openWindow(final long bytes) {
    if (dataSndNxt + bytes - dataSndEdge > 0) {
      dataSndEdge = dataSndNxt + bytes;
    }
  }

  /** Sends what waits, as far as subflows can take it now. */
  void output(final long nowNs) {
    final Scheduler scheduler = connection.context().scheduler();
    int burst = 0;
    while (waitingBytes() > 0) {
      if (burst++ == BURST_SEGMENTS) {
        connection.scheduleOutput();
        break;
      }
      final int chosen = scheduler.select(connection.views(), connection.subflowCount(), wantedBytes());
      if (chosen < 0 || !sendOn(connection.subflow(chosen), nowNs)) {
        break;
      }
    }
    if (finQueued && !finSent && waitingBytes() == 0 && dataSndNxt == buffer.end()) {
      sendFin(nowNs);
    }
  }

  private boolean sendOn(final MptcpSubflow subflow, final long nowNs) {
    final long windowBytes = dataSndEdge - dataSndNxt;
    final int mss = subflow.payloadMssBytes();
    final int pieceBytes = buffer.contiguousBytes(dataSndNxt);
    int bytes = Math.min(Math.min(subflow.runBytes(), pieceBytes), subflow.sendableBytes());
    if (bytes <= mss || !PlantedBug.RUN_BEYOND_WINDOW.isPlanted()) {
      bytes = (int) Math.min(bytes, Math.min(waitingBytes(), windowBytes));
    }
    if (bytes <= 0) {
      return false;
    }
    final boolean mayHold = !noDelay && !finQueued; // Nagle, RFC 9293 3.7.4
    if (bytes > mss && (dataSndNxt + bytes == buffer.end() ? mayHold : bytes < pieceBytes)) {
      bytes -= bytes
          % mss; // a run ends with a whole segment, with a piece of the buffer, or with the last octet there
      // is
    }
    final boolean last = dataSndNxt + bytes == buffer.end();
    if (mayHold && last && bytes < mss && dataSndUna != dataSndNxt) {
      return false;
    }
    final long address = buffer.address(dataSndNxt);
    final SentSegment segment = subflow.tcp().sender().prepare(address, bytes, mss, last);
    if (segment == null) {
      return false;
    }
    // Every segment of a run repeats the mapping; a DATA_FIN in it would be repeated before its place.
    final boolean fin = last && finQueued && connection.isMultipath() && bytes <= mss;
    connection.mappingWriter().map(subflow, segment, dataSndNxt, fin);
    dataSndNxt += bytes;
    subflow.countPayload(bytes);
    subflow.tcp().sender().transmitNew(segment, nowNs);
    if (fin) {
      sendFin(nowNs);
    }
    return true;
  }

  /** The DATA_FIN is on its way: with the last mapping, and by itself until acknowledged. */
  private void sendFin(final long nowNs) {
    finSent = true;
    connection.onFinSent(nowNs);
  }

  void close() {
    finQueued = true;
  }

  /** Octets that wait for a first transmission and fit the peer's window. */
  private long waitingBytes() {
    final long window = Math.max(0, dataSndEdge - dataSndNxt);
    return Math.min(buffer.end() - dataSndNxt, window);
  }

  /** The same as an int, for decisions about whole segments. */
  int wantedBytes() {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(0, waitingBytes()));
  }

  /** First data sequence number that was never sent, the DATA_FIN's included. */
  private long limit() {
    return finSent ? finDsn() + 1 : dataSndNxt;
  }

  long finDsn() {
    return buffer.end();
  }

  boolean isFinOwed() {
    return finSent && !finAcknowledged;
  }

  boolean isFinQueued() {
    return finQueued;
  }

  boolean hasSentData() {
    return dataSndNxt != firstDsn;
  }

  long dataSndUna() {
    return dataSndUna;
  }

  long dataSndNxt() {
    return dataSndNxt;
  }

  long sentBytes() {
    return buffer.end() - firstDsn;
  }

  long acknowledgedBytes() {
    return Math.min(dataSndUna - firstDsn, sentBytes());
  }
}
