package org.braidwire.benchmarks.setup;

import org.braidwire.io.linux.KernelSocket.Protocol;

/**
 * How the kernel's sockets are used at both ends.
 *
 * @param protocol what they speak
 * @param oneCore whether both ends sleep until there is news, and share a core; else each spins on its own
 * @param outstanding connections under way at once
 */
record KernelShape(Protocol protocol, boolean oneCore, int outstanding) {
  /** A sleep ends after this long, so that its thread can be stopped and its bounds hold. */
  private static final int SLEEP_MS = 20;

  /** Whether an epoll set tells which connections have news; a single one is quicker asked itself, again and again. */
  boolean watches() {
    return oneCore || outstanding > 1;
  }

  int waitMs() {
    return oneCore ? SLEEP_MS : 0;
  }
}
