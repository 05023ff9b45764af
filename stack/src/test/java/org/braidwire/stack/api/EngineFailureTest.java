package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.io.port.FramePort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EngineFailureTest {
  private final AtomicInteger closes = new AtomicInteger();
  private volatile boolean broken;

  private FramePort breakable(final FramePort port) {
    return (FramePort) Proxy.newProxyInstance(
        getClass().getClassLoader(), new Class<?>[] {FramePort.class}, (proxy, method, arguments) -> {
          if (broken && method.getName().equals("poll")) {
            throw new IllegalStateException("the device has gone");
          }
          if (method.getName().equals("close")) {
            closes.incrementAndGet();
          }
          try {
            return method.invoke(port, arguments);
          } catch (final InvocationTargetException failure) {
            throw failure.getCause();
          }
        });
  }

  @Test
  void closesEverythingAndTellsEveryWaiterWhy() throws Exception {
    final PacketMemory memory = PacketMemory.allocate(4096, 64);
    final FramePort port = breakable(new MemoryWire("wire").open(0, memory, 0x02_00_5e_00_00_10L));
    try (Braidwire stack = Braidwire.builder()
        .memory(memory)
        .port("eth1", port)
        .path("eth1=192.0.2.2/28")
        .start()) {
      final StreamListener listener = stack.listen(5001);
      final FutureTask<StreamConnection> accepting = new FutureTask<>(listener::accept);
      Thread.ofVirtual().start(accepting);
      final FutureTask<StreamConnection> connecting =
          new FutureTask<>(() -> stack.connect("192.0.2.3", 5001, Duration.ofSeconds(20)));
      Thread.ofVirtual().start(connecting);
      while (stack.openConnections() == 0) {
        Thread.onSpinWait();
      }

      broken = true;

      assertThatThrownBy(accepting::get).hasMessageContaining("no longer listening");
      assertThatThrownBy(connecting::get).hasCauseInstanceOf(ConnectionEndedException.class);
      while (!stack.isStopped()) {
        Thread.onSpinWait();
      }
      assertThatThrownBy(stack::counters)
          .isInstanceOf(BraidwireException.class)
          .hasMessageContaining("the device has gone");
      assertThat(closes).hasValue(1);
    }
  }
}
