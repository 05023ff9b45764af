package org.braidwire.benchmarks.setup;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.linux.KernelDescriptors;
import org.braidwire.io.linux.KernelSocket.Protocol;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.lab.KernelCounters;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;

/** Sockets of the kernel as the end that connects, all of them looked at by one call. */
final class KernelSetupClient implements SetupClient {
  private static final int FREE = -1;

  private final Laboratory laboratory;
  private final Protocol protocol;
  private final KernelDescriptors sockets;
  private final MemorySegment[] servers = new MemorySegment[SetupPeers.PORTS];
  private final int[] descriptors = new int[SetupPeers.MAX_OUTSTANDING];
  private final boolean[] closing = new boolean[SetupPeers.MAX_OUTSTANDING];
  private final long[] startedNs = new long[SetupPeers.MAX_OUTSTANDING];
  private final FirstOctets firstOctets = new FirstOctets();
  private KernelCounters before;
  private int wanted;
  private int underWay;
  private int nextServer;
  private long completed;
  private long abandoned;

  KernelSetupClient(final Laboratory laboratory, final Protocol protocol) {
    this.laboratory = laboratory;
    this.protocol = protocol;
    sockets = new KernelDescriptors(protocol, SetupPeers.MAX_OUTSTANDING);
    Arrays.fill(descriptors, FREE);
  }

  @Override
  public void open() {
    NetNamespace.enter(laboratory.namespace(LabSide.WIRE));
    before = laboratory.counters(LabSide.WIRE);
    for (int i = 0; i < servers.length; i++) {
      servers[i] = sockets.address(LabAddresses.socket(LabSide.KERNEL, 0, SetupPeers.FIRST_PORT + i));
    }
  }

  @Override
  public void outstanding(final int connections) {
    wanted = connections;
  }

  @Override
  public int turn() {
    int done = 0;
    for (int place = 0; underWay < wanted && place < wanted; place++) {
      if (descriptors[place] == FREE) {
        connect(place);
        done++;
      }
    }
    if (sockets.poll() > 0) {
      for (int place = 0; place < descriptors.length; place++) {
        if (descriptors[place] != FREE && sockets.isReady(place)) {
          advance(place);
          done++;
        }
      }
    }
    return done;
  }

  private void connect(final int place) {
    startedNs[place] = System.nanoTime();
    descriptors[place] = sockets.connect(servers[nextServer]);
    nextServer = (nextServer + 1) % servers.length;
    sockets.watch(place, descriptors[place]);
    underWay++;
  }

  private void advance(final int place) {
    final int read = sockets.read(descriptors[place]);
    if (read == 1) {
      firstOctets.record(System.nanoTime() - startedNs[place]);
      sockets.shutdownWrite(descriptors[place]);
      closing[place] = true;
    } else if (read == KernelDescriptors.END_OF_STREAM) {
      if (!closing[place]) {
        throw new BenchException("the kernel's connection ended before its first octet");
      }
      leave(place);
      completed++;
    }
  }

  private void leave(final int place) {
    sockets.ignore(place);
    sockets.close(descriptors[place]);
    descriptors[place] = FREE;
    closing[place] = false;
    underWay--;
  }

  @Override
  public long completed() {
    return completed;
  }

  @Override
  public int underWay() {
    return underWay;
  }

  @Override
  public void abandon() {
    for (int place = 0; place < descriptors.length; place++) {
      if (descriptors[place] != FREE) {
        leave(place);
        abandoned++;
      }
    }
  }

  @Override
  public long abandoned() {
    return abandoned;
  }

  @Override
  public Histogram takeFirstOctets() {
    return firstOctets.take();
  }

  @Override
  public Map<String, String> used() {
    final KernelCounters since = laboratory.counters(LabSide.WIRE).since(before);
    SetupPeers.checkTimeWaitKept(since);
    final long mptcp = since.get("MPTcpExtMPCapableSYNACKRX");
    final boolean wantedMptcp = protocol == Protocol.MPTCP;
    if (wantedMptcp && mptcp < completed || !wantedMptcp && mptcp != 0) {
      throw new BenchException(mptcp + " of " + completed + " connections of the kernel spoke MPTCP");
    }
    return Map.of(
        "connections",
        Long.toString(completed),
        "SYN/ACKs that spoke MPTCP",
        Long.toString(mptcp),
        "given up because they did not end",
        Long.toString(abandoned));
  }

  @Override
  public void close() {
    for (final int descriptor : descriptors) {
      if (descriptor != FREE) {
        sockets.close(descriptor);
      }
    }
    sockets.close();
  }
}
