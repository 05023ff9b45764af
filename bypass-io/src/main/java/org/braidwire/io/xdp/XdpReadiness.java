package org.braidwire.io.xdp;

import java.util.List;
import org.braidwire.io.linux.Epoll;
import org.braidwire.io.linux.XdpSocket;

/**
 * The descriptor that a thread without work sleeps on: that of the only socket or, where every queue has one, that of an
 * epoll set over them. Readable while a frame waits in the ring of any. The port's thread.
 *
 * <p>The sockets join the set when the descriptor is first asked for. From then on whatever arrives costs the kernel a
 * call of the set, awake or asleep, which is nothing to ask of an engine that never sleeps.
 */
final class XdpReadiness implements AutoCloseable {
  /** Nobody waits by the set itself, so no news is ever taken from it. */
  private static final int MOST_NEWS = 1;

  private final List<XdpSocket> sockets;
  private final Epoll set;
  private boolean joined;

  /** @throws org.braidwire.io.linux.LinuxException when the process has no descriptor left */
  XdpReadiness(final List<XdpSocket> sockets) {
    this.sockets = sockets;
    set = sockets.size() == 1 ? null : Epoll.open(MOST_NEWS);
  }

  int descriptor() {
    if (set == null) {
      return sockets.getFirst().descriptor();
    }
    if (!joined) {
      joined = true;
      for (int queue = 0; queue < sockets.size(); queue++) {
        set.watch(sockets.get(queue).descriptor(), queue, false);
      }
    }
    return set.descriptor();
  }

  @Override
  public void close() {
    if (set != null) {
      set.close();
    }
  }
}
