package org.braidwire.io.port;

/**
 * A port that does what another one does; those that change a part of it override that. On the thread of the port that it
 * wraps, which it owns and closes.
 */
public abstract class ForwardingPort implements FramePort {
  private final FramePort inner;

  protected ForwardingPort(final FramePort inner) {
    this.inner = inner;
  }

  /** The port that this one wraps. */
  protected final FramePort inner() {
    return inner;
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public String description() {
    return inner.description();
  }

  @Override
  public PortCapabilities capabilities() {
    return inner.capabilities();
  }

  @Override
  public long macAddress() {
    return inner.macAddress();
  }

  @Override
  public int poll(final RxBurst burst) {
    return inner.poll(burst);
  }

  @Override
  public boolean transmit(
      final long headerAddress,
      final int headerBytes,
      final long payloadAddress,
      final int payloadBytes,
      final long offload) {
    return inner.transmit(headerAddress, headerBytes, payloadAddress, payloadBytes, offload);
  }

  @Override
  public int transmitRoom() {
    return inner.transmitRoom();
  }

  @Override
  public void flush() {
    inner.flush();
  }

  @Override
  public int readinessFd() {
    return inner.readinessFd();
  }

  @Override
  public boolean linkUp() {
    return inner.linkUp();
  }

  @Override
  public PortCounters counters() {
    return inner.counters();
  }

  @Override
  public void close() {
    inner.close();
  }
}
