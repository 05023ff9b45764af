package org.braidwire.io.linux;

/** Error numbers of Linux on x86-64 and arm64, as far as this project meets them. */
public final class Errno {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int EINTR = 4;
  public static final int EIO = 5;
  public static final int ENXIO = 6;
  public static final int EAGAIN = 11;
  public static final int ENOMEM = 12;
  public static final int EACCES = 13;
  public static final int EBUSY = 16;
  public static final int EEXIST = 17;
  public static final int ENODEV = 19;
  public static final int EINVAL = 22;
  public static final int EMFILE = 24;
  public static final int EPIPE = 32;
  public static final int ENOSYS = 38;
  public static final int EBADFD = 77;
  public static final int EMSGSIZE = 90;
  public static final int EPROTONOSUPPORT = 93;
  public static final int EOPNOTSUPP = 95;
  public static final int EAFNOSUPPORT = 97;
  public static final int EADDRINUSE = 98;
  public static final int EADDRNOTAVAIL = 99;
  public static final int ENETDOWN = 100;
  public static final int ENETUNREACH = 101;
  public static final int ECONNRESET = 104;
  public static final int ENOBUFS = 105;
  public static final int ENOTCONN = 107;
  public static final int ETIMEDOUT = 110;
  public static final int ECONNREFUSED = 111;
  public static final int EHOSTUNREACH = 113;
  public static final int EINPROGRESS = 115;

  private Errno() {}

  /** Name and meaning, for messages. */
  public static String describe(final int errno) {
    return switch (errno) {
      case EPERM -> "EPERM (operation not permitted)";
      case ENOENT -> "ENOENT (no such file)";
      case EINTR -> "EINTR (interrupted)";
      case EIO -> "EIO (input/output error)";
      case ENXIO -> "ENXIO (no such device or address)";
      case EAGAIN -> "EAGAIN (try again)";
      case ENOMEM -> "ENOMEM (out of memory)";
      case EACCES -> "EACCES (permission denied)";
      case EBUSY -> "EBUSY (busy)";
      case EEXIST -> "EEXIST (exists)";
      case ENODEV -> "ENODEV (no such device)";
      case EINVAL -> "EINVAL (invalid argument)";
      case EMFILE -> "EMFILE (too many open files)";
      case EPIPE -> "EPIPE (broken pipe)";
      case ENOSYS -> "ENOSYS (not in this kernel)";
      case EBADFD -> "EBADFD (file descriptor in bad state)";
      case EMSGSIZE -> "EMSGSIZE (message too long)";
      case EPROTONOSUPPORT -> "EPROTONOSUPPORT (protocol not supported)";
      case EOPNOTSUPP -> "EOPNOTSUPP (operation not supported)";
      case EAFNOSUPPORT -> "EAFNOSUPPORT (address family not supported)";
      case EADDRINUSE -> "EADDRINUSE (address in use)";
      case EADDRNOTAVAIL -> "EADDRNOTAVAIL (address not available)";
      case ENETDOWN -> "ENETDOWN (network is down)";
      case ENETUNREACH -> "ENETUNREACH (network unreachable)";
      case ECONNRESET -> "ECONNRESET (connection reset)";
      case ENOBUFS -> "ENOBUFS (no buffer space)";
      case ENOTCONN -> "ENOTCONN (not connected)";
      case ETIMEDOUT -> "ETIMEDOUT (timed out)";
      case ECONNREFUSED -> "ECONNREFUSED (connection refused)";
      case EHOSTUNREACH -> "EHOSTUNREACH (no route to host)";
      case EINPROGRESS -> "EINPROGRESS (in progress)";
      default -> "errno " + errno;
    };
  }
}
