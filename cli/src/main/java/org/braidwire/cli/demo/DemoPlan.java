package org.braidwire.cli.demo;

import java.nio.file.Path;
import org.braidwire.io.PortChoice;

/**
 * What one run of the demo is to be. Immutable.
 *
 * @param sizeBytes bulk bytes each way, at least
 * @param links links between the two ends
 * @param reverse whether Braidwire connects and the peer listens
 * @param braidwirePeer whether the peer is a Braidwire in a JVM of its own instead of the kernel
 * @param memory whether both ends are engines on the in-memory wire
 * @param checksum whether DSS checksums are used
 * @param forwarding whether the kernel of Braidwire's host forwards and has addresses of its own on the links
 * @param ports how frames reach the wire
 * @param phaseNs how long each phase lasts at least
 * @param json where the summary goes as JSON, or null
 */
record DemoPlan(
    long sizeBytes,
    int links,
    boolean reverse,
    boolean braidwirePeer,
    boolean memory,
    boolean checksum,
    boolean forwarding,
    PortChoice ports,
    long phaseNs,
    Path json) {
  static final int BULK_PORT = 5001;
  static final int MESSAGE_PORT = 5002;

  boolean kernelPeer() {
    return !memory && !braidwirePeer;
  }

  /** How the other end is called in everything that is printed. */
  String peerName() {
    if (memory) {
      return "engine B";
    }
    return braidwirePeer ? "peer JVM" : "kernel";
  }

  String ownName() {
    return memory ? "engine A" : "Braidwire";
  }

  /** The command that this run stands for. */
  String mode() {
    return "demo" + (memory ? " --memory" : "") + (braidwirePeer ? " --peer braidwire" : "")
        + (reverse ? " --reverse" : "") + (checksum ? " --checksum" : "")
        + (forwarding ? " --forwarding" : "")
        + (links > 2 ? " --links " + links : "")
        + (ports.io().equals(PortChoice.AUTO) ? "" : " --io " + ports.io())
        + (ports.offloads() ? "" : " --offloads off");
  }
}
