package org.braidwire.stack.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.stack.base.Counters;
import org.braidwire.stack.subflow.RxSlicePool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiveWindowTest {
  private static final int FRAMES = 4096;
  private static final int BUFFER = 4 << 20;
  private static final int UNSEEN = WindowBudget.UNSEEN_BYTES;

  /** Half the octets of the frames beyond the reserve. */
  private static final long COVER = (FRAMES - FRAMES / 8) * (long) FramePool.FRAME_BYTES / 2;

  private final PacketMemory memory = PacketMemory.allocate(FRAMES, 1);
  private final WindowBudget budget = new WindowBudget(new RxSlicePool(2 * FRAMES, memory, new Counters()));
  private final List<Long> leased = new ArrayList<>();

  @AfterEach
  void close() {
    leased.forEach(memory.frames()::release);
    memory.close();
  }

  /** One connection's window, with what has come and was consumed at once. */
  private final class Receiver {
    final ReceiveWindow window;
    long dataRcvNxt;

    Receiver(final int bufferBytes) {
      window = new ReceiveWindow(bufferBytes, budget);
      window.begin(0);
    }

    void receive(final int bytes) {
      dataRcvNxt += bytes;
      window.onConsumed(bytes);
      offer();
    }

    long offer() {
      final long bytes = window.bytes(dataRcvNxt);
      window.onOffered(dataRcvNxt, bytes);
      return bytes;
    }
  }

  @Test
  void opensAsFastAsSlowStartAsks() {
    final Receiver receiver = new Receiver(1 << 20);
    assertThat(receiver.offer()).isEqualTo(UNSEEN);
    long cwndBytes = 14_000;
    while (cwndBytes < 1 << 20) {
      assertThat(receiver.offer()).isGreaterThanOrEqualTo(cwndBytes);
      receiver.receive((int) cwndBytes);
      cwndBytes *= 2;
    }
    receiver.receive(1 << 20);
    assertThat(receiver.offer()).isEqualTo(1 << 20);
  }

  @Test
  void whatIsNotConsumedStaysInTheWindow() {
    final Receiver receiver = new Receiver(1 << 20);
    receiver.receive(1 << 20);
    receiver.dataRcvNxt += 300_000;
    assertThat(receiver.offer()).isEqualTo((1 << 20) - 300_000);
  }

  /** RFC 8684 3.3.5: a sender may remember a wider window from another subflow, and count it from the newest DATA_ACK. */
  @Test
  void aWindowRememberedFromAnotherSubflowIsHonoured() {
    final Receiver receiver = new Receiver(1 << 20);
    receiver.receive(1 << 20);
    receiver.dataRcvNxt += 300_000;
    assertThat(receiver.offer()).isEqualTo((1 << 20) - 300_000);

    final long end = receiver.dataRcvNxt + (1 << 20);
    assertThat(receiver.window.beyondBytes(end, receiver.dataRcvNxt)).isZero();
    assertThat(receiver.window.beyondBytes(end + 7, receiver.dataRcvNxt)).isEqualTo(7);
  }

  /** Whoever has been promised how much: the frames that are free can hold it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 20, 200})
  void allPromisesTogetherAreCoveredByFrames(final int connections) {
    final List<Receiver> all = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      all.add(new Receiver(BUFFER));
    }
    for (int round = 0; round < 20; round++) {
      for (final Receiver receiver : all) {
        receiver.receive((int) Math.min(200_000, receiver.offer()));
        assertThat(budget.promisedBytes()).isLessThanOrEqualTo(COVER);
      }
    }
    all.forEach(receiver -> receiver.window.close());
    assertThat(budget.promisedBytes()).isZero();
  }

  /** One alone gets half, two a third each: as much as each of them is left. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 20})
  void thoseThatReceiveAlikeArePromisedAlike(final int connections) {
    final List<Receiver> all = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      all.add(new Receiver(BUFFER));
    }
    for (int round = 0; round < 40; round++) {
      all.forEach(receiver -> receiver.receive((int) Math.min(200_000, receiver.offer())));
    }
    final long fair = Math.min(BUFFER, (COVER + (connections - 1L) * UNSEEN) / (connections + 1));
    assertThat(all).allSatisfy(receiver -> assertThat(receiver.offer()).isBetween(fair * 3 / 4, fair * 4 / 3));
  }

  @Test
  void anEdgeOnceOfferedStaysWhenTheFramesAreGone() {
    final Receiver receiver = new Receiver(BUFFER);
    receiver.receive(BUFFER);
    final long offered = receiver.offer();
    while (memory.frames().free() > 0) {
      leased.add(memory.leaseFrame());
    }
    assertThat(receiver.offer()).isEqualTo(offered);
    receiver.receive(100_000);
    assertThat(receiver.offer()).as("nothing is added").isEqualTo(offered - 100_000);
    receiver.receive((int) receiver.offer());
    assertThat(receiver.offer()).as("but what the handshake would give").isEqualTo(UNSEEN);
  }

  @Test
  void thePeerHearsOfAQuarterOfWhatItMayHave() {
    final Receiver receiver = new Receiver(64 << 10);
    receiver.receive(64 << 10);
    receiver.dataRcvNxt += 64 << 10;
    assertThat(receiver.offer()).isZero();
    receiver.window.onConsumed((16 << 10) - 1);
    assertThat(receiver.window.isUpdateDue(receiver.dataRcvNxt)).isFalse();
    receiver.window.onConsumed(1);
    assertThat(receiver.window.isUpdateDue(receiver.dataRcvNxt)).isTrue();
    receiver.offer();
    assertThat(receiver.window.isUpdateDue(receiver.dataRcvNxt)).isFalse();
  }

  /** A window that frames keep small is opened again by parts of that small window, not of the buffer. */
  @Test
  void thePeerOfANarrowWindowHearsInTime() {
    final Receiver receiver = new Receiver(BUFFER);
    receiver.receive(BUFFER);
    while (memory.frames().free() > FRAMES / 8) {
      leased.add(memory.leaseFrame());
    }
    receiver.receive((int) receiver.offer());
    receiver.dataRcvNxt += receiver.offer();
    assertThat(receiver.offer())
        .as("what waits has used what is granted unseen")
        .isZero();
    assertThat(receiver.window.isUpdateDue(receiver.dataRcvNxt)).isFalse();
    receiver.window.onConsumed(UNSEEN / 4 + 1);
    assertThat(receiver.window.isUpdateDue(receiver.dataRcvNxt)).isTrue();
  }
}
