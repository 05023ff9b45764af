package org.braidwire.benchmarks.setup;

import java.util.Arrays;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.linux.KernelDescriptors;
import org.braidwire.io.linux.KernelSocket.Protocol;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;

/** Sockets of the kernel as the end that accepts, all of them looked at by one call. */
final class KernelSetupServer implements SetupServer {
  private static final int BACKLOG = 1024;
  private static final int FREE = -1;

  /** Places behind the listeners; a connection leaves its place only when its peer has closed. */
  private static final int PLACES = 4 * SetupPeers.MAX_OUTSTANDING;

  private final Laboratory laboratory;
  private final KernelDescriptors sockets;
  private final int[] descriptors = new int[SetupPeers.PORTS + PLACES];
  private int firstFree = SetupPeers.PORTS;
  private long accepted;

  KernelSetupServer(final Laboratory laboratory, final Protocol protocol) {
    this.laboratory = laboratory;
    sockets = new KernelDescriptors(protocol, descriptors.length);
    Arrays.fill(descriptors, FREE);
  }

  @Override
  public void open() {
    NetNamespace.enter(laboratory.namespace(LabSide.KERNEL));
    for (int i = 0; i < SetupPeers.PORTS; i++) {
      descriptors[i] = sockets.listen(LabAddresses.any(SetupPeers.FIRST_PORT + i), BACKLOG);
      sockets.watch(i, descriptors[i]);
    }
  }

  @Override
  public int turn() {
    final int ready = sockets.poll();
    if (ready > 0) {
      for (int place = 0; place < descriptors.length; place++) {
        if (descriptors[place] != FREE && sockets.isReady(place)) {
          if (place < SetupPeers.PORTS) {
            accept(descriptors[place]);
          } else {
            advance(place);
          }
        }
      }
    }
    return ready;
  }

  private void accept(final int listener) {
    for (int taken = sockets.accept(listener); taken != KernelDescriptors.NONE; taken = sockets.accept(listener)) {
      accepted++;
      sockets.write(taken);
      final int place = freePlace();
      descriptors[place] = taken;
      sockets.watch(place, taken);
    }
  }

  private int freePlace() {
    for (int i = 0; i < PLACES; i++) {
      final int place = SetupPeers.PORTS + (firstFree - SetupPeers.PORTS + i) % PLACES;
      if (descriptors[place] == FREE) {
        firstFree = place + 1;
        return place;
      }
    }
    throw new BenchException("more connections are open at the kernel's server than were made");
  }

  private void advance(final int place) {
    if (sockets.read(descriptors[place]) == KernelDescriptors.END_OF_STREAM) {
      sockets.ignore(place);
      sockets.close(descriptors[place]);
      descriptors[place] = FREE;
      firstFree = place;
    }
  }

  @Override
  public long accepted() {
    return accepted;
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
