package org.braidwire.stack.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.braidwire.stack.net.NetFixture.OWN_1;
import static org.braidwire.stack.net.NetFixture.OWN_2;
import static org.braidwire.stack.net.NetFixture.PEER;

import java.util.SplittableRandom;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.port.Offload;
import org.junit.jupiter.api.Test;

/** A million frames, random and mutated from good ones, copied straight into frames of the pool. */
class IpInputFuzzTest {
  private static final int FRAMES = 1_000_000;
  private static final long SEED = 8684;

  @Test
  void noFrameCausesAnExceptionOrALeak() {
    try (NetFixture host = new NetFixture()) {
      host.quiet = true;
      host.port1.record = false;
      final byte[][] good = goodFrames(host);
      final SplittableRandom random = new SplittableRandom(SEED);
      final byte[] frame = new byte[256];
      for (int i = 0; i < FRAMES; i++) {
        final byte[] from = good[random.nextInt(good.length)];
        System.arraycopy(from, 0, frame, 0, from.length);
        final int bytes = mutate(frame, from.length, random);
        final long address = host.memory.frames().lease();
        Memory.put(address, frame, 0, bytes);
        host.nowNs += 10_000;
        host.input.onFrame(host.link1, address, bytes, offload(random), host.nowNs);
        if ((i & 0xff) == 0) {
          host.advance(0);
        }
      }
      assertThat(host.input.framesTaken()).isEqualTo(FRAMES);
      assertThat(host.heardCount).as("some pass").isGreaterThan(FRAMES / 100);
      assertThat(host.drops.total()).as("most do not").isGreaterThan(FRAMES / 10);
    }
  }

  private static int mutate(final byte[] frame, final int length, final SplittableRandom random) {
    final int kind = random.nextInt(8);
    if (kind == 0) { // everything behind a header of ours is noise
      final int from = Crafted.ETHERNET + random.nextInt(2) * 20;
      for (int i = from; i < length; i++) {
        frame[i] = (byte) random.nextInt();
      }
      return length;
    }
    for (int flips = random.nextInt(4); flips > 0; flips--) {
      frame[random.nextInt(length)] = (byte) random.nextInt();
    }
    if (kind < 5 && length > Crafted.IP) {
      frame[Crafted.ETHERNET] = (byte) (0x40 | 5 + random.nextInt(2));
      Crafted.fixIpChecksum(frame, Crafted.ETHERNET);
    }
    return kind == 7 ? random.nextInt(length + 1) : length;
  }

  private static long offload(final SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0 -> Offload.of(Offload.NEEDS_CHECKSUM, 0, 34, 16, 0);
      case 1 -> Offload.of(Offload.CHECKSUM_VALID, 0, 0, 0, 0);
      default -> Offload.NONE;
    };
  }

  private static byte[][] goodFrames(final NetFixture host) {
    final byte[] quote = Crafted.ipv4(OWN_1, PEER, 6, Crafted.tcp(OWN_1, PEER, new byte[0]));
    return new byte[][] {
      host.segment(OWN_1, 0),
      host.segment(OWN_2, 63),
      host.arp(1, PEER, OWN_1),
      host.arp(2, PEER, OWN_1),
      host.ip(Crafted.ipv4(PEER, OWN_1, 1, Crafted.icmp(8, 0, 1, new byte[40]))),
      host.ip(Crafted.ipv4(PEER, OWN_1, 1, Crafted.icmp(3, 4, 1400, quote))),
    };
  }
}
