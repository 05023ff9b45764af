package org.braidwire.io.memory;

import org.braidwire.io.frame.PortMemory;

/**
 * A network cable between two engines that share nothing else: what a link is where there is no root, and what
 * every test starts with.
 *
 * <p>Each end is a {@link MemoryPort} with the rings of a network card. Both ends may live on one thread or on one
 * thread each. The switches of the cable ({@link #setLinkUp}, {@link #setSilentDrop}) may be thrown by any thread.
 */
public final class MemoryWire {
  /** Ring size that covers a burst of some hundred frames and stays inside a second-level cache. */
  public static final int DEFAULT_RING_FRAMES = 512;

  /** What Ethernet carries. */
  public static final int DEFAULT_MTU_BYTES = 1500;

  private final String name;
  private final int mtuBytes;
  private final MemoryPort[] opened = new MemoryPort[2];
  private final ReceiveQueue[] queues = new ReceiveQueue[2];

  private volatile boolean linkUp = true;
  private volatile boolean silentDrop;

  /**
   * @param name prefix of both ends' names
   * @param mtuBytes largest IP packet carried
   * @param ringFrames frames that each end keeps posted for its peer to write to, a power of two
   */
  public MemoryWire(final String name, final int mtuBytes, final int ringFrames) {
    this.name = name;
    this.mtuBytes = mtuBytes;
    queues[0] = new ReceiveQueue(ringFrames);
    queues[1] = new ReceiveQueue(ringFrames);
  }

  public MemoryWire(final String name) {
    this(name, DEFAULT_MTU_BYTES, DEFAULT_RING_FRAMES);
  }

  /**
   * Plugs an engine into one end, once; call it on the thread that owns {@code memory}.
   *
   * @param end 0 or 1
   * @param memory the engine's pools; received frames lie in its frames
   * @param macAddress the address of this end, six octets right-aligned
   */
  public synchronized MemoryPort open(final int end, final PortMemory memory, final long macAddress) {
    if (opened[end] != null) {
      throw new IllegalStateException("end " + end + " of " + name + " is taken");
    }
    opened[end] =
        new MemoryPort(this, name + (end == 0 ? "a" : "b"), memory, macAddress, queues[end], queues[1 - end]);
    return opened[end];
  }

  public String name() {
    return name;
  }

  public int mtuBytes() {
    return mtuBytes;
  }

  /** Carrier of both ends. */
  public boolean linkUp() {
    return linkUp;
  }

  /** Pulls the cable or plugs it in again; both ends see it at their next look. */
  public void setLinkUp(final boolean up) {
    linkUp = up;
  }

  /** Whether frames vanish while the carrier stays. */
  public boolean silentDrop() {
    return silentDrop;
  }

  /** Loses every frame of both directions from now on, or stops doing so, with the carrier up. */
  public void setSilentDrop(final boolean drop) {
    silentDrop = drop;
  }
}
