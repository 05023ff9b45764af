package org.braidwire.io.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A {@code struct msghdr} and the {@code struct iovec}s behind it: one message that lies in several places, to be
 * gathered or scattered by the kernel. Made once, filled for each message. One thread.
 */
final class ScatterMessage {
  private static final int MSGHDR_BYTES = 56;
  private static final int MSG_NAME = 0;
  private static final int MSG_NAMELEN = 8;
  private static final int MSG_IOV = 16;
  private static final int MSG_IOVLEN = 24;
  private static final int IOVEC_BYTES = 16;
  private static final int IOV_LEN = 8;

  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  private final MemorySegment message;

  ScatterMessage(final int parts) {
    message = Arena.ofAuto().allocate(MSGHDR_BYTES + (long) parts * IOVEC_BYTES, 8);
    message.set(LONG, MSG_IOV, message.address() + MSGHDR_BYTES);
    message.set(LONG, MSG_IOVLEN, parts);
  }

  /** Where the message goes; {@code name} must live as long as this. */
  void to(final MemorySegment name) {
    message.set(LONG, MSG_NAME, name.address());
    message.set(ValueLayout.JAVA_INT, MSG_NAMELEN, (int) name.byteSize());
  }

  /** The message's {@code index}-th part lies at {@code address}. */
  void part(final int index, final long address, final int bytes) {
    final long iovec = MSGHDR_BYTES + (long) index * IOVEC_BYTES;
    message.set(LONG, iovec, address);
    message.set(LONG, iovec + IOV_LEN, bytes);
  }

  long address() {
    return message.address();
  }

  /** Where the parts alone lie, for {@code readv} and {@code writev}. */
  long partsAddress() {
    return message.address() + MSGHDR_BYTES;
  }
}
