package org.braidwire.io.linux;

/** A system call that failed: which one, on what, why, and what probably helps. */
public final class LinuxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int errno;

  /**
   * @param call the system call's name
   * @param subject what it was about, for example {@code interface eth1}
   * @param errno the error number
   * @param hint the likely cause and its remedy, or an empty string
   */
  public LinuxException(final String call, final String subject, final int errno, final String hint) {
    super(call + " on " + subject + " failed: " + Errno.describe(errno) + (hint.isEmpty() ? "" : "; " + hint));
    this.errno = errno;
  }

  public int errno() {
    return errno;
  }
}
