package org.braidwire.io.port;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.braidwire.io.frame.Memory;

/**
 * A capture that Wireshark reads (draft-ietf-opsawg-pcapng), with nanosecond timestamps, shared by the
 * {@link PcapngTap}s of one process. Any thread.
 *
 * <p>Blocks gather in a buffer of fixed size and go to the file when it is full, when {@link #flush} is called, or
 * at the end. A file that cannot be written stops the capture, says so once and is never an engine's trouble.
 */
public final class PcapngFile implements AutoCloseable {
  private static final int BUFFER_BYTES = 1024 * 1024;

  private static final int SECTION_HEADER = 0x0a0d0d0a;
  private static final int INTERFACE_DESCRIPTION = 1;
  private static final int ENHANCED_PACKET = 6;
  private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
  private static final int LINKTYPE_ETHERNET = 1;
  private static final int OPTION_IF_NAME = 2;
  private static final int OPTION_IF_TSRESOL = 9;
  private static final int OPTION_EPB_FLAGS = 2;
  private static final int NANOSECONDS = 9;

  /** Longer frames are cut in the capture. */
  private static final int SNAP_BYTES = 256 * 1024;

  /** Type, two lengths, interface, time, two packet lengths, the flags option and the end of the options. */
  private static final int PACKET_OVERHEAD_BYTES = 44;

  private static final int INBOUND = 1;
  private static final int OUTBOUND = 2;

  private final Path path;
  private final FileChannel channel;
  private final Consumer<String> complaints;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.nativeOrder());
  private int interfaces;
  private boolean stopped;
  private long framesLost;

  private PcapngFile(final Path path, final FileChannel channel, final Consumer<String> complaints) {
    this.path = path;
    this.channel = channel;
    this.complaints = complaints;
  }

  /**
   * Begins a capture, replacing the file.
   *
   * @param complaints told once, in one line, if the file cannot be written any longer
   */
  public static PcapngFile create(final Path path, final Consumer<String> complaints) throws IOException {
    final FileChannel channel = FileChannel.open(
        path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    final PcapngFile file = new PcapngFile(path, channel, complaints);
    file.buffer.putInt(SECTION_HEADER).putInt(28).putInt(BYTE_ORDER_MAGIC);
    file.buffer.putShort((short) 1).putShort((short) 0).putLong(-1).putInt(28);
    return file;
  }

  /** Names one more interface; gives the number that {@link #write} wants. */
  synchronized int addInterface(final String name) {
    final byte[] octets = name.getBytes(StandardCharsets.UTF_8);
    final int padded = align(octets.length);
    final int bytes = 20 + 4 + padded + 8 + 4;
    if (!reserve(bytes)) {
      return 0;
    }
    buffer.putInt(INTERFACE_DESCRIPTION)
        .putInt(bytes)
        .putShort((short) LINKTYPE_ETHERNET)
        .putShort((short) 0);
    buffer.putInt(SNAP_BYTES);
    buffer.putShort((short) OPTION_IF_NAME).putShort((short) octets.length).put(octets);
    pad(padded - octets.length);
    buffer.putShort((short) OPTION_IF_TSRESOL).putShort((short) 1).put((byte) NANOSECONDS);
    pad(3);
    buffer.putInt(0).putInt(bytes);
    return interfaces++;
  }

  /** Adds one frame that lies in up to two pieces. */
  synchronized void write(
      final int interfaceNumber,
      final long timeNs,
      final boolean outbound,
      final long header,
      final int headerBytes,
      final long payload,
      final int payloadBytes) {
    final int captured = Math.min(headerBytes + payloadBytes, SNAP_BYTES);
    final int padded = align(captured);
    if (!reserve(PACKET_OVERHEAD_BYTES + padded)) {
      framesLost++;
      return;
    }
    buffer.putInt(ENHANCED_PACKET).putInt(PACKET_OVERHEAD_BYTES + padded).putInt(interfaceNumber);
    buffer.putInt((int) (timeNs >>> 32)).putInt((int) timeNs);
    buffer.putInt(captured).putInt(headerBytes + payloadBytes);
    final int fromHeader = Math.min(headerBytes, captured);
    copy(header, fromHeader);
    copy(payload, captured - fromHeader);
    pad(padded - captured);
    buffer.putShort((short) OPTION_EPB_FLAGS).putShort((short) 4).putInt(outbound ? OUTBOUND : INBOUND);
    buffer.putInt(0).putInt(PACKET_OVERHEAD_BYTES + padded);
  }

  private void copy(final long address, final int bytes) {
    if (bytes > 0) {
      Memory.get(address, buffer.array(), buffer.position(), bytes);
      buffer.position(buffer.position() + bytes);
    }
  }

  private void pad(final int bytes) {
    for (int i = 0; i < bytes; i++) {
      buffer.put((byte) 0);
    }
  }

  private boolean reserve(final int bytes) {
    if (!stopped && buffer.remaining() < bytes) {
      flush();
    }
    return !stopped;
  }

  /** Writes out what has gathered. */
  public synchronized void flush() {
    if (stopped) {
      return;
    }
    buffer.flip();
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (final IOException e) {
      stopped = true;
      complaints.accept("the capture to " + path + " stops here: " + e.getMessage());
    }
    buffer.clear();
  }

  /** Whether the file could not be written any longer. */
  public synchronized boolean stopped() {
    return stopped;
  }

  /** Frames that came after the capture had stopped. */
  public synchronized long framesLost() {
    return framesLost;
  }

  @Override
  public synchronized void close() {
    flush();
    stopped = true;
    try {
      channel.close();
    } catch (final IOException e) {
      complaints.accept("closing the capture " + path + " failed: " + e.getMessage());
    }
  }

  private static int align(final int bytes) {
    return (bytes + 3) & ~3;
  }
}
