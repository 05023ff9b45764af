package org.braidwire.stack.net;

import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.port.FramePort;
import org.braidwire.stack.base.DropCounters;
import org.braidwire.stack.base.DropReason;
import org.braidwire.stack.wire.EthernetHeader;

/**
 * The frames of one link that wait for the Ethernet address of their next hop, in order and bounded for each
 * neighbour and for all together. Holds one reference to each header and payload. Engine thread.
 */
final class PendingFrames {
  /** Frames that may wait for one neighbour. */
  static final int PER_NEIGHBOUR = 4;

  /** Frames that may wait on one link. */
  static final int CAPACITY = 64;

  private final FramePort port;
  private final PacketMemory memory;
  private final DropCounters drops;
  private final int[] owners = new int[CAPACITY];
  private final long[] headers = new long[CAPACITY];
  private final int[] headerLengths = new int[CAPACITY];
  private final long[] payloads = new long[CAPACITY];
  private final int[] payloadLengths = new int[CAPACITY];
  private final long[] offloads = new long[CAPACITY];
  private int size;

  PendingFrames(final FramePort port, final PacketMemory memory, final DropCounters drops) {
    this.port = port;
    this.memory = memory;
    this.drops = drops;
  }

  int size() {
    return size;
  }

  /** Takes the references of a frame for neighbour {@code owner}; releases and counts it where there is no room. */
  void hold(
      final int owner,
      final long headerAddress,
      final int headerBytes,
      final long payloadAddress,
      final int payloadBytes,
      final long offload) {
    int waiting = 0;
    for (int i = 0; i < size; i++) {
      waiting += owners[i] == owner ? 1 : 0;
    }
    if (size == CAPACITY || waiting == PER_NEIGHBOUR) {
      drop(headerAddress, payloadAddress, payloadBytes, DropReason.NEIGHBOUR_QUEUE_FULL);
      return;
    }
    owners[size] = owner;
    headers[size] = headerAddress;
    headerLengths[size] = headerBytes;
    payloads[size] = payloadAddress;
    payloadLengths[size] = payloadBytes;
    offloads[size++] = offload;
  }

  /** Sends what waits for {@code owner}, oldest first, to {@code mac}. */
  void sendTo(final int owner, final long mac) {
    int kept = 0;
    final int held = size;
    for (int i = 0; i < held; i++) {
      if (owners[i] != owner) {
        move(i, kept++);
        continue;
      }
      EthernetHeader.setDestination(headers[i], mac);
      if (!port.transmit(headers[i], headerLengths[i], payloads[i], payloadLengths[i], offloads[i])) {
        drop(headers[i], payloads[i], payloadLengths[i], DropReason.OUTPUT_REFUSED);
      }
    }
    size = kept;
  }

  /** Gives up what waits for {@code owner}. */
  void dropFor(final int owner) {
    int kept = 0;
    final int held = size;
    for (int i = 0; i < held; i++) {
      if (owners[i] == owner) {
        drop(headers[i], payloads[i], payloadLengths[i], DropReason.NEIGHBOUR_UNREACHABLE);
      } else {
        move(i, kept++);
      }
    }
    size = kept;
  }

  /** Gives up everything that waits; the link is being closed. */
  void clear() {
    for (int i = 0; i < size; i++) {
      drop(headers[i], payloads[i], payloadLengths[i], DropReason.NEIGHBOUR_UNREACHABLE);
    }
    size = 0;
  }

  /** Releases a frame that was to go out. */
  void drop(final long headerAddress, final long payloadAddress, final int payloadBytes, final DropReason reason) {
    drops.count(reason);
    memory.release(headerAddress);
    if (payloadBytes > 0) {
      memory.release(payloadAddress);
    }
  }

  private void move(final int from, final int to) {
    owners[to] = owners[from];
    headers[to] = headers[from];
    headerLengths[to] = headerLengths[from];
    payloads[to] = payloads[from];
    payloadLengths[to] = payloadLengths[from];
    offloads[to] = offloads[from];
  }
}
