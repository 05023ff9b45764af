package org.braidwire.stack.net;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.PortCapabilities;
import org.braidwire.io.port.PortCounters;
import org.braidwire.io.port.RxBurst;

/** A port whose other side is the test: frames are given as octets and taken as octets. */
final class FakePort implements FramePort {
  final List<byte[]> sent = new ArrayList<>();
  int room = Integer.MAX_VALUE;
  boolean up = true;
  boolean record = true;
  int flushes;

  final List<Long> offloads = new ArrayList<>();
  int gsoMaxBytes;
  boolean checksumOffload;
  boolean pointToPoint;

  private final PacketMemory memory;
  private final long mac;
  private final Deque<Arrival> arrivals = new ArrayDeque<>();
  private final PortCounters counters = new PortCounters();

  private record Arrival(byte[] octets, long offload) {}

  FakePort(final PacketMemory memory, final long mac) {
    this.memory = memory;
    this.mac = mac;
  }

  void arrive(final byte[] octets, final long offload) {
    arrivals.add(new Arrival(octets, offload));
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public PortCapabilities capabilities() {
    return new PortCapabilities(1500, gsoMaxBytes, checksumOffload, 0, 1, pointToPoint);
  }

  @Override
  public long macAddress() {
    return mac;
  }

  @Override
  public int poll(final RxBurst burst) {
    burst.clear();
    while (!burst.isFull() && !arrivals.isEmpty()) {
      final Arrival arrival = arrivals.remove();
      final long address = memory.frames().lease() + 2;
      Memory.put(address, arrival.octets, 0, arrival.octets.length);
      burst.add(address, arrival.octets.length, arrival.offload);
    }
    return burst.size();
  }

  @Override
  public boolean transmit(
      final long headerAddress,
      final int headerBytes,
      final long payloadAddress,
      final int payloadBytes,
      final long offload) {
    if (room == 0) {
      return false;
    }
    room--;
    if (record) {
      final byte[] frame = new byte[headerBytes + payloadBytes];
      Memory.get(headerAddress, frame, 0, headerBytes);
      if (payloadBytes > 0) {
        Memory.get(payloadAddress, frame, headerBytes, payloadBytes);
      }
      sent.add(frame);
      offloads.add(offload);
    }
    memory.release(headerAddress);
    if (payloadBytes > 0) {
      memory.release(payloadAddress);
    }
    return true;
  }

  @Override
  public int transmitRoom() {
    return room;
  }

  @Override
  public void flush() {
    flushes++;
  }

  @Override
  public boolean linkUp() {
    return up;
  }

  @Override
  public PortCounters counters() {
    return counters;
  }

  @Override
  public void close() {
    arrivals.clear();
  }
}
