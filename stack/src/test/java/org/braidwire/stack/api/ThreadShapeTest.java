package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.linux.CpuAffinity;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.io.port.FramePort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same stack on one thread and on two, with every way to idle. */
@Timeout(120)
class ThreadShapeTest {
  private static final int PORT = 5001;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int STREAM_BYTES = 4 << 20;

  private final MemoryWire wire1 = new MemoryWire("wire1");
  private final MemoryWire wire2 = new MemoryWire("wire2");
  private final PacketMemory serverMemory = PacketMemory.allocate(8192, 256);
  private final PacketMemory clientMemory = PacketMemory.allocate(8192, 256);

  private static ThreadPlan plan(final int threads, final String idle) {
    return ThreadPlan.defaults().withNicThread(threads == 2).withIdle(idle);
  }

  private BraidwireBuilder builder(final int end, final PacketMemory memory) {
    return Braidwire.builder()
        .memory(memory)
        .port("eth1", (engine, request) -> wire1.open(end, request.memory(), 0x02_00_5e_00_00_10L + end))
        .port("eth2", (engine, request) -> wire2.open(end, request.memory(), 0x02_00_5e_00_00_20L + end));
  }

  private Braidwire server(final ThreadPlan plan) {
    return builder(0, serverMemory)
        .threads(plan)
        .path("eth1=192.0.2.2/28")
        .path("eth2=192.0.2.18/28")
        .start();
  }

  private Braidwire client(final ThreadPlan plan) {
    return builder(1, clientMemory)
        .threads(plan)
        .path("eth1=192.0.2.3/28")
        .path("eth2=192.0.2.19/28")
        .start();
  }

  @ParameterizedTest(name = "{0} threads that {1} against {2} that {3}")
  @CsvSource({
    "1, spin, 2, yield",
    "1, yield, 2, backoff",
    "1, park, 2, park",
    "2, backoff, 2, park",
    "2, park, 1, backoff"
  })
  void carriesAStreamThatTheOtherSideSendsBack(
      final int serverThreads, final String serverIdle, final int clientThreads, final String clientIdle)
      throws Exception {
    final byte[] bytes = new byte[STREAM_BYTES];
    new Random(4).nextBytes(bytes);
    try (Braidwire server = server(plan(serverThreads, serverIdle));
        Braidwire client = client(plan(clientThreads, clientIdle))) {
      server.listen(PORT, EchoHandler::new);
      try (StreamConnection connection = client.connect("192.0.2.2", PORT, PATIENCE)) {
        final FutureTask<Void> sending = new FutureTask<>(() -> {
          connection.output().write(bytes);
          connection.shutdownOutput();
          return null;
        });
        Thread.ofVirtual().start(sending);
        assertThat(connection.input().readAllBytes()).isEqualTo(bytes);
        sending.get();
        assertThat(connection.info().subflows()).hasSize(2);
      }
    }
  }

  @ParameterizedTest(name = "{0} threads")
  @CsvSource({"1", "2"})
  void aCommandWakesASleepingEngineAtOnce(final int threads) throws Exception {
    try (Braidwire stack = server(plan(threads, "park"))) {
      for (int i = 0; i < 2_000; i++) {
        assertThat(stack.openConnections()).isZero();
      }
    }
  }

  @Test
  void aFailingDeviceEndsBothThreadsAndTellsWhy() throws Exception {
    final boolean[] broken = new boolean[1];
    final Braidwire stack = Braidwire.builder()
        .memory(serverMemory)
        .threads(plan(2, "park"))
        .port("eth1", (engine, request) -> breakable(wire1.open(0, request.memory(), 1), broken))
        .path("eth1=192.0.2.2/28")
        .start();
    try (stack) {
      assertThat(stack.openConnections()).isZero();
      broken[0] = true;
      while (!stack.isStopped()) {
        Thread.sleep(1);
      }
      assertThatThrownBy(stack::counters)
          .isInstanceOf(BraidwireException.class)
          .hasMessageContaining("the device has gone");
    }
  }

  private static FramePort breakable(final FramePort port, final boolean[] broken) {
    return (FramePort) Proxy.newProxyInstance(
        ThreadShapeTest.class.getClassLoader(),
        new Class<?>[] {FramePort.class},
        (proxy, method, arguments) -> {
          if (broken[0] && method.getName().equals("poll")) {
            throw new IllegalStateException("the device has gone");
          }
          return method.invoke(port, arguments);
        });
  }

  @Test
  void refusesCoresThatAreNotThereOrTooFew() {
    assertThatThrownBy(() -> server(plan(1, "park").withCores(List.of(1023))))
        .isInstanceOf(BraidwireException.class)
        .hasMessageContaining("core 1023");
    assertThatThrownBy(() -> server(plan(2, "park").withCores(List.of(0))))
        .isInstanceOf(BraidwireException.class)
        .hasMessageContaining("1 core named to pin 2 threads on");
    assertThatThrownBy(() -> Braidwire.builder().idle("snooze"))
        .isInstanceOf(BraidwireException.class)
        .hasMessageContaining("snooze")
        .hasMessageContaining("spin, yield, backoff, park");
  }

  @Test
  void refusesToDriveAPortThatWasOpenedForTheEngine() {
    assertThatThrownBy(() -> Braidwire.builder()
            .memory(serverMemory)
            .threads(plan(2, "spin"))
            .port("eth1", wire1.open(0, serverMemory, 1))
            .path("eth1=192.0.2.2/28")
            .start())
        .isInstanceOf(BraidwireException.class)
        .hasMessageContaining("eth1 was given open");
  }

  @Test
  void pinsEachThreadToItsCore() throws Exception {
    final int core = CpuAffinity.get().nextSetBit(0);
    try (Braidwire stack = server(plan(1, "park").withCores(List.of(core)))) {
      assertThat(stack.<BitSet>call(CpuAffinity::get).stream()).containsExactly(core);
    }
  }
}
