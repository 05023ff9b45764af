package org.braidwire.stack.connection;

import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.Counters;
import org.braidwire.stack.base.PlantedBug;
import org.braidwire.stack.subflow.PinnedFrames;
import org.braidwire.stack.subflow.RxSlice;
import org.braidwire.stack.subflow.RxSlicePool;
import org.braidwire.stack.subflow.SliceQueue;

/**
 * The data-level RCV.NXT and what arrived beyond it. Slices stay in the frames they came in, unless they are small; the
 * first copy of an octet wins, later ones are discarded, having been acknowledged by their subflow. Engine thread.
 */
final class DataReassembler {
  private final RxSlicePool pool;
  private final PinnedFrames pins;
  private final Counters counters;
  private final ReceiveWindow window;
  private final Delivery delivery;
  private final SliceQueue outOfOrder;
  private long dataRcvNxt;
  private long finDsn;
  private boolean finKnown;
  private boolean finPassed;
  private long duplicateBytes;
  private long plantedAck;

  DataReassembler(
      final RxSlicePool pool,
      final PinnedFrames pins,
      final Counters counters,
      final ReceiveWindow window,
      final Delivery delivery) {
    this.pool = pool;
    this.pins = pins;
    this.counters = counters;
    this.window = window;
    this.delivery = delivery;
    outOfOrder = new SliceQueue(pool, pins);
  }

  /** The first octet expected has data sequence number {@code dsn}. */
  void begin(final long dsn) {
    dataRcvNxt = dsn;
    window.begin(dsn);
  }

  /** Takes a slice whose position is its data sequence number. */
  void onSlice(final RxSlice slice) {
    final long afterEnd = finKnown ? slice.end() - finDsn : 0;
    if (afterEnd > 0) {
      counters.increment(Counter.DSS_MAPPING_ERRORS); // the end is known: it would never come into order
      if (afterEnd >= slice.bytes()) {
        pool.recycle(slice);
        return;
      }
      slice.trimBack((int) afterEnd);
    }
    final long beyond = window.beyondBytes(slice.end(), dataRcvNxt);
    if (beyond > 0) {
      counters.increment(Counter.DSS_OUT_OF_WINDOW); // RFC 8684 3.3.5: no DATA_ACK, the peer sends it again
      if (beyond >= slice.bytes()) {
        if (!PlantedBug.FRAME_LEAK_ON_OUT_OF_WINDOW.isPlanted()) {
          pool.recycle(slice);
        }
        return;
      }
      slice.trimBack((int) beyond); // its front may have come in a segment of its own
    }
    final long old = dataRcvNxt - slice.position();
    if (old >= slice.bytes() || finPassed) {
      countDuplicate(slice.bytes());
      pool.recycle(slice);
      return;
    }
    if (old > 0) {
      countDuplicate((int) old);
      slice.trimFront((int) old);
    }
    if (slice.position() == dataRcvNxt && outOfOrder.isEmpty()) {
      accept(slice);
    } else {
      hold(slice);
    }
  }

  private void hold(final RxSlice slice) {
    if (slice.position() - dataRcvNxt > 0 && (pins.isFull() || !outOfOrder.seek(slice.position()))) {
      counters.increment(Counter.WAITING_REFUSED); // no DATA_ACK: the peer sends it again
      pool.recycle(slice);
      return;
    }
    final long end = slice.end();
    final int bytes = slice.bytes();
    countDuplicate(bytes - outOfOrder.insert(slice));
    if (PlantedBug.DATA_ACK_BEFORE_REASSEMBLY.isPlanted() && end - dataRcvNxt > 0) {
      plantedAck = end;
    }
    RxSlice due = outOfOrder.pollUpTo(dataRcvNxt);
    while (due != null) {
      accept(due);
      due = outOfOrder.pollUpTo(dataRcvNxt);
    }
  }

  private void accept(final RxSlice slice) {
    dataRcvNxt += slice.bytes();
    delivery.accept(slice);
  }

  /**
   * The peer's last octet is before {@code dsn}, which the DATA_FIN occupies. Outside the window it is dropped.
   *
   * @return false when it contradicts what is known: another DATA_FIN, or octets behind it
   */
  boolean onDataFin(final long dsn) {
    if (finKnown && dsn == finDsn) {
      return true;
    }
    if (dsn - dataRcvNxt < 0 || window.beyondBytes(dsn, dataRcvNxt) > 0) {
      counters.increment(Counter.DSS_OUT_OF_WINDOW);
      return true;
    }
    if (finKnown || !outOfOrder.isEmpty() && outOfOrder.end() - dsn > 0) {
      return false;
    }
    finKnown = true;
    finDsn = dsn;
    return true;
  }

  /** The stream ends here, whatever was said before it was plain TCP. */
  void onPlainFin() {
    if (!finPassed) {
      finKnown = true;
      finDsn = dataRcvNxt;
    }
  }

  /** Whether the DATA_FIN has just come into order; true once. */
  boolean pollFin() {
    if (finKnown && !finPassed && finDsn == dataRcvNxt) {
      finPassed = true;
      dataRcvNxt++;
      return true;
    }
    return false;
  }

  private void countDuplicate(final int bytes) {
    duplicateBytes += bytes;
    counters.add(Counter.DUPLICATE_DATA_BYTES, bytes);
  }

  /** What a DATA_ACK says. */
  long dataAck() {
    if (PlantedBug.DATA_ACK_BEFORE_REASSEMBLY.isPlanted() && plantedAck - dataRcvNxt > 0) {
      return plantedAck;
    }
    return dataRcvNxt;
  }

  long dataRcvNxt() {
    return dataRcvNxt;
  }

  boolean isFinPassed() {
    return finPassed;
  }

  long duplicateBytes() {
    return duplicateBytes;
  }

  void clear() {
    outOfOrder.clear();
  }
}
