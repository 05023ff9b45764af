package org.braidwire.benchmarks.setup;

import org.braidwire.io.linux.KernelSocket.Protocol;

/**
 * How the kernel's sockets are used at both ends.
 *
 * @param protocol what they speak
 * @param way how both ends wait for news
 * @param outstanding connections under way at once
 */
record KernelShape(Protocol protocol, SetupWay way, int outstanding) {
  /** Whether an epoll set tells which connections have news; a single one is quicker asked itself, again and again. */
  boolean watches() {
    return way != SetupWay.SPINNING || outstanding > 1;
  }

  int waitMs() {
    return way.waitMs();
  }
}
