package org.braidwire.stack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EngineOfTupleTest {
  private record Key(long localLow, int localPort, long remoteLow, int remotePort) {}

  @Test
  void holdsWhatAMapHoldsThroughALongHistory() {
    final Random random = new Random(3);
    final EngineOfTuple table = new EngineOfTuple(64, 0x1234_5678_9abcL);
    final Map<Key, Integer> model = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      final Key key =
          new Key(random.nextInt(4), random.nextInt(65_536) & 0xf00f, random.nextInt(4), random.nextInt(2));
      final int engine = random.nextInt(16);
      switch (random.nextInt(3)) {
        case 0 -> {
          final boolean room = model.containsKey(key) || model.size() < 64;
          assertThat(table.put(1, key.localLow, key.localPort, 2, key.remoteLow, key.remotePort, engine))
              .isEqualTo(room);
          if (room) {
            model.put(key, engine);
          }
        }
        case 1 -> {
          final Integer was = model.remove(key);
          assertThat(table.remove(1, key.localLow, key.localPort, 2, key.remoteLow, key.remotePort))
              .isEqualTo(was == null ? EngineSeat.NONE : was);
        }
        default ->
          assertThat(table.find(1, key.localLow, key.localPort, 2, key.remoteLow, key.remotePort))
              .isEqualTo(model.getOrDefault(key, EngineSeat.NONE));
      }
      assertThat(table.count()).isEqualTo(model.size());
    }
  }
}
