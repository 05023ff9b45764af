package org.braidwire.stack.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineSeatTest {
  @ParameterizedTest(name = "{0} engines")
  @ValueSource(ints = {1, 2, 3, 5, 8, 16})
  void everyPortAndTokenThatAnEngineMayDrawNamesItAndNoOther(final int engines) {
    final EngineMesh mesh = new EngineMesh(engines);
    final Set<Integer> ports = new HashSet<>();
    for (int e = 0; e < engines; e++) {
      final EngineSeat seat = mesh.seat(e);
      final PortAllocator allocator = new PortAllocator(seat, new TupleTable(16, 1), new Random(e)::nextLong);
      final TokenTable tokens = new TokenTable(seat);
      final Random random = new Random(e);
      int usable = 0;
      for (int i = 0; i < 1_000; i++) {
        final int port = allocator.allocate(0, 1, 0, 2, 80);
        assertThat(mesh.seat(0).ownerOfPort(port)).isEqualTo(e);
        ports.add(port);
        final int token = random.nextInt();
        if (tokens.isUsable(token)) {
          usable++;
          assertThat(mesh.seat(0).ownerOfToken(token)).isEqualTo(e);
        }
      }
      assertThat(usable).isPositive();
    }
    assertThat(ports).allMatch(PortAllocator::isEphemeral);
  }

  @Test
  void aPortThatNobodyDrawsNamesNobody() {
    final EngineMesh mesh = new EngineMesh(3);
    assertThat(mesh.seat(0).ownerOfPort(443)).isEqualTo(EngineSeat.NONE);
    assertThat(mesh.seat(0).ownerOfPort(40_003)).as("engine 3 of 3").isEqualTo(EngineSeat.NONE);
    assertThat(mesh.seat(0).ownerOfToken(-1)).isEqualTo(EngineSeat.NONE);
  }

  @Test
  void wantsAReasonableNumber() {
    assertThatThrownBy(() -> new EngineMesh(0)).hasMessageContaining("1 to 16");
    assertThatThrownBy(() -> new EngineMesh(17)).hasMessageContaining("1 to 16");
  }
}
