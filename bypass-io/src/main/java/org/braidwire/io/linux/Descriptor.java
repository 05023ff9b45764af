package org.braidwire.io.linux;

import java.lang.invoke.MethodHandle;

/** A file descriptor with one owner, who closes it. Any thread may close it, once. */
final class Descriptor implements AutoCloseable {
  private static final MethodHandle CLOSE = NativeCall.bind("close", NativeCall.C_INT, NativeCall.C_INT);

  private int number;

  Descriptor(final int number) {
    this.number = number;
  }

  /** What the kernel knows it by. */
  int number() {
    if (number < 0) {
      throw new IllegalStateException("the descriptor is closed");
    }
    return number;
  }

  @Override
  public void close() {
    if (number < 0) {
      return;
    }
    final int closing = number;
    number = -1;
    try {
      final int result = (int) CLOSE.invokeExact(NativeCall.errnoState(), closing);
      assert result == 0 : "close failed: " + Errno.describe(NativeCall.errno());
    } catch (final Throwable e) {
      throw NativeCall.broken("close", e);
    }
  }
}
