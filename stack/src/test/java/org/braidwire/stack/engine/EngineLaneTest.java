package org.braidwire.stack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.port.Offload;
import org.braidwire.io.ring.FrameRing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EngineLaneTest {
  private static final long OFFLOAD = Offload.of(Offload.CHECKSUM_VALID, Offload.SEGMENT_NONE, 0, 0, 0);
  private static final int LINK = 3;
  private static final long MARK = 0x0123456789abcdefL;

  private final List<PacketMemory> memories = PacketMemory.allocate(2, 2048, 1);
  private final PacketMemory sender = memories.getFirst();
  private final PacketMemory receiver = memories.getLast();
  private final ForwardBurst burst = new ForwardBurst(sender);
  private final EngineLane lane = new EngineLane();

  @BeforeEach
  void open() {
    lane.open(receiver);
  }

  @AfterEach
  void nothingLeaks() {
    lane.close();
    assertThat(sender.leased()).isZero();
    assertThat(receiver.leased()).isZero();
    memories.forEach(PacketMemory::close);
  }

  private void add(final long frame, final int bytes) {
    Memory.putLong(frame, MARK);
    assertThat(burst.add(LINK, frame, bytes, OFFLOAD)).isTrue();
    sender.release(frame); // as whoever handled it does
  }

  private long take() {
    final long frame = lane.peek();
    assertThat(frame).isNotEqualTo(FrameRing.EMPTY);
    assertThat(lane.kind()).isEqualTo(EngineLane.FRAME);
    assertThat(lane.link()).isEqualTo(LINK);
    assertThat(lane.offload()).isEqualTo(OFFLOAD);
    assertThat(Memory.getLong(frame)).isEqualTo(MARK);
    lane.take();
    return frame;
  }

  @Test
  void aFrameChangesItsOwnerAndIsNotCopied() {
    final long frame = sender.leaseFrame();
    add(frame, 1514);
    assertThat(lane.peek()).as("until the burst is sent").isEqualTo(FrameRing.EMPTY);

    assertThat(lane.send(burst)).isZero();

    assertThat(burst.size()).isZero();
    assertThat(sender.leased()).isZero();
    assertThat(lane.peek()).isEqualTo(frame);
    assertThat(lane.bytes()).isEqualTo(1514);
    receiver.release(take());
  }

  @Test
  void soDoesALargeFrame() {
    final long frame = sender.leaseLargeFrame();
    add(frame, 40_000);
    assertThat(lane.send(burst)).isZero();
    final long taken = take();
    assertThat(taken).isEqualTo(frame);
    receiver.release(taken);
  }

  @Test
  void whatIsSmallDoesNotTakeALargeFrameAlong() {
    final long frame = sender.leaseLargeFrame();
    add(frame, 60);
    assertThat(lane.send(burst)).isZero();
    assertThat(sender.leased()).isZero();
    final long taken = take();
    assertThat(receiver.isLarge(taken)).isFalse();
    receiver.release(taken);
  }

  @Test
  void whatFindsNoEmptyFrameIsLost() {
    int lost = 0;
    for (int i = 0; i < EngineLane.FRAMES + 2; i++) {
      add(sender.leaseFrame(), 60);
      lost += lane.send(burst);
    }
    assertThat(lost).isEqualTo(2);
    receiver.release(take());
    lane.post();
    add(sender.leaseFrame(), 60);
    assertThat(lane.send(burst)).isZero();
  }

  @Test
  void nothingIsSentThroughAClosedLane() {
    lane.close();
    add(sender.leaseFrame(), 60);
    assertThat(lane.send(burst)).isEqualTo(1);
    assertThat(lane.peek()).isEqualTo(FrameRing.EMPTY);
  }

  @Test
  void aBurstThatIsNotSentGivesItsFramesBack() {
    add(sender.leaseFrame(), 60);
    burst.drop();
    assertThat(sender.leased()).isZero();
  }
}
