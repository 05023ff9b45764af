package org.braidwire.gateway.socks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.braidwire.gateway.base.AddressReader;
import org.junit.jupiter.api.Test;

/**
 * Random and mutated conversations: no exception, never more than one conversation taken, and the same end however the
 * octets come.
 */
class SocksFuzzTest {
  private static final int RANDOM_CONVERSATIONS = 1_000_000;
  private static final int MUTATED_CONVERSATIONS = 1_000_000;
  private static final int MAX_BYTES = 96;
  private static final int MAX_SENT_BYTES = 2 + 2 + 10;

  private static final List<byte[]> GOOD = List.of(
      octets("05010005010001c00002090050"),
      octets("050202000501000420010db800000000000000000000000101bb"),
      octets("050100050100030b6578616d706c652e6e6574ffff"),
      octets("050200020103626f62067365637265740501000301780050"),
      octets("050102010162017a05010001c000020901bb"));

  private final SplittableRandom random = new SplittableRandom(20_260_102);
  private final int[] refusals = new int[SocksRefusal.values().length];
  private final int[] steps = new int[SocksStep.values().length];
  private final byte[] octets = new byte[MAX_BYTES];

  @Test
  void randomConversationsDoNoHarm() {
    for (int i = 0; i < RANDOM_CONVERSATIONS; i++) {
      random.nextBytes(octets);
      if (random.nextInt(4) == 0) {
        Arrays.fill(octets, random.nextInt(MAX_BYTES), MAX_BYTES, (byte) (random.nextBoolean() ? 0 : 'n'));
      }
      final boolean users = (i & 1) == 0;
      if ((i & 7) != 0) { // else hardly one in 256 would get past its first octet
        final int method = users ? 2 : 0;
        octets[0] = 5;
        octets[1] = 1;
        octets[2] = (byte) method;
        octets[3] = (byte) (users ? 1 : 5);
        octets[4] = (byte) random.nextInt(4);
        octets[5] = (byte) random.nextInt(2);
        octets[6] = (byte) random.nextInt(users ? 3 : 6);
        if (users) {
          plantRequestBehindPassword();
        }
      }
      play(users, random.nextInt(MAX_BYTES + 1));
    }
    assertEverythingHappened();
  }

  /** A user of as many octets as octet 4 says, printable every other time, with a password of up to 3. */
  private void plantRequestBehindPassword() {
    final int userEnd = 5 + octets[4];
    for (int at = 5; at < userEnd && random.nextBoolean(); at++) {
      octets[at] = 'u';
    }
    octets[userEnd] = (byte) random.nextInt(4);
    final int request = userEnd + 1 + octets[userEnd];
    octets[request] = (byte) (random.nextInt(8) == 0 ? 4 : 5);
    octets[request + 1] = (byte) random.nextInt(4);
    octets[request + 2] = (byte) (random.nextInt(4) / 3);
    octets[request + 3] = (byte) random.nextInt(6);
  }

  @Test
  void mutatedConversationsDoNoHarm() {
    for (int i = 0; i < MUTATED_CONVERSATIONS; i++) {
      final byte[] good = GOOD.get(random.nextInt(GOOD.size()));
      random.nextBytes(octets);
      System.arraycopy(good, 0, octets, 0, good.length);
      for (int flips = random.nextInt(4); flips > 0; flips--) {
        octets[random.nextInt(good.length)] ^= (byte) (1 << random.nextInt(8));
      }
      if (random.nextInt(4) == 0) {
        octets[random.nextInt(good.length)] = 0;
      }
      final int bytes = random.nextInt(8) == 0
          ? random.nextInt(good.length)
          : good.length + random.nextInt(MAX_BYTES - good.length);
      play(good[2] == 2 || good[3] == 2, bytes);
    }
    assertEverythingHappened();
  }

  private void play(final boolean users, final int bytes) {
    final boolean accept = random.nextInt(4) != 0;
    final Dialogue.End whole = new Dialogue(users, accept).play(octets, bytes);
    final int first = random.nextInt(bytes + 1);
    final int second = first + random.nextInt(bytes - first + 1);
    final Dialogue.End pieces = new Dialogue(users, accept).play(octets, first, second, bytes);
    if (!whole.equals(pieces)) {
      throw new AssertionError(whole + ", in pieces " + pieces);
    }
    if (whole.sent().length() > 2 * MAX_SENT_BYTES) {
      throw new AssertionError("sent " + whole.sent());
    }
    if (whole.step() == SocksStep.NEED_MORE && whole.taken() != bytes) {
      throw new AssertionError("took " + whole.taken() + " of " + bytes);
    }
    if (whole.step() == SocksStep.DONE) {
      endsWithItsRequest(whole);
    }
    steps[whole.step().ordinal()]++;
    refusals[whole.refusal().ordinal()]++;
  }

  /** What was taken ends where the request ends: written again it is the same. */
  private void endsWithItsRequest(final Dialogue.End end) {
    final ByteBuffer written = ByteBuffer.allocate(3 + AddressReader.MAX_BYTES);
    written.put(new byte[] {5, 1, 0});
    end.request().target().writeTo(written);
    final byte[] again = Arrays.copyOf(written.array(), written.position());
    final byte[] taken = Arrays.copyOfRange(octets, end.taken() - again.length, end.taken());
    if (!Arrays.equals(again, taken)) {
      throw new AssertionError(end + " of " + HexFormat.of().formatHex(octets, 0, end.taken()));
    }
  }

  private void assertEverythingHappened() {
    steps[SocksStep.VERIFY.ordinal()] = 1; // a conversation waits there, but does not end there
    assertThat(steps).doesNotContain(0);
    assertThat(refusals).as("%s", Arrays.toString(refusals)).doesNotContain(0);
  }

  private static byte[] octets(final String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
