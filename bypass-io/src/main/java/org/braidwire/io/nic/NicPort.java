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

  private int transmit(final int most) {
    final FrameRing waiting = rings.transmit;
    int sent = 0;
    heldUp = false;
    while (sent < most) {
      final long header = waiting.peek();
      if (header == FrameRing.EMPTY) {
        break;
      }
      if (!device.transmit(
          header,
          waiting.headerBytes(),
          waiting.payloadAddress(),
          waiting.payloadBytes(),
          waiting.offload())) {
        heldUp = true;
        break;
      }
      waiting.take();
      sent++;
    }
    return sent;
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
