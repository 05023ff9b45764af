package org.braidwire.io.netlink;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.braidwire.io.linux.Errno;
import org.braidwire.io.linux.LinuxException;
import org.braidwire.io.linux.NetlinkSocket;
import org.braidwire.io.port.LinkMonitor;

/**
 * Tells of links, addresses and neighbours of one network namespace as the kernel tells of them: loss of carrier,
 * the other side's included, is here in under 1 ms.
 *
 * <p>One thread, the engine's; {@link #open} is called on a thread inside the namespace. When the kernel's news
 * overran the socket's buffer the state is asked for anew and the listeners hear what has changed. An idle poll
 * allocates nothing.
 */
public final class NetlinkMonitor implements LinkMonitor {
  /** Datagrams taken in one poll. */
  private static final int DATAGRAMS_PER_POLL = 16;

  /** How long {@link #open} waits for the kernel's first answer. */
  private static final int FIRST_ANSWER_MS = 1_000;

  private static final int AF_UNSPEC = 0;
  private static final int AF_INET = 2;
  private static final int[] DUMPS = {NetlinkSocket.RTM_GETLINK, NetlinkSocket.RTM_GETADDR};

  private final NetlinkSocket socket;
  private final RouteMessages messages = new RouteMessages();
  private final RouteMessages.Handler handler = new Dispatcher();
  private final List<LinkEvents> listeners = new ArrayList<>();
  private final Map<Integer, Link> links = new HashMap<>();
  private final Map<HostAddress, Integer> addresses = new HashMap<>();

  /** Index into {@link #DUMPS} of the dump under way, or its length when none is. */
  private int dump = DUMPS.length;

  private boolean dumpAgain;
  private int generation;
  private long overruns;
  private boolean closed;

  private NetlinkMonitor(final NetlinkSocket socket) {
    this.socket = socket;
  }

  /** Opens it in the calling thread's namespace and learns the present state. */
  public static NetlinkMonitor open() {
    final NetlinkMonitor monitor = new NetlinkMonitor(NetlinkSocket.open(
        NetlinkSocket.GROUP_LINK | NetlinkSocket.GROUP_IPV4_ADDRESS | NetlinkSocket.GROUP_NEIGHBOUR));
    try {
      monitor.startDump();
      while (monitor.dump < DUMPS.length) {
        if (!monitor.socket.await(FIRST_ANSWER_MS)) {
          throw new LinuxException("recv", "netlink", Errno.ETIMEDOUT, "the kernel did not answer");
        }
        monitor.poll();
      }
      return monitor;
    } catch (final RuntimeException e) {
      monitor.close();
      throw e;
    }
  }

  /** Adds a listener, who hears of every present link and address at once. */
  public void listen(final LinkEvents listener) {
    listeners.add(listener);
    links.forEach((index, link) -> listener.onLink(index, link.name, true, link.carrier));
    addresses.forEach((at, seen) -> listener.onAddress(at.index, at.high, at.low, at.prefixBits, true));
  }

  @Override
  public int poll() {
    assert !closed : "the monitor is closed";
    int news = 0;
    for (int i = 0; i < DATAGRAMS_PER_POLL; i++) {
      final int received = socket.receive();
      if (received > 0) {
        news += messages.read(socket.buffer(), handler);
      } else if (received == -Errno.ENOBUFS) {
        onOverrun();
      } else {
        break;
      }
    }
    return news;
  }

  @Override
  public int readinessFd() {
    return socket.descriptor();
  }

  /** News was lost: what we know may be stale. */
  void onOverrun() {
    overruns++;
    if (dump < DUMPS.length) {
      dumpAgain = true;
    } else {
      startDump();
    }
  }

  /** How often the kernel had more news than the socket could hold. */
  public long overruns() {
    return overruns;
  }

  private void startDump() {
    generation++;
    dumpAgain = false;
    dump = 0;
    socket.requestDump(DUMPS[dump], AF_UNSPEC);
  }

  private void onDumpEnd(final boolean interrupted) {
    if (dump == DUMPS.length) {
      return;
    }
    dumpAgain |= interrupted;
    if (dumpAgain) {
      startDump();
    } else if (++dump < DUMPS.length) {
      socket.requestDump(DUMPS[dump], AF_INET);
    } else {
      forgetTheUnmentioned();
    }
  }

  /** What a complete dump did not mention is gone. */
  private void forgetTheUnmentioned() {
    for (final Iterator<Map.Entry<Integer, Link>> i = links.entrySet().iterator(); i.hasNext(); ) {
      final Map.Entry<Integer, Link> entry = i.next();
      if (entry.getValue().generation != generation) {
        i.remove();
        tellLink(entry.getKey(), entry.getValue().name, false, false);
      }
    }
    for (final Iterator<Map.Entry<HostAddress, Integer>> i =
            addresses.entrySet().iterator();
        i.hasNext(); ) {
      final Map.Entry<HostAddress, Integer> entry = i.next();
      if (entry.getValue() != generation) {
        i.remove();
        tellAddress(entry.getKey(), false);
      }
    }
  }

  private void tellLink(final int index, final String name, final boolean present, final boolean carrier) {
    for (int i = 0; i < listeners.size(); i++) {
      listeners.get(i).onLink(index, name, present, carrier);
    }
  }

  private void tellAddress(final HostAddress at, final boolean added) {
    for (int i = 0; i < listeners.size(); i++) {
      listeners.get(i).onAddress(at.index, at.high, at.low, at.prefixBits, added);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      socket.close();
    }
  }

  /** Keeps the tables and passes on what is new. */
  private final class Dispatcher implements RouteMessages.Handler {
    @Override
    public void link(final int index, final String name, final boolean present, final boolean carrier) {
      final Link known = links.get(index);
      if (!present) {
        links.remove(index);
      } else {
        links.put(index, new Link(name, carrier, generation));
      }
      final boolean changed =
          present ? known == null || known.carrier != carrier || !known.name.equals(name) : known != null;
      if (changed) {
        tellLink(index, name, present, carrier);
      }
    }

    @Override
    public void address(
        final int index,
        final String label,
        final long high,
        final long low,
        final int prefixBits,
        final boolean added) {
      final HostAddress at = new HostAddress(index, high, low, prefixBits);
      final Integer known = added ? addresses.put(at, generation) : addresses.remove(at);
      if (added == (known == null)) {
        tellAddress(at, added);
      }
    }

    @Override
    public void neighbour(
        final int index, final long high, final long low, final long macAddress, final boolean reachable) {
      for (int i = 0; i < listeners.size(); i++) {
        listeners.get(i).onNeighbour(index, high, low, macAddress, reachable);
      }
    }

    @Override
    public void done(final boolean interrupted) {
      onDumpEnd(interrupted);
    }
  }

  private record Link(String name, boolean carrier, int generation) {}

  private record HostAddress(int index, long high, long low, int prefixBits) {}
}
