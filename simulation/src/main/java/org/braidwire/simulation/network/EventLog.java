package org.braidwire.simulation.network;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.braidwire.simulation.link.Fault;
import org.braidwire.simulation.parse.WireFrame;

/**
 * A 64-bit digest of everything that happened: each frame sent, delivered or hit by a fault, with its time and
 * its octets. Two runs of one seed agree in it or something depends on more than the seed.
 */
public final class EventLog implements NetworkObserver {
  private static final VarHandle LONG_BE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long FNV_OFFSET = 0xcbf2_9ce4_8422_2325L;
  private static final long FNV_PRIME = 0x100_0000_01b3L;
  private static final int SENT = 1;
  private static final int DELIVERED = 2;
  private static final int CARRIER = 3;
  private static final int FIRST_FAULT = 16;

  private long hash = FNV_OFFSET;
  private long events;

  public long hash() {
    return hash;
  }

  /** How many events were seen. */
  public long events() {
    return events;
  }

  @Override
  public void onSent(final SimulatedPort port, final WireFrame frame, final long nowNs) {
    add(SENT, nowNs, port.macAddress(), frame);
  }

  @Override
  public void onDelivered(final SimulatedPort port, final WireFrame frame, final long nowNs) {
    add(DELIVERED, nowNs, port.macAddress(), frame);
  }

  @Override
  public void onFault(final SimulatedPort sender, final WireFrame frame, final Fault fault, final long nowNs) {
    mix(FIRST_FAULT + fault.ordinal());
    mix(nowNs);
    mix(sender.macAddress());
    events++;
  }

  @Override
  public void onCarrier(final SimulatedLink link, final boolean up, final long nowNs) {
    mix(CARRIER);
    mix(nowNs);
    mix(link.end(0).macAddress() << 1 | (up ? 1 : 0));
    events++;
  }

  private void add(final int kind, final long nowNs, final long port, final WireFrame frame) {
    mix(kind);
    mix(nowNs);
    mix(port);
    final byte[] bytes = frame.bytes();
    int at = 0;
    for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
      mix((long) LONG_BE.get(bytes, at));
    }
    for (; at < bytes.length; at++) {
      mix(bytes[at]);
    }
    events++;
  }

  private void mix(final long value) {
    hash = (hash ^ value) * FNV_PRIME;
    hash ^= hash >>> 29;
  }
}
