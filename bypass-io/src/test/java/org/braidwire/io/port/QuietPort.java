package org.braidwire.io.port;

import org.braidwire.io.netlink.InterfacePort;

/** A port of no interface on which nothing arrives and which takes nothing; tests override what they are about. */
public class QuietPort implements InterfacePort {
  private static final int MTU_BYTES = 1500;

  private final PortCounters counters = new PortCounters();

  @Override
  public String name() {
    return "quiet";
  }

  @Override
  public PortCapabilities capabilities() {
    return new PortCapabilities(MTU_BYTES, 0, false, 0, 0);
  }

  @Override
  public int interfaceIndex() {
    return 1;
  }

  @Override
  public long macAddress() {
    return 1;
  }

  @Override
  public int poll(final RxBurst burst) {
    burst.clear();
    return 0;
  }

  @Override
  public boolean transmit(
      final long headerAddress,
      final int headerBytes,
      final long payloadAddress,
      final int payloadBytes,
      final long offload) {
    return false;
  }

  @Override
  public int transmitRoom() {
    return 0;
  }

  @Override
  public void flush() {
    // nothing was given
  }

  @Override
  public boolean linkUp() {
    return true;
  }

  @Override
  public PortCounters counters() {
    return counters;
  }

  @Override
  public void onLink(final int interfaceIndex, final String linkName, final boolean present, final boolean carrier) {
    // the link stays as it is
  }

  @Override
  public void close() {
    // nothing is held
  }
}
