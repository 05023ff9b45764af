package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.braidwire.stack.base.CountersFolder;
import org.braidwire.stack.engine.CountersPublisher;
import org.braidwire.stack.wire.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Counters of a running stack in a file; what they say there is read in the module {@code tuning}. */
@Timeout(60)
class LiveCountersTest {
  private static final int PUBLICATIONS = 100_000;
  private static final int ROUNDS = 4;
  private static final int MESSAGE_BYTES = 64;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir
  Path folder;

  @Test
  void areThereWhileTheStackRunsAndGoWithIt() throws IOException {
    try (Braidwire stack = new MemoryPair().server().countersFolder(folder).start()) {
      final Path file = CountersFolder.list(folder).getFirst().file();
      stack.listen(5001, EchoHandler::new);
      final String content = awaitText(file, "CONNECTIONS_TAKEN of engine 1, 5001");
      assertThat(content)
          .contains(
              "SEGMENTS_RECEIVED of engine 1",
              "RX_FRAMES of engine 1, wire1",
              "TCP_NO_SUBFLOW of engine 1");
    }
    assertThat(CountersFolder.list(folder)).isEmpty();
  }

  @Test
  void areNotPublishedWhereNobodyWantsThem() {
    try (Braidwire stack = new MemoryPair().server().countersFolder(null).start()) {
      assertThat(stack.isStopped()).isFalse();
      assertThat(CountersFolder.list(folder)).isEmpty();
    }
  }

  @Test
  void areDoneWithoutWhereTheFolderTakesNoFile() {
    final List<String> warnings = new ArrayList<>();
    final Path none = folder.resolve("none");
    try (Braidwire stack = new MemoryPair()
        .server()
        .countersFolder(none)
        .warnings(warnings::add)
        .start()) {
      assertThat(stack.isStopped()).isFalse();
      assertThat(warnings).singleElement().asString().startsWith("no live counters: " + none);
    }
  }

  @Test
  void wakeASleepingEngineOnceForWhatItCountedLast() throws IOException {
    try (StackPair pair = new StackPair(1, StackConfig.defaults(), StackConfig.defaults());
        CountersPublisher publisher = pair.client.publishIn(folder)) {
      final long openedNs = pair.client.nowNs();
      assertThat(publisher.nextDeadlineNs()).as("nothing to tell").isEqualTo(Long.MAX_VALUE);
      publisher.onCycle(openedNs + 1, true);
      assertThat(publisher.nextDeadlineNs()).isEqualTo(openedNs + CountersPublisher.INTERVAL_NS);
      publisher.onCycle(openedNs + CountersPublisher.INTERVAL_NS, false);
      assertThat(publisher.nextDeadlineNs()).as("told").isEqualTo(Long.MAX_VALUE);
    }
  }

  @Test
  void costNoAllocation() throws IOException {
    try (StackPair pair = new StackPair(1, StackConfig.defaults(), StackConfig.defaults());
        CountersPublisher publisher = pair.client.publishIn(folder)) {
      echoForEver(pair);
      long allocated = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS && allocated != 0; round++) {
        final long sent = segmentsSent(pair);
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < PUBLICATIONS; i++) {
          pair.step();
          publisher.publish(i);
        }
        allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(segmentsSent(pair)).as("something to publish").isGreaterThan(sent + PUBLICATIONS / 10);
      }
      assertThat(allocated).isZero();
    }
  }

  private static void echoForEver(final StackPair pair) {
    pair.server.listen(5001, EchoHandler::new);
    final MptcpConnection connection =
        pair.client.connect(0, IpAddress.parseLow("192.0.2.2"), 5001, new EchoHandler());
    while (connection.tryClaim(MESSAGE_BYTES) < 0) {
      pair.step();
    }
    connection.commit(MESSAGE_BYTES);
  }

  private static long segmentsSent(final StackPair pair) {
    return pair.client.counters().get("SEGMENTS_SENT");
  }

  private static String awaitText(final Path file, final String text) throws IOException {
    String content = "";
    while (!content.contains(text)) {
      Thread.onSpinWait();
      content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }
    return content;
  }
}
