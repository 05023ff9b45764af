package org.braidwire.io.linux;

import static org.braidwire.io.linux.NativeCall.C_INT;
import static org.braidwire.io.linux.NativeCall.C_LONG;
import static org.braidwire.io.linux.NativeCall.C_POINTER;
import static org.braidwire.io.linux.NativeCall.errnoState;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The system calls of {@link KernelSocket}, as they are: a negative result is a failure, {@code errno} tells which. */
final class KernelSocketCalls {
  private static final MethodHandle SOCKET = NativeCall.bind("socket", C_INT, C_INT, C_INT, C_INT);
  private static final MethodHandle BIND = NativeCall.bind("bind", C_INT, C_INT, C_POINTER, C_INT);
  private static final MethodHandle LISTEN = NativeCall.bind("listen", C_INT, C_INT, C_INT);
  private static final MethodHandle CONNECT = NativeCall.bind("connect", C_INT, C_INT, C_POINTER, C_INT);
  private static final MethodHandle ACCEPT4 = NativeCall.bind("accept4", C_INT, C_INT, C_POINTER, C_POINTER, C_INT);
  private static final MethodHandle GETSOCKNAME = NativeCall.bind("getsockname", C_INT, C_INT, C_POINTER, C_POINTER);
  private static final MethodHandle GETPEERNAME = NativeCall.bind("getpeername", C_INT, C_INT, C_POINTER, C_POINTER);
  private static final MethodHandle SETSOCKOPT =
      NativeCall.bind("setsockopt", C_INT, C_INT, C_INT, C_INT, C_POINTER, C_INT);
  private static final MethodHandle GETSOCKOPT =
      NativeCall.bind("getsockopt", C_INT, C_INT, C_INT, C_INT, C_POINTER, C_POINTER);
  private static final MethodHandle RECV = NativeCall.bind("recv", C_LONG, C_INT, C_LONG, C_LONG, C_INT);
  private static final MethodHandle SEND = NativeCall.bind("send", C_LONG, C_INT, C_LONG, C_LONG, C_INT);
  private static final MethodHandle PPOLL = NativeCall.bind("ppoll", C_INT, C_POINTER, C_LONG, C_POINTER, C_POINTER);
  private static final MethodHandle SHUTDOWN = NativeCall.bind("shutdown", C_INT, C_INT, C_INT);
  private static final MethodHandle CLOSE = NativeCall.bind("close", C_INT, C_INT);

  private KernelSocketCalls() {}

  static int socket(final int family, final int type, final int protocol) {
    try {
      return (int) SOCKET.invokeExact(errnoState(), family, type, protocol);
    } catch (final Throwable impossible) {
      throw broken(impossible);
    }
  }

  static int bind(final int descriptor, final MemorySegment address, final int bytes) {
    try {
      return (int) BIND.invokeExact(errnoState(), descriptor, address, bytes);
    } catch (final Throwable impossible) {
      throw broken(impossible);
    }
  }

  static int listen(final int descriptor, final int backlog) {
    try {
      return (int) LISTEN.invokeExact(errnoState(), descriptor, backlog);
    } catch (final Throwable impossible) {
      throw broken(impossible);
    }
  }

  static int connect(final int descriptor, final MemorySegment address, final int bytes) {
    try {
      return (int) CONNECT.invokeExact(errnoState(), descriptor, address, bytes);
    } catch (final Throwable impossible) {
      throw broken(impossible);
    }
  }

  static int accept(final int descriptor, final int flags) {
    try {
      return (int) ACCEPT4.invokeExact(errnoState(), descriptor, MemorySegment.NULL, MemorySegment.NULL, flags);
    } catch (final Throwable impossible) {
      throw broken(impossible);
    }
  }

  static int getsockname(final int descriptor, final MemorySegment address, final MemorySegment bytes) {
    try {
      return (int) GETSOCKNAME.invokeExact(errnoState(), descriptor, address, bytes);
    } catch (final Throwable impossible) {
      throw broken(impossible);
    }
  }

  static int getpeername(final int descriptor, final MemorySegment address, final MemorySegment bytes) {
    try {
      return (int) GETPEERNAME.invokeExact(errnoState(), descriptor, address, bytes);
    } catch (final Throwable impossible) {
      throw broken(impossible);
    }
  }

  static int setsockopt(
      final int descriptor, final int level, final int option, final MemorySegment value, final int bytes) {
    try {
      return (int) SETSOCKOPT.invokeExact(errnoState(), descriptor, level, option, value, bytes);
    } catch (final Throwable impossible) {
      throw broken(impossible);
    }
  }

  static int getsockopt(
      final int descriptor,
      final int level,
      final int option,
      final MemorySegment value,
      final MemorySegment bytes) {
    try {
      return (int) GETSOCKOPT.invokeExact(errnoState(), descriptor, level, option, value, bytes);
    } catch (final Throwable impossible) {
      throw broken(impossible);
    }
  }

  static long recv(final int descriptor, final long address, final long bytes, final int flags) {
    try {
      return (long) RECV.invokeExact(errnoState(), descriptor, address, bytes, flags);
    } catch (final Throwable impossible) {
      throw broken(impossible);
    }
  }

  static long send(final int descriptor, final long address, final long bytes, final int flags) {
    try {
      return (long) SEND.invokeExact(errnoState(), descriptor, address, bytes, flags);
    } catch (final Throwable impossible) {
      throw broken(impossible);
    }
  }

  static int ppoll(final MemorySegment descriptors, final long count, final MemorySegment timeout) {
    try {
      return (int) PPOLL.invokeExact(errnoState(), descriptors, count, timeout, MemorySegment.NULL);
    } catch (final Throwable impossible) {
      throw broken(impossible);
    }
  }

  static int shutdown(final int descriptor, final int how) {
    try {
      return (int) SHUTDOWN.invokeExact(errnoState(), descriptor, how);
    } catch (final Throwable impossible) {
      throw broken(impossible);
    }
  }

  static int close(final int descriptor) {
    try {
      return (int) CLOSE.invokeExact(errnoState(), descriptor);
    } catch (final Throwable impossible) {
      throw broken(impossible);
    }
  }

  /** A down-call throws nothing of its own: what arrives here is a wrong signature or a dying virtual machine. */
  private static AssertionError broken(final Throwable cause) {
    return new AssertionError("a system call could not be made", cause);
  }
}
