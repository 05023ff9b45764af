package org.braidwire.io.nic;

import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.RxBurst;
import org.braidwire.io.ring.FrameRing;

/**
 * Moves frames between a device and the rings to its engine. Takes from the device only what the engine's ring has room
 * for, and from the ring only what the device takes, so nothing is lost here. NIC thread.
 */
final class NicPort {
  /** Frames sent before the device is looked at again for what has arrived. */
  private static final int TRANSMIT_BATCH_FRAMES = 64;

  private final PortRings rings;
  private final FramePort device;
  private final RxBurst burst = new RxBurst();
  private boolean heldUp;

  NicPort(final PortRings rings) {
    this.rings = rings;
    device = rings.device();
  }

  FramePort device() {
    return device;
  }

  /** One cycle; returns how much was done. */
  int doWork() {
    final int work = receive() + transmit(TRANSMIT_BATCH_FRAMES) + tellLink();
    device.flush();
    if (rings.countersWanted) {
      rings.countersWanted = false;
      device.counters();
    }
    final int done = work + rings.frameStock().takeReleased();
    if (done > 0) {
      rings.engineBell.ring();
    }
    return done;
  }

  private int receive() {
    final FrameRing received = rings.received;
    if (received.room(RxBurst.CAPACITY) < RxBurst.CAPACITY) {
      return 0;
    }
    final int frames = device.poll(burst);
    for (int i = 0; i < frames; i++) {
      final boolean taken = received.offer(burst.address(i), burst.bytes(i), 0, 0, burst.offload(i));
      assert taken : "there was room for a burst";
    }
    return frames;
  }

  /** Asks the device for room as the engine would, for some lose what they are given beyond it. */
  private int transmit(final int most) {
    final FrameRing waiting = rings.transmit;
    long header = waiting.peek();
    heldUp = false;
    if (header == FrameRing.EMPTY) {
      return 0;
    }
    final int room = Math.min(most, device.transmitRoom());
    int sent = 0;
    while (sent < room && header != FrameRing.EMPTY && give(waiting, header)) {
      waiting.take();
      sent++;
      header = waiting.peek();
    }
    heldUp = header != FrameRing.EMPTY && sent < most;
    return sent;
  }

  private boolean give(final FrameRing waiting, final long header) {
    return device.transmit(
        header, waiting.headerBytes(), waiting.payloadAddress(), waiting.payloadBytes(), waiting.offload());
  }

  private int tellLink() {
    final boolean up = device.linkUp();
    if (up == rings.linkUp) {
      return 0;
    }
    rings.linkUp = up;
    return 1;
  }

  /** Whether frames wait that the device would not take: nobody tells when it will. */
  boolean isHeldUp() {
    return heldUp;
  }

  /** Tells the engine why this thread ends. */
  void fail(final Throwable cause) {
    rings.failure = cause;
    rings.engineBell.ring();
  }

  /** Sends what the engine gave until its end, as far as the device takes it, and closes the device. */
  void close() {
    try {
      transmit(PortRings.TRANSMIT_FRAMES);
      device.flush();
    } finally {
      closeDevice();
    }
  }

  private void closeDevice() {
    try {
      device.close();
    } finally {
      rings.deviceClosed = true;
      rings.engineBell.ring();
    }
  }
}
