package org.braidwire.io.port;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Random;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.port.PortCounters.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every port must do, whatever lies under it. A link with an MTU of {@link #mtuBytes()} joins the two; every frame
 * is a packet for {@link #CLAIM}.
 */
public abstract class FramePortContract {
  /** What both ends take. */
  protected static final Claim CLAIM = Claim.address(0, 0xffff_c000_0202L);

  /** Larger than a frame of the pool, so that the far end can be sent what it cannot hold. */
  protected static final int MTU_BYTES = 4000;

  protected static final int FRAMES = 1024;
  protected static final int CHUNKS = 4;
  private static final int HEADER_BYTES = 14;
  private static final int ETHERTYPE_IPV4 = 0x0800;
  private static final int IPV4_HEADER_BYTES = 20;
  private static final int ALLOCATION_ROUNDS = 6;
  private static final long MEASURING_ITSELF_BYTES = 500;
  private static final long WAIT_NS = Duration.ofSeconds(5).toNanos();

  private final Random random = new Random(42);
  private final RxBurst burst = new RxBurst();
  private PortPair pair;

  protected abstract PortPair open() throws Exception;

  @BeforeEach
  void openPair() throws Exception {
    pair = open();
  }

  @AfterEach
  void closePair() throws Exception {
    if (pair != null) {
      pair.near().close();
      pair.far().close();
      assertThat(pair.nearMemory().frames().leased())
          .as("frames leaked near")
          .isZero();
      assertThat(pair.farMemory().frames().leased())
          .as("frames leaked far")
          .isZero();
      assertThat(pair.nearMemory().chunks().leased())
          .as("chunks leaked near")
          .isZero();
      pair.close();
    }
  }

  @Test
  void framesOfEverySizePassByteForByteBothWays() {
    for (int bytes = 60; bytes <= 1514; bytes += 7) {
      sendAndCompare(pair.near(), pair.nearMemory(), pair.far(), pair.farMemory(), bytes, bytes);
      sendAndCompare(pair.far(), pair.farMemory(), pair.near(), pair.nearMemory(), bytes, bytes);
    }
    sendAndCompare(pair.near(), pair.nearMemory(), pair.far(), pair.farMemory(), 1514, 1514);
    assertThat(pair.far().counters().get(Kind.RX_TRUNCATED)).isZero();
    assertThat(pair.far().counters().get(Kind.RX_NO_FRAME)).isZero();
  }

  @Test
  void headerAndPayloadArriveAsOneFrame() {
    for (int headerBytes = HEADER_BYTES; headerBytes < 120; headerBytes += 5) {
      sendAndCompare(pair.near(), pair.nearMemory(), pair.far(), pair.farMemory(), 1514, headerBytes);
    }
  }

  @Test
  void aSecondHolderOfThePayloadKeepsIt() {
    final long payload = pair.nearMemory().chunks().lease();
    pair.nearMemory().chunks().retain(payload);
    putIp(payload + 100);
    final long header = header(pair.near(), pair.nearMemory(), pair.far(), HEADER_BYTES);
    assertThat(pair.near().transmit(header, HEADER_BYTES, payload + 100, 200, Offload.NONE))
        .isTrue();
    pair.near().flush();
    awaitFrame(pair.far());
    release(pair.farMemory());
    assertThat(pair.nearMemory().chunks().references(payload)).isEqualTo(1);
    pair.nearMemory().release(payload);
  }

  @Test
  void aRefusalKeepsTheCallersReferencesAndTakenFramesAllArriveOrAreCounted() {
    final int frames = 5_000;
    int taken = 0;
    for (int i = 0; i < frames; i++) {
      final long header = header(pair.near(), pair.nearMemory(), pair.far(), 60);
      if (pair.near().transmit(header, 60, 0, 0, Offload.NONE)) {
        taken++;
      } else {
        assertThat(pair.nearMemory().frames().references(header)).isEqualTo(1);
        pair.nearMemory().release(header);
        pair.near().flush();
      }
    }
    pair.near().flush();
    final long deadline = System.nanoTime() + WAIT_NS;
    long received = 0;
    while (received + lost(pair.far()) < taken && System.nanoTime() < deadline) {
      received += pair.far().poll(burst);
      release(pair.farMemory());
    }
    assertThat(received + lost(pair.far())).isEqualTo(taken);
    assertThat(received).isPositive();
    assertThat(pair.near().counters().get(Kind.TX_REFUSED)).isEqualTo(frames - taken);
  }

  @Test
  void aReceiverWithoutFramesLosesNothingItDoesNotCount() {
    final FramePool pool = pair.farMemory().frames();
    final long[] hoard = new long[FRAMES];
    int hoarded = 0;
    for (long frame = pool.lease(); frame != FramePool.NONE; frame = pool.lease()) {
      hoard[hoarded++] = frame;
    }
    final int sent = 100;
    for (int i = 0; i < sent; i++) {
      final long header = header(pair.near(), pair.nearMemory(), pair.far(), 60);
      assertThat(pair.near().transmit(header, 60, 0, 0, Offload.NONE)).isTrue();
    }
    pair.near().flush();
    pair.far().poll(burst);
    long received = burst.size();
    release(pair.farMemory());
    while (hoarded > 0) {
      pool.release(hoard[--hoarded]);
    }
    final long deadline = System.nanoTime() + WAIT_NS;
    while (received + lost(pair.far()) < sent && System.nanoTime() < deadline) {
      received += pair.far().poll(burst);
      release(pair.farMemory());
    }
    assertThat(received + lost(pair.far())).isEqualTo(sent);
  }

  @Test
  void aLinkThatIsDownTakesAndCountsFramesAndWorksAgainWhenUp() throws Exception {
    sendAndCompare(pair.near(), pair.nearMemory(), pair.far(), pair.farMemory(), 100, 60);
    pair.setLinkUp(false);
    assertThat(pair.near().linkUp()).isFalse();
    assertThat(pair.far().linkUp()).isFalse();
    final long header = header(pair.near(), pair.nearMemory(), pair.far(), 60);
    assertThat(pair.near().transmit(header, 60, 0, 0, Offload.NONE)).isTrue();
    pair.near().flush();
    assertThat(pair.far().poll(burst)).isZero();
    assertThat(pair.near().poll(burst)).isZero();
    assertThat(pair.near().counters().get(Kind.TX_LINK_DOWN)).isEqualTo(1);

    pair.setLinkUp(true);
    assertThat(pair.near().linkUp()).isTrue();
    assertThat(pair.far().linkUp()).isTrue();
    assertThat(pair.near().counters().get(Kind.LINK_CHANGES)).isGreaterThanOrEqualTo(2);
    sendAndCompare(pair.near(), pair.nearMemory(), pair.far(), pair.farMemory(), 300, 60);
    sendAndCompare(pair.far(), pair.farMemory(), pair.near(), pair.nearMemory(), 300, 60);
  }

  @Test
  void aFrameTooLongForTheReceiversPoolIsCountedAndDropped() {
    final int bytes = 2500;
    final long header = header(pair.near(), pair.nearMemory(), pair.far(), HEADER_BYTES);
    final long payload = pair.nearMemory().chunks().lease();
    putIp(payload);
    assertThat(pair.near().transmit(header, HEADER_BYTES, payload, bytes, Offload.NONE))
        .isTrue();
    sendAndCompare(pair.near(), pair.nearMemory(), pair.far(), pair.farMemory(), 200, 60);
    // A port that opens on no link with such frames does not send them either.
    final boolean linkCarriesIt = mtuBytes() >= bytes;
    assertThat(pair.far().counters().get(Kind.RX_TRUNCATED)).isEqualTo(linkCarriesIt ? 1 : 0);
    assertThat(pair.near().counters().get(Kind.TX_ERRORS)).isEqualTo(linkCarriesIt ? 0 : 1);
  }

  @Test
  void aFrameTooLongForTheLinkIsAnErrorThatIsCounted() {
    final long header = header(pair.near(), pair.nearMemory(), pair.far(), HEADER_BYTES);
    final long payload = pair.nearMemory().chunks().lease();
    assertThat(pair.near().transmit(header, HEADER_BYTES, payload, mtuBytes() + 1, Offload.NONE))
        .isTrue();
    assertThat(pair.near().counters().get(Kind.TX_ERRORS)).isEqualTo(1);
  }

  @Test
  void octetsAndCopiesAreCounted() {
    sendAndCompare(pair.near(), pair.nearMemory(), pair.far(), pair.farMemory(), 500, 60);
    final PortCounters near = pair.near().counters();
    final PortCounters far = pair.far().counters();
    assertThat(near.get(Kind.TX_FRAMES)).isEqualTo(1);
    assertThat(near.get(Kind.TX_BYTES)).isEqualTo(500);
    // A header may lie where the device reads it already; the payload never does.
    assertThat(near.get(Kind.TX_COPIED_BYTES))
        .isBetween(
            440L * pair.near().capabilities().transmitCopies(),
            500L * pair.near().capabilities().transmitCopies());
    assertThat(far.get(Kind.RX_FRAMES)).isEqualTo(1);
    assertThat(far.get(Kind.RX_BYTES)).isEqualTo(500);
    assertThat(far.get(Kind.RX_COPIED_BYTES))
        .isEqualTo(500L * pair.far().capabilities().receiveCopies());
  }

  @Test
  void sendingAndReceivingAllocatesNothing() {
    final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = Long.MAX_VALUE;
    // The first rounds warm up: escape analysis comes with the last compiler only.
    for (int round = 0; round < ALLOCATION_ROUNDS && allocated > MEASURING_ITSELF_BYTES; round++) {
      final long before = threads.getCurrentThreadAllocatedBytes();
      pingPong(measuredFrames());
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(allocated).isLessThanOrEqualTo(MEASURING_ITSELF_BYTES);
  }

  /** What the link carries. */
  protected int mtuBytes() {
    return MTU_BYTES;
  }

  /** Frames of the allocation test; a port that is slow may say less. */
  protected int measuredFrames() {
    return 1_000_000;
  }

  private void pingPong(final int frames) {
    for (int i = 0; i < frames; i++) {
      final boolean forth = (i & 1) == 0;
      final FramePort from = forth ? pair.near() : pair.far();
      final FramePort to = forth ? pair.far() : pair.near();
      final PacketMemory fromMemory = forth ? pair.nearMemory() : pair.farMemory();
      final long header = header(from, fromMemory, to, HEADER_BYTES);
      final long payload = fromMemory.chunks().lease();
      putIp(payload);
      if (!from.transmit(header, HEADER_BYTES, payload, 100, Offload.NONE)) {
        throw new AssertionError("refused");
      }
      from.flush();
      awaitFrame(to);
      release(forth ? pair.farMemory() : pair.nearMemory());
    }
  }

  private long lost(final FramePort port) {
    return port.counters().get(Kind.RX_NO_FRAME) + port.counters().get(Kind.RX_KERNEL_DROPS);
  }

  private void sendAndCompare(
      final FramePort from,
      final PacketMemory fromMemory,
      final FramePort to,
      final PacketMemory toMemory,
      final int bytes,
      final int headerBytes) {
    final byte[] sent = new byte[bytes];
    random.nextBytes(sent);
    final long header = header(from, fromMemory, to, HEADER_BYTES);
    putIp(header + HEADER_BYTES);
    Memory.get(header + HEADER_BYTES, sent, HEADER_BYTES, IPV4_HEADER_BYTES);
    Memory.put(header + HEADER_BYTES, sent, HEADER_BYTES, headerBytes - HEADER_BYTES);
    Memory.get(header, sent, 0, HEADER_BYTES);
    final int payloadBytes = bytes - headerBytes;
    long payload = 0;
    if (payloadBytes > 0) {
      final long chunk = fromMemory.chunks().lease();
      payload = chunk + random.nextInt(FramePool.CHUNK_BYTES - payloadBytes);
      Memory.put(payload, sent, headerBytes, payloadBytes);
    }
    assertThat(from.transmit(header, headerBytes, payload, payloadBytes, Offload.NONE))
        .isTrue();
    from.flush();
    awaitFrame(to);
    assertThat(burst.size()).isEqualTo(1);
    final byte[] received = new byte[burst.bytes(0)];
    Memory.get(burst.address(0), received, 0, received.length);
    assertThat(received).isEqualTo(sent);
    assertThat(toMemory.frames().owns(burst.address(0))).isTrue();
    release(toMemory);
  }

  /** A leased frame that begins with an Ethernet header for the other port. */
  private static long header(
      final FramePort from, final PacketMemory memory, final FramePort to, final int zeroToBytes) {
    final long frame = memory.frames().lease();
    Memory.zero(frame, zeroToBytes);
    putMac(frame, to.macAddress());
    putMac(frame + 6, from.macAddress());
    Memory.putShort(frame + 12, ETHERTYPE_IPV4);
    if (zeroToBytes >= HEADER_BYTES + IPV4_HEADER_BYTES) {
      putIp(frame + HEADER_BYTES);
    }
    return frame;
  }

  /** An IPv4 header for {@link #CLAIM}, as far as a port may look. */
  private static void putIp(final long address) {
    Memory.zero(address, IPV4_HEADER_BYTES);
    Memory.putByte(address, 0x45);
    Memory.putInt(address + 16, (int) CLAIM.addressLow());
  }

  private static void putMac(final long address, final long mac) {
    Memory.putShort(address, (int) (mac >>> 32));
    Memory.putInt(address + 2, (int) mac);
  }

  private void awaitFrame(final FramePort port) {
    if (port.poll(burst) > 0) {
      return;
    }
    final long deadline = System.nanoTime() + WAIT_NS;
    while (port.poll(burst) == 0) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("no frame arrived at " + port.name());
      }
      Thread.onSpinWait();
    }
  }

  private void release(final PacketMemory memory) {
    for (int i = 0; i < burst.size(); i++) {
      memory.release(burst.address(i));
    }
    burst.clear();
  }
}
