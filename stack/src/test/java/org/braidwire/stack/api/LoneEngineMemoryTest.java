package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryWire;
import org.junit.jupiter.api.Test;

/** What a stack takes before there is any connection, for as many as there may be. */
class LoneEngineMemoryTest {
  private static final int CONNECTIONS = 100_000;

  /** Two references to each of eight four-tuples, in a table that is at most half full after rounding up. */
  private static final long BYTES_PER_CONNECTION = 8 * 4 * 8;

  @Test
  void anEngineThatIsAloneKeepsNoTablesOfOthersJoins() {
    final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    final StackConfig config = StackConfig.defaults().withMaxConnections(CONNECTIONS);
    try (PacketMemory memory = PacketMemory.allocate(1024, 1)) {
      final MptcpStack.Path path = new MptcpStack.Path(
          PathConfig.parse("wire0=192.0.2.1/28"),
          new MemoryWire("wire0").open(0, memory, 0x02_00_00_00_00_01L));
      final long before = threads.getCurrentThreadAllocatedBytes();
      final MptcpStack stack =
          new MptcpStack(config, List.of(path), memory, System::nanoTime, new Random(1)::nextLong);
      final long allocated = threads.getCurrentThreadAllocatedBytes() - before;

      assertThat(allocated / CONNECTIONS).as("octets a connection").isLessThan(BYTES_PER_CONNECTION);

      stack.close();
      path.port().close();
    }
  }
}
