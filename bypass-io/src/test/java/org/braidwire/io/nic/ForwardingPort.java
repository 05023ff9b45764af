package org.braidwire.io.nic;

import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.PortCapabilities;
import org.braidwire.io.port.PortCounters;
import org.braidwire.io.port.RxBurst;

/** A port that does what another one does, for tests that change a part of it. */
abstract class ForwardingPort implements FramePort {
  abstract FramePort inner();

  @Override
  public String name() {
    return inner().name();
  }

  @Override
  public PortCapabilities capabilities() {
    return inner().capabilities();
  }

  @Override
  public long macAddress() {
    return inner().macAddress();
  }

  @Override
  public int poll(final RxBurst burst) {
    return inner().poll(burst);
  }

  @Override
  public boolean transmit(
      final long headerAddress,
      final int headerBytes,
      final long payloadAddress,
      final int payloadBytes,
      final long offload) {
    return inner().transmit(headerAddress, headerBytes, payloadAddress, payloadBytes, offload);
  }

  @Override
  public int transmitRoom() {
    return inner().transmitRoom();
  }

  @Override
  public void flush() {
    inner().flush();
  }

  @Override
  public int readinessFd() {
    return inner().readinessFd();
  }

  @Override
  public boolean linkUp() {
    return inner().linkUp();
  }

  @Override
  public PortCounters counters() {
    return inner().counters();
  }

  @Override
  public void close() {
    inner().close();
  }
}
