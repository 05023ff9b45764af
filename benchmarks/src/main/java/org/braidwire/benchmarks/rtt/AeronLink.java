package org.braidwire.benchmarks.rtt;

import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;

/**
 * The two channels of an Aeron ping-pong.
 *
 * @param laboratory the two hosts of a UDP link, null for shared memory
 */
record AeronLink(Laboratory laboratory) {
  static final int TO_FAR_STREAM = 1001;
  static final int TO_NEAR_STREAM = 1002;

  private static final int FAR_PORT = 20_121;
  private static final int NEAR_PORT = 20_122;

  boolean isShared() {
    return laboratory == null;
  }

  String toFar() {
    return isShared() ? "aeron:ipc" : "aeron:udp?endpoint=" + LabAddresses.of(LabSide.KERNEL, 0) + ":" + FAR_PORT;
  }

  String toNear() {
    return isShared() ? "aeron:ipc" : "aeron:udp?endpoint=" + LabAddresses.of(LabSide.WIRE, 0) + ":" + NEAR_PORT;
  }

  /** The media driver's folder at one end; with shared memory the far end's driver serves both. */
  String folder(final boolean near) {
    return AeronHost.folder(isShared() ? "ipc" : near ? "near" : "far");
  }
}
