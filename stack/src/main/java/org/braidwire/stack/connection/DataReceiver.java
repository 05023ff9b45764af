package org.braidwire.stack.connection;

import org.braidwire.stack.base.Counter;
import org.braidwire.stack.subflow.PinnedFrames;
import org.braidwire.stack.subflow.RxSlice;
import org.braidwire.stack.subflow.SubflowContext;

/**
 * The data-level receiving half: reassembly, window and delivery, and the DATA_FIN that ends it. The counterpart of
 * {@link DataSender}. Engine thread.
 */
final class DataReceiver {
  private final SubflowContext context;
  private final PinnedFrames pins;
  private final ReceiveWindow window;
  private final Delivery delivery;
  private final DataReassembler reassembler;
  private final int bufferBytes;
  private boolean begun;

  DataReceiver(final ConnectionContext connections, final ApplicationEvents events) {
    context = connections.subflows();
    bufferBytes = connections.receiveBufferBytes();
    pins = new PinnedFrames(context.slices());
    window = new ReceiveWindow(bufferBytes, connections.windows());
    delivery = new Delivery(context.slices(), pins, window, bufferBytes, context.counters(), events);
    reassembler = new DataReassembler(context.slices(), pins, context.counters(), window, delivery);
  }

  /** The first octet has data sequence number {@code dsn}; only the first call counts. */
  void begin(final long dsn) {
    if (!begun) {
      begun = true;
      reassembler.begin(dsn);
    }
  }

  /** The peer does not scale windows (RFC 7323 2.2). */
  void limitWindow(final int bytes) {
    window.limit(bytes);
  }

  /**
   * A slice whose position is a data sequence number. Its subflow has acknowledged it; until there is a DATA_ACK it may
   * still be refused, and the peer sends it again (RFC 8684 3.3.2).
   */
  void onMappedSlice(final RxSlice slice) {
    if (isPaused() && pins.isFull()) {
      context.counters().increment(Counter.WAITING_REFUSED);
      context.slices().recycle(slice);
    } else {
      reassembler.onSlice(slice);
    }
  }

  /** The same in plain TCP, where what was acknowledged is never refused. */
  void onPlainSlice(final RxSlice slice) {
    reassembler.onSlice(slice);
  }

  /** Whether what arrives has to wait for the application. */
  boolean isPaused() {
    return delivery.isPaused();
  }

  /** The frames that wait at either level. */
  PinnedFrames pins() {
    return pins;
  }

  /** See {@link DataReassembler#onDataFin}. */
  boolean onDataFin(final long dsn) {
    return reassembler.onDataFin(dsn);
  }

  /** In plain TCP the subflow's FIN, being in order, ends the stream here. */
  void onPlainFin() {
    reassembler.onPlainFin();
  }

  /** Whether the DATA_FIN has just come into order; true once. */
  boolean pollFin() {
    if (reassembler.pollFin()) {
      window.close();
      delivery.onFinReached();
      return true;
    }
    return false;
  }

  /** Whether the DATA_FIN has come into order, now or ever. */
  boolean isFinPassed() {
    return reassembler.isFinPassed();
  }

  /** Octets to offer beyond RCV.NXT. */
  long windowBytes() {
    return begun ? window.bytes(reassembler.dataRcvNxt()) : bufferBytes;
  }

  void onWindowOffered(final long windowBytes) {
    if (begun) {
      window.onOffered(reassembler.dataRcvNxt(), windowBytes);
    }
  }

  /** Whether the window has opened so far that the peer must hear of it. */
  boolean isWindowUpdateDue() {
    return begun && window.isUpdateDue(reassembler.dataRcvNxt());
  }

  /** What a DATA_ACK says. */
  long dataAck() {
    return reassembler.dataAck();
  }

  long dataRcvNxt() {
    return reassembler.dataRcvNxt();
  }

  Delivery delivery() {
    return delivery;
  }

  long duplicateBytes() {
    return reassembler.duplicateBytes();
  }

  void clear() {
    window.close();
    reassembler.clear();
    delivery.clear();
  }
}
