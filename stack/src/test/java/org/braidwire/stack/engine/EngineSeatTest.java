package org.braidwire.stack.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryPort;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.stack.base.DropCounters;
import org.braidwire.stack.net.Attachments;
import org.braidwire.stack.net.LinkAttachment;
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
      final PortAllocator allocator = allocator(seat, new Attachments(), e);
      final TokenTable tokens = new TokenTable(seat);
      final Random random = new Random(e);
      int usable = 0;
      for (int i = 0; i < 1_000; i++) {
        final int port = allocator.allocate(0, 1, 0, 2, 80);
        assertThat(allocator(mesh.seat(0), new Attachments(), 0).ownerOf(0, 1, port))
            .isEqualTo(e);
        ports.add(port);
        final int token = random.nextInt();
        if (tokens.isUsable(token)) {
          usable++;
          assertThat(mesh.seat(0).ownerOfToken(token)).isEqualTo(e);
        }
      }
      assertThat(usable).isPositive();
    }
    assertThat(ports).allMatch(port -> port >= 32768 && port < 61000);
  }

  @Test
  void aPortThatNobodyDrawsNamesNobody() {
    final EngineSeat seat = new EngineMesh(3).seat(0);
    final PortAllocator allocator = allocator(seat, new Attachments(), 0);
    assertThat(allocator.ownerOf(0, 1, 443)).isEqualTo(EngineSeat.NONE);
    assertThat(allocator.ownerOf(0, 1, 40_003)).as("engine 3 of 3").isEqualTo(EngineSeat.NONE);
    assertThat(seat.ownerOfToken(-1)).isEqualTo(EngineSeat.NONE);
  }

  @Test
  void atAnAddressOfTheHostOnlyOurPortsAreDrawn() {
    final EngineMesh mesh = new EngineMesh(2);
    try (PacketMemory memory = PacketMemory.allocate(64, 1);
        MemoryPort port = new MemoryWire("eth1").open(0, memory, 0x0200_0000_0001L)) {
      final Attachments links = new Attachments();
      final LinkAttachment link = new LinkAttachment(0, port, memory, new DropCounters());
      link.shareAddress(0, 1, 128, 5_000, 5_003);
      links.add(link);
      for (int e = 0; e < 2; e++) {
        final PortAllocator allocator = allocator(mesh.seat(e), links, e);
        for (int i = 0; i < 100; i++) {
          final int drawn = allocator.allocate(0, 1, 0, 2, 80);
          assertThat(drawn).isBetween(5_000, 5_003);
          assertThat(drawn % 2).isEqualTo(e);
          assertThat(allocator.ownerOf(0, 1, drawn)).isEqualTo(e);
        }
        assertThat(allocator.ownerOf(0, 1, 5_004)).isEqualTo(EngineSeat.NONE);
        assertThat(allocator.ownerOf(0, 1, 40_000)).isEqualTo(EngineSeat.NONE);
      }
    }
  }

  private static PortAllocator allocator(final EngineSeat seat, final Attachments links, final int seed) {
    return new PortAllocator(links, seat, new TupleTable(16, 1), new Random(seed)::nextLong);
  }

  @Test
  void wantsAReasonableNumber() {
    assertThatThrownBy(() -> new EngineMesh(0)).hasMessageContaining("1 to 16");
    assertThatThrownBy(() -> new EngineMesh(17)).hasMessageContaining("1 to 16");
  }

  @Test
  void enginesThatCannotExchangeFramesAreRefused() {
    final List<PacketMemory> together = PacketMemory.allocate(2, 8, 1);
    try (PacketMemory apart = PacketMemory.allocate(8, 1)) {
      final EngineMesh mesh = new EngineMesh(2);
      mesh.checkMemory(together.getFirst());
      mesh.checkMemory(together.getLast());
      assertThatThrownBy(() -> mesh.checkMemory(apart)).isInstanceOf(IllegalArgumentException.class);
    }
    together.forEach(PacketMemory::close);
  }
}
