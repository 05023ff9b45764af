package org.braidwire.benchmarks.setup;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.frame.Region;
import org.braidwire.io.linux.Epoll;
import org.braidwire.io.linux.KernelSocket;
import org.braidwire.io.linux.KernelStreams;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;

/** Sockets of the kernel as the end that connects; each goes a step further whenever it can. */
final class KernelSetupNear implements SetupNear {
  private enum Phase {
    IDLE,
    ASKING,
    LISTENING,
    ENDING
  }

  private final Laboratory laboratory;
  private final KernelShape shape;
  private final Region memory;
  private final int[] descriptors;
  private final Phase[] phases;
  private final long[] numbers;
  private final int[] doneBytes;
  private KernelStreams streams;
  private Epoll news;
  private long closed;

  KernelSetupNear(final Laboratory laboratory, final KernelShape shape) {
    this.laboratory = laboratory;
    this.shape = shape;
    memory = Region.allocate((long) shape.outstanding() * SetupMessage.BYTES, Long.BYTES);
    descriptors = new int[shape.outstanding()];
    phases = new Phase[shape.outstanding()];
    numbers = new long[shape.outstanding()];
    doneBytes = new int[shape.outstanding()];
    Arrays.fill(phases, Phase.IDLE);
  }

  @Override
  public void open() {
    NetNamespace.enter(laboratory.namespace(LabSide.WIRE));
    streams = new KernelStreams(
        shape.protocol(),
        IntStream.range(0, SetupPeers.PORTS)
            .mapToObj(port -> LabAddresses.socket(LabSide.KERNEL, 0, SetupPeers.FIRST_PORT + port))
            .toList());
    news = Epoll.open(shape.outstanding());
  }

  @Override
  public void begin(final int slot, final long number) {
    SetupMessage.write(address(slot), number);
    numbers[slot] = number;
    doneBytes[slot] = 0;
    descriptors[slot] = streams.connect((int) (number % SetupPeers.PORTS));
    phases[slot] = Phase.ASKING;
    ask(slot); // on a veth the answer to the SYN has often come within the call
    if (shape.watches()) {
      news.watch(descriptors[slot], slot, phases[slot] == Phase.ASKING);
    }
  }

  @Override
  public void turn(final SetupEvents events) {
    if (shape.watches()) {
      final int count = news.await(shape.waitMs());
      for (int i = 0; i < count; i++) {
        advance(news.key(i), events);
      }
    } else {
      for (int slot = 0; slot < descriptors.length; slot++) {
        advance(slot, events);
      }
    }
  }

  /** One step; what the next one waits for cannot be there before the far end has been told of this one. */
  private void advance(final int slot, final SetupEvents events) {
    switch (phases[slot]) {
      case ASKING -> ask(slot);
      case LISTENING -> listen(slot, events);
      case ENDING -> end(slot, events);
      case IDLE -> {}
    }
  }

  private void ask(final int slot) {
    final int left = SetupMessage.BYTES - doneBytes[slot];
    doneBytes[slot] += streams.write(descriptors[slot], address(slot) + doneBytes[slot], left);
    if (doneBytes[slot] == SetupMessage.BYTES) {
      doneBytes[slot] = 0;
      phases[slot] = Phase.LISTENING;
    }
  }

  private void listen(final int slot, final SetupEvents events) {
    final int left = SetupMessage.BYTES - doneBytes[slot];
    final int taken = streams.read(descriptors[slot], address(slot) + doneBytes[slot], left);
    if (taken == KernelSocket.END_OF_STREAM) {
      throw new BenchException("connection " + numbers[slot] + " ended without a whole answer");
    }
    if (taken > 0 && doneBytes[slot] == 0) {
      events.firstByte(slot);
    }
    doneBytes[slot] += taken;
    if (doneBytes[slot] == SetupMessage.BYTES) {
      SetupMessage.check(address(slot), numbers[slot]);
      streams.shutdownWrite(descriptors[slot]);
      phases[slot] = Phase.ENDING;
    }
  }

  private void end(final int slot, final SetupEvents events) {
    final int taken = streams.read(descriptors[slot], address(slot), SetupMessage.BYTES);
    if (taken > 0) {
      throw new BenchException("connection " + numbers[slot] + " got more than its answer");
    }
    if (taken == KernelSocket.END_OF_STREAM) {
      phases[slot] = Phase.IDLE;
      streams.close(descriptors[slot]);
      closed++;
      events.ended(slot);
    }
  }

  private long address(final int slot) {
    return memory.address() + (long) slot * SetupMessage.BYTES;
  }

  @Override
  public long closed() {
    return closed;
  }

  @Override
  public Map<String, String> used() {
    return Map.of("kernel socket", shape.protocol().name(), "waits by", shape.watches() ? "epoll" : "asking");
  }

  @Override
  public void close() {
    for (int slot = 0; slot < phases.length; slot++) {
      if (phases[slot] != Phase.IDLE) {
        streams.close(descriptors[slot]);
      }
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
