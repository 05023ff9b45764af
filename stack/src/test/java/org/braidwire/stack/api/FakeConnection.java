package org.braidwire.stack.api;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.Consumer;
import org.braidwire.stack.base.KeepAlive;

/** A connection whose send buffer has as much room as a test says. One thread. */
final class FakeConnection implements MptcpConnection {
  final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  int room;
  boolean closed;
  boolean aborted;
  int resumes;
  Consumer<byte[]> onOffer = sent::writeBytes;

  @Override
  public int offer(final MemorySegment source, final long offset, final int length) {
    final int taken = Math.min(room, length);
    onOffer.accept(source.asSlice(offset, taken).toArray(ValueLayout.JAVA_BYTE));
    room -= taken;
    return taken;
  }

  @Override
  public void resumeReading() {
    resumes++;
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public void abort() {
    aborted = true;
  }

  @Override
  public void keepAlive(final KeepAlive keepAlive) {
    throw new UnsupportedOperationException("nothing rests here");
  }

  @Override
  public boolean join(final int path, final long remoteHigh, final long remoteLow, final int remotePort) {
    return false;
  }

  @Override
  public long writableBytes() {
    return room;
  }

  @Override
  public ConnectionInfo info() {
    return new ConnectionInfo("M_ESTAB", true, "", sent.size(), 0, 0, 0, 0, 0, 0, 0, 0, List.of());
  }

  @Override
  public MemorySegment memory() {
    throw new UnsupportedOperationException("streams copy");
  }

  @Override
  public long tryClaim(final int bytes) {
    throw new UnsupportedOperationException("streams copy");
  }

  @Override
  public boolean commit(final int bytes) {
    throw new UnsupportedOperationException("streams copy");
  }

  @Override
  public long retain() {
    throw new UnsupportedOperationException("streams copy");
  }

  @Override
  public void release(final long retained) {
    throw new UnsupportedOperationException("streams copy");
  }

  @Override
  public Exception failure() {
    return null;
  }
}
