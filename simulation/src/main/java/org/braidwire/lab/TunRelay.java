package org.braidwire.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.Region;
import org.braidwire.io.linux.TunDevice;
import org.braidwire.io.port.VirtioNetHeader;

/**
 * The wires of a laboratory whose links are TUN devices: one thread that hands on what comes out of one end of a link
 * to the other, super-segments and partial checksums as they are. The devices go with it.
 */
final class TunRelay implements AutoCloseable {
  private static final int BUFFER_BYTES = 128 * 1024;
  private static final int HALF_BYTES = BUFFER_BYTES / 2;
  private static final int BATCH_PACKETS = 32;
  private static final int SPINS = 200;
  private static final long PARK_NS = 20_000;

  private final List<TunDevice> devices = new ArrayList<>();
  private final Region buffer = Region.allocate(BUFFER_BYTES, Long.BYTES);
  private final Thread thread;
  private volatile boolean stopping;

  private TunRelay(final LabPlan plan, final String kernel, final String wire) {
    thread = Thread.ofPlatform().name("tun-relay").daemon(true).unstarted(this::run);
    try {
      for (int link = 0; link < plan.links(); link++) {
        devices.add(device(kernel, LabAddresses.device(LabSide.KERNEL, link)));
        devices.add(device(wire, LabAddresses.device(LabSide.WIRE, link)));
      }
    } catch (final RuntimeException failure) {
      release();
      throw failure;
    }
  }

  /** Makes the devices of every link in both namespaces and begins to carry. */
  static TunRelay open(final LabPlan plan, final String kernel, final String wire) {
    final TunRelay relay = new TunRelay(plan, kernel, wire);
    relay.thread.start();
    return relay;
  }

  private static TunDevice device(final String namespace, final String name) {
    return LabInside.call(namespace, () -> TunDevice.open(name, TunDevice.Kind.TUN));
  }

  private void run() {
    int idle = 0;
    while (!stopping) {
      int carried = 0;
      for (int i = 0; i < devices.size(); i++) {
        carried +=
            carry(devices.get(i), devices.get(i ^ 1)); // the two ends of a link are neighbours in the list
      }
      idle = carried > 0 ? 0 : idle + 1;
      if (idle > SPINS) {
        LockSupport.parkNanos(PARK_NS);
      }
    }
  }

  private int carry(final TunDevice from, final TunDevice to) {
    final long address = buffer.address();
    for (int packets = 0; packets < BATCH_PACKETS; packets++) {
      final long bytes = from.receive(address, HALF_BYTES, address + HALF_BYTES, HALF_BYTES);
      if (bytes < 0) {
        return packets;
      }
      Memory.copy(from.receivedHeaderAddress(), to.sentHeaderAddress(), VirtioNetHeader.BYTES);
      // What an end that is down does not take is lost, as on any wire.
      to.send(address, (int) bytes, 0, 0);
    }
    return BATCH_PACKETS;
  }

  @Override
  public void close() {
    stopping = true;
    try {
      thread.join();
    } catch (final InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return; // the devices go with the process
    }
    release();
  }

  private void release() {
    devices.forEach(TunDevice::close);
    buffer.close();
  }
}
