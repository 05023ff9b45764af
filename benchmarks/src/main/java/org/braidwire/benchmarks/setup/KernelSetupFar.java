package org.braidwire.benchmarks.setup;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.frame.Region;
import org.braidwire.io.linux.Epoll;
import org.braidwire.io.linux.KernelSocket;
import org.braidwire.io.linux.KernelSocket.Protocol;
import org.braidwire.io.linux.KernelStreams;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;

/**
 * Sockets of the kernel as the end that accepts. News of a connection are told by its slot, those of a listener by a
 * number above all slots.
 */
final class KernelSetupFar implements SetupFar {
  private static final int BACKLOG = 4096;
  private static final int CLOSED = -1;

  private final Laboratory laboratory;
  private final KernelShape shape;
  private final int[] listeners = new int[SetupPeers.PORTS];
  private final int[] descriptors;
  private final int[] heldBytes;
  private final int[] free;
  private final Region memory;
  private KernelStreams streams;
  private Epoll news;
  private int openListeners;
  private int freeCount;
  private boolean spokeMultipath;
  private long accepted;
  private final AtomicLong closed = new AtomicLong();

  KernelSetupFar(final Laboratory laboratory, final KernelShape shape) {
    this.laboratory = laboratory;
    this.shape = shape;
    final int slots = 2 * shape.outstanding(); // the near end has seen the end of one before this one has let it go
    descriptors = new int[slots];
    heldBytes = new int[slots];
    free = new int[slots];
    memory = Region.allocate((long) slots * SetupMessage.BYTES, Long.BYTES);
    for (int slot = slots - 1; slot >= 0; slot--) {
      descriptors[slot] = CLOSED;
      free[freeCount++] = slot;
    }
  }

  @Override
  public void open() {
    NetNamespace.enter(laboratory.namespace(LabSide.KERNEL));
    streams = new KernelStreams(shape.protocol(), List.of());
    news = Epoll.open(descriptors.length + listeners.length);
    while (openListeners < listeners.length) {
      listeners[openListeners] = streams.listen(LabAddresses.any(SetupPeers.FIRST_PORT + openListeners), BACKLOG);
      news.watch(listeners[openListeners], descriptors.length + openListeners, false);
      openListeners++;
    }
  }

  @Override
  public int turn() {
    if (!shape.watches() && freeCount < free.length) {
      for (int slot = 0; slot < descriptors.length; slot++) {
        if (descriptors[slot] != CLOSED) {
          advance(slot);
        }
      }
      return 1;
    }
    final int count = news.await(shape.waitMs());
    for (int i = 0; i < count; i++) {
      final int key = news.key(i);
      if (key < descriptors.length) {
        advance(key);
      } else {
        acceptAll(listeners[key - descriptors.length]);
      }
    }
    return count;
  }

  private void acceptAll(final int listener) {
    for (int taken = streams.accept(listener); taken != KernelStreams.NONE; taken = streams.accept(listener)) {
      if (freeCount == 0) {
        streams.close(taken);
        throw new BenchException("more connections came than were to be under way");
      }
      final int slot = free[--freeCount];
      descriptors[slot] = taken;
      heldBytes[slot] = 0;
      if (accepted++ == 0) {
        checkProtocol(taken);
      }
      advance(slot); // what it asks has often come by now
      if (shape.watches() && descriptors[slot] != CLOSED) {
        news.watch(taken, slot, false);
      }
    }
  }

  private void checkProtocol(final int descriptor) {
    spokeMultipath = streams.info(descriptor).mptcp();
    if (spokeMultipath != (shape.protocol() == Protocol.MPTCP)) {
      throw new BenchException("a socket of the kernel that was to speak " + shape.protocol() + " does not");
    }
  }

  /** One step; the near end ends a connection only when it has the answer. */
  private void advance(final int slot) {
    if (heldBytes[slot] < SetupMessage.BYTES) {
      answer(slot);
    } else {
      end(slot);
    }
  }

  private void answer(final int slot) {
    final int left = SetupMessage.BYTES - heldBytes[slot];
    final int taken = streams.read(descriptors[slot], address(slot) + heldBytes[slot], left);
    if (taken == KernelSocket.END_OF_STREAM) {
      throw new BenchException("a connection ended before it had asked");
    }
    heldBytes[slot] += taken;
    if (heldBytes[slot] == SetupMessage.BYTES
        && streams.write(descriptors[slot], address(slot), SetupMessage.BYTES) != SetupMessage.BYTES) {
      throw new BenchException("the kernel had no room for one small answer");
    }
  }

  private void end(final int slot) {
    final int more = streams.read(descriptors[slot], address(slot), SetupMessage.BYTES);
    if (more > 0) {
      throw new BenchException("a connection asked more than once");
    }
    if (more == KernelSocket.END_OF_STREAM) {
      streams.close(descriptors[slot]);
      descriptors[slot] = CLOSED;
      free[freeCount++] = slot;
      closed.incrementAndGet();
    }
  }

  private long address(final int slot) {
    return memory.address() + (long) slot * SetupMessage.BYTES;
  }

  @Override
  public long accepted() {
    return accepted;
  }

  @Override
  public long closed() {
    return closed.get();
  }

  @Override
  public Map<String, String> used() {
    return Map.of(
        "kernel socket",
        shape.protocol().name(),
        "spoke",
        spokeMultipath ? "MPTCP" : "TCP",
        "waits by",
        shape.watches() ? "epoll" : "asking");
  }

  @Override
  public void close() {
    for (int slot = 0; slot < descriptors.length; slot++) {
      if (descriptors[slot] != CLOSED) {
        streams.close(descriptors[slot]);
      }
    }
    for (int i = 0; i < openListeners; i++) {
      streams.close(listeners[i]);
    }
    if (news != null) {
      news.close();
    }
    if (streams != null) {
      streams.close();
    }
    memory.close();
  }
}
