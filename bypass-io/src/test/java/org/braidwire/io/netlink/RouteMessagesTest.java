package org.braidwire.io.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RouteMessagesTest {
  private final RouteMessages messages = new RouteMessages();
  private final List<String> seen = new ArrayList<>();
  private final RouteMessages.Handler handler = new RouteMessages.Handler() {
    @Override
    public void link(final int index, final String name, final boolean present, final boolean carrier) {
      seen.add("link " + index + " " + name + " " + present + " " + carrier);
    }

    @Override
    public void address(
        final int index,
        final String label,
        final long high,
        final long low,
        final int prefixBits,
        final boolean added) {
      seen.add("address " + index + " " + Long.toHexString(low) + "/" + prefixBits + " " + added);
    }

    @Override
    public void neighbour(
        final int index, final long high, final long low, final long macAddress, final boolean reachable) {
      seen.add("neighbour " + index + " " + Long.toHexString(macAddress) + " " + reachable);
    }

    @Override
    public void done(final boolean interrupted) {
      seen.add("done " + interrupted);
    }
  };

  @Test
  void aLinkWithCarrierIsRead() {
    assertThat(messages.read(link(16, 0x10001, "eth1"), handler)).isEqualTo(1);
    assertThat(messages.read(link(16, 0x00001, "eth1"), handler)).isEqualTo(1);
    assertThat(messages.read(link(17, 0x10001, "eth1"), handler)).isEqualTo(1);
    assertThat(seen).containsExactly("link 7 eth1 true true", "link 7 eth1 true false", "link 7 eth1 false false");
  }

  @Test
  void anInterruptedDumpIsReported() {
    final ByteBuffer done = ByteBuffer.allocate(20).order(ByteOrder.nativeOrder());
    done.putInt(20)
        .putShort((short) 3)
        .putShort((short) 0x12)
        .putLong(0)
        .putInt(0)
        .flip();
    messages.read(done, handler);
    assertThat(seen).containsExactly("done true");
  }

  @Test
  void lengthsThatLieAreCountedAndReadNothingBeyond() {
    for (final int lie : new int[] {-1, 0, 15, 1000, Integer.MAX_VALUE}) {
      final ByteBuffer message = link(16, 0x10001, "eth1");
      message.putInt(0, lie);
      assertThat(messages.read(message, handler)).isZero();
    }
    assertThat(messages.malformed()).isEqualTo(5);
    final ByteBuffer attribute = link(16, 0x10001, "eth1");
    attribute.putShort(32, (short) 400);
    messages.read(attribute, handler);
    assertThat(messages.malformed()).isEqualTo(6);
  }

  @Test
  void noiseNeverThrows() {
    final Random random = new Random(7);
    for (int round = 0; round < 100_000; round++) {
      final ByteBuffer noise = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
      random.nextBytes(noise.array());
      noise.putInt(0, 16 + random.nextInt(52))
          .putShort(4, (short) (random.nextInt(16) + 16))
          .put(16, (byte) 2);
      noise.putShort(28, (short) random.nextInt(40)).limit(random.nextInt(65));
      messages.read(noise, handler);
      seen.clear();
    }
    assertThat(messages.malformed()).isPositive();
  }

  private static ByteBuffer link(final int type, final int flags, final String name) {
    final ByteBuffer message = ByteBuffer.allocate(44).order(ByteOrder.nativeOrder());
    message.putInt(44).putShort((short) type).putShort((short) 0).putLong(0);
    message.putInt(0).putInt(7).putInt(flags).putInt(0);
    message.putShort((short) 9).putShort((short) 3);
    for (int i = 0; i < name.length(); i++) {
      message.put((byte) name.charAt(i));
    }
    return message.clear();
  }
}
