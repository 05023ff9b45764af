package org.braidwire.gateway.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.braidwire.gateway.base.AddressReader;
import org.braidwire.gateway.base.Endpoint;
import org.junit.jupiter.api.Test;

/**
 * Random and mutated requests and answers, some of them signed as a holder of the key would: no exception, nothing
 * taken from behind, nothing believed that is not signed, and of what is signed only what is written the same again.
 */
class TunnelFuzzTest {
  private static final int RANDOM_MESSAGES = 1_000_000;
  private static final int MUTATED_MESSAGES = 1_000_000;
  private static final int MAX_BYTES = 192;
  private static final int BODY_AT = 34;
  private static final int BOUND_AT = 4;
  private static final int MAC_BYTES = 32;

  private static final byte[][] REQUESTS = {
    Samples.octets(Samples.NAME), Samples.octets(Samples.V6), Samples.octets(Samples.V4)
  };
  private static final byte[] NAME_ANSWER = Samples.octets(Samples.NAME_ANSWER);
  private static final byte[] NAME_MAC = Samples.octets(Samples.NAME_MAC);

  private final SplittableRandom random = new SplittableRandom(20_260_104);
  private final Samples signer = Samples.signer();
  private final int[] refusals = new int[TunnelRefusal.values().length];
  private final int[] steps = new int[TunnelStep.values().length];
  private final byte[] octets = new byte[MAX_BYTES];

  @Test
  void randomRequestsDoNoHarm() {
    for (int i = 0; i < RANDOM_MESSAGES; i++) {
      random.nextBytes(octets);
      final int bodyBytes = random.nextInt(MAX_BYTES - BODY_AT - MAC_BYTES);
      final boolean signed = (i & 3) == 0 && bodyBytes > 0;
      if ((i & 7) != 7) {
        plantHead(bodyBytes);
      }
      if (signed) {
        plantBody(bodyBytes);
        signer.sign(octets, declaredBytes() - MAC_BYTES);
      }
      play(random.nextInt(4) == 0 ? random.nextInt(MAX_BYTES + 1) : MAX_BYTES, signed);
    }
    assertAllHappenedBut(TunnelRefusal.BAD_CODE, TunnelRefusal.REPLAYED, TunnelRefusal.BEFORE_MEMORY);
  }

  /** Of a head so much that it is refused at each of its fields. */
  private void plantHead(final int bodyBytes) {
    final ByteBuffer head = ByteBuffer.wrap(octets);
    head.putShort((short) 0x4257);
    head.put((byte) (random.nextInt(16) == 0 ? 2 : 1)).put((byte) (random.nextInt(16) == 0 ? 1 : 0));
    head.putInt(random.nextInt(16) == 0 ? 7 : Samples.KEY_ID);
    head.putLong(Samples.TIME_MS + random.nextInt(66_000) - 33_000);
    head.putShort(BODY_AT - 2, (short) (random.nextInt(16) == 0 ? random.nextInt(4096) : bodyBytes));
  }

  /** Of a body so much that each of its fields is reached. */
  private void plantBody(final int bodyBytes) {
    plantHead(bodyBytes);
    octets[2] = 1;
    octets[3] = 0;
    ByteBuffer.wrap(octets).putInt(4, Samples.KEY_ID).putShort(BODY_AT - 2, (short) bodyBytes);
    final int[] typeAndLength = {1, 4, 3, 0, 5};
    octets[BODY_AT] = (byte) typeAndLength[random.nextInt(typeAndLength.length)];
    int at = BODY_AT + 1;
    if (octets[BODY_AT] == 3) {
      octets[at] = (byte) random.nextInt(4);
      Arrays.fill(octets, at + 1, at + 1 + octets[at], (byte) (random.nextInt(8) == 0 ? ' ' : 'n'));
      at += 1 + octets[at];
    } else {
      at += octets[BODY_AT] == 4 ? 16 : 4;
    }
    octets[at] &= (byte) random.nextInt(2);
    octets[at + 1] &= (byte) random.nextInt(4);
    at += 2;
    for (int texts = 0; texts < 2; texts++) {
      octets[at] = (byte) random.nextInt(4);
      Arrays.fill(octets, at + 1, at + 1 + octets[at], (byte) (random.nextInt(8) == 0 ? 0xc3 : 'x'));
      at += 1 + octets[at];
    }
    octets[at] = (byte) typeAndLength[random.nextInt(typeAndLength.length)];
    final int end = at + (octets[at] == 4 ? 19 : 7);
    if (random.nextInt(4) != 0 && end <= MAX_BYTES - MAC_BYTES) {
      ByteBuffer.wrap(octets).putShort(BODY_AT - 2, (short) (end - BODY_AT));
    }
  }

  @Test
  void mutatedRequestsDoNoHarm() {
    for (int i = 0; i < MUTATED_MESSAGES; i++) {
      final byte[] good = REQUESTS[i % REQUESTS.length];
      random.nextBytes(octets);
      System.arraycopy(good, 0, octets, 0, good.length);
      final boolean signed = random.nextInt(3) == 0;
      for (int flips = random.nextInt(4); flips > 0; flips--) {
        final int at = signed
            ? BODY_AT + random.nextInt(good.length - BODY_AT - MAC_BYTES)
            : random.nextInt(good.length);
        octets[at] ^= (byte) (1 << random.nextInt(8));
      }
      if (signed) {
        signer.sign(octets, good.length - MAC_BYTES);
      }
      final boolean genuine = signed || Arrays.equals(octets, 0, good.length, good, 0, good.length);
      final int bytes = random.nextInt(8) == 0
          ? random.nextInt(good.length)
          : good.length + random.nextInt(MAX_BYTES - good.length);
      play(bytes, genuine);
    }
    assertAllHappenedBut(
        TunnelRefusal.BAD_CODE,
        TunnelRefusal.REPLAYED,
        TunnelRefusal.BEFORE_MEMORY,
        TunnelRefusal.OUTSIDE_TIME,
        TunnelRefusal.REPLAY_GUARD_FULL,
        TunnelRefusal.PORT_ZERO);
  }

  private void play(final int bytes, final boolean signed) {
    final ReplayGuard guard = new ReplayGuard(random.nextInt(64) == 0 ? 0 : 1, 0);
    final ExitHandshake exit = new ExitHandshake(Samples.KEYS, guard);
    final int first = random.nextInt(bytes + 1);
    final ByteBuffer in = ByteBuffer.wrap(octets, 0, first);
    exit.feed(in, Samples.TIME_MS);
    in.limit(bytes);
    final TunnelStep step = exit.feed(in, Samples.TIME_MS);
    final int end = in.position();
    if (step == TunnelStep.NEED_MORE && end != bytes) {
      throw new AssertionError("took " + end + " of " + bytes);
    }
    final boolean believed = step == TunnelStep.DONE || !exit.refusal().isStranger() && step == TunnelStep.REFUSED;
    if (believed && !signed) {
      throw new AssertionError("believed although not signed: " + text(end));
    }
    if (believed && end != declaredBytes()) {
      throw new AssertionError("took " + end + " of a request of " + declaredBytes());
    }
    if (guard.size() > 0 != believed) {
      throw new AssertionError("remembers " + guard.size() + " at " + step);
    }
    if (step == TunnelStep.DONE) {
      isWrittenTheSame(exit.request());
    }
    steps[step.ordinal()]++;
    refusals[exit.refusal().ordinal()]++;
  }

  private int declaredBytes() {
    return BODY_AT + ByteBuffer.wrap(octets).getShort(BODY_AT - 2) + MAC_BYTES;
  }

  private void isWrittenTheSame(final TunnelRequest request) {
    final ByteBuffer written = ByteBuffer.allocate(1024);
    RequestBody.write(request, written);
    if (!written.flip().equals(ByteBuffer.wrap(octets, BODY_AT, declaredBytes() - BODY_AT - MAC_BYTES))) {
      throw new AssertionError(request + " of " + text(declaredBytes()));
    }
  }

  @Test
  void randomAnswersDoNoHarm() {
    for (int i = 0; i < RANDOM_MESSAGES; i++) {
      random.nextBytes(octets);
      boolean signed = false;
      if ((i & 7) != 7) { // else hardly one in 65,536 would get past the magic
        octets[0] = 0x42;
        octets[1] = 0x57;
        octets[2] = (byte) (1 + random.nextInt(16) / 15);
        octets[3] = (byte) random.nextInt(12);
        octets[BOUND_AT] = (byte) random.nextInt(6);
        signed = octets[2] == 1 && (octets[BOUND_AT] == 1 || octets[BOUND_AT] == 4) && random.nextBoolean();
        if (signed) {
          signer.signAnswer(NAME_MAC, octets, BOUND_AT + AddressReader.fieldBytes(octets[BOUND_AT], 0));
        }
      }
      playAnswer(random.nextInt(MAX_BYTES + 1), signed);
    }
    assertAnswersHappened();
  }

  @Test
  void mutatedAnswersDoNoHarm() {
    for (int i = 0; i < MUTATED_MESSAGES; i++) {
      random.nextBytes(octets);
      System.arraycopy(NAME_ANSWER, 0, octets, 0, NAME_ANSWER.length);
      final int macAt = NAME_ANSWER.length - MAC_BYTES;
      final boolean signed = random.nextInt(3) == 0;
      octets[random.nextInt(signed ? macAt : NAME_ANSWER.length)] ^= (byte) (1 << random.nextInt(8));
      if (signed) {
        signer.signAnswer(NAME_MAC, octets, macAt);
      }
      playAnswer(random.nextInt(MAX_BYTES + 1), signed);
    }
    assertAnswersHappened();
  }

  private void assertAnswersHappened() {
    assertThat(steps).doesNotContain(0);
    assertThat(refusals[TunnelRefusal.BAD_MAGIC.ordinal()]).isPositive();
    assertThat(refusals[TunnelRefusal.BAD_VERSION.ordinal()]).isPositive();
    assertThat(refusals[TunnelRefusal.UNKNOWN_ADDRESS_TYPE.ordinal()]).isPositive();
    assertThat(refusals[TunnelRefusal.BAD_MAC.ordinal()]).isPositive();
    assertThat(refusals[TunnelRefusal.BAD_CODE.ordinal()]).isPositive();
  }

  private void playAnswer(final int bytes, final boolean signed) {
    final EntryHandshake entry =
        new EntryHandshake(Samples.KEY, Samples.NAME_REQUEST, Samples.TIME_MS, Samples.NONCE);
    final ByteBuffer in = ByteBuffer.wrap(octets, 0, random.nextInt(bytes + 1));
    entry.feed(in);
    in.limit(bytes);
    final TunnelStep step = entry.feed(in);
    if (step == TunnelStep.NEED_MORE && in.hasRemaining()) {
      throw new AssertionError("took " + in.position() + " of " + bytes);
    }
    if (step == TunnelStep.DONE) {
      final int end = BOUND_AT + AddressReader.fieldBytes(octets[BOUND_AT], 0) + MAC_BYTES;
      final Endpoint bound = entry.answer().bound();
      if (!signed || in.position() != end || entry.answer().outcome().code() != octets[3]) {
        throw new AssertionError(signed + ", " + bound + " of " + text(in.position()));
      }
    }
    steps[step.ordinal()]++;
    refusals[entry.refusal().ordinal()]++;
  }

  private String text(final int bytes) {
    return HexFormat.of().formatHex(octets, 0, bytes);
  }

  private void assertAllHappenedBut(final TunnelRefusal... never) {
    assertThat(steps).doesNotContain(0);
    for (final TunnelRefusal refusal : TunnelRefusal.values()) {
      if (Arrays.asList(never).contains(refusal)) {
        continue;
      }
      assertThat(refusals[refusal.ordinal()]).as("%s", refusal).isPositive();
    }
  }
}
