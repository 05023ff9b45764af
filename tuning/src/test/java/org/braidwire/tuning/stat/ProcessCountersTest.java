package org.braidwire.tuning.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.braidwire.stack.api.Braidwire;
import org.braidwire.stack.api.ConnectionEndedException;
import org.braidwire.stack.base.CountersFolder;
import org.braidwire.stack.base.PublishedKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProcessCountersTest {
  private static final long SELF = ProcessHandle.current().pid();

  @TempDir
  Path folder;

  @Test
  void readsByAgronasReaderWhatTheEngineCounts() throws Exception {
    try (Braidwire stack = PublishingStack.start(folder)) {
      assertThatThrownBy(() -> stack.connect("192.0.2.3", 5001, Duration.ofMillis(50)))
          .isInstanceOf(ConnectionEndedException.class);
      final ProcessCounters counters = ProcessCounters.open(SELF, List.of(folder));

      final List<CounterValue> values = awaitListener(counters);

      assertThat(value(values, PublishedKind.ENGINE, "", "CONNECTIONS_OPENED"))
          .isEqualTo(1);
      assertThat(value(values, PublishedKind.PORT, "wirea", "TX_FRAMES")).isPositive();
      assertThat(value(values, PublishedKind.PORT_GAUGE, "wirea", "LINK_UP"))
          .isEqualTo(1);
      assertThat(value(values, PublishedKind.LISTENER, "5001", "CONNECTIONS_TAKEN"))
          .isZero();
      assertThat(value(values, PublishedKind.ENGINE_GAUGE, "", "FRAMES_FREE"))
          .isPositive();
      assertThat(value(values, PublishedKind.DROP, "", "TCP_NO_SUBFLOW")).isZero();
    }
  }

  @Test
  void readsEachOfSeveralEngines() throws Exception {
    try (Braidwire stack = PublishingStack.start(folder, 2)) {
      assertThat(stack.countersFiles()).hasSize(2).allMatch(Files::exists);
      final ProcessCounters counters = ProcessCounters.open(SELF, List.of(folder));
      for (int i = 0; i < 3; i++) { // on one engine after the other
        stack.connect("192.0.2.3", 5001, new PublishingStack.Sink());
      }
      assertThat(awaitOpened(counters, 0, 2)).isEqualTo(2);
      assertThat(awaitOpened(counters, 1, 1)).isEqualTo(1);
      assertThat(counters.sample()).extracting(EngineSample::engine).containsExactly(1, 2);
    }
    assertThat(CountersFolder.list(folder)).isEmpty();
  }

  private static long awaitOpened(final ProcessCounters counters, final int index, final long wanted)
      throws StatException {
    long opened = 0;
    while (opened < wanted) {
      Thread.onSpinWait();
      final List<CounterValue> values = counters.sample().get(index).values();
      opened = value(values, PublishedKind.ENGINE, "", "CONNECTIONS_OPENED");
    }
    return opened;
  }

  @Test
  void readsAnotherProcessUntilItEnds() throws Exception {
    try (ChildProcess child = ChildProcess.start(folder)) {
      final ProcessCounters counters = ProcessCounters.open(child.pid(), List.of(folder));
      final EngineSample first = counters.sample().getFirst();
      assertThat(first.engine()).isEqualTo(1);
      EngineSample later = first;
      while (later.publishedNs() == first.publishedNs()) {
        Thread.onSpinWait();
        later = counters.sample().getFirst();
      }
      assertThat(PublishingProcess.findAll(List.of(folder)))
          .singleElement()
          .matches(process -> process.pid() == child.pid()
              && process.engines() == 1
              && process.command().startsWith(PublishingStack.class.getName()));

      child.end();

      assertThat(CountersFolder.list(folder)).as("removed at exit").isEmpty();
      assertThatThrownBy(counters::sample)
          .isInstanceOf(StatException.class)
          .hasMessage("process " + child.pid() + " has ended");
    }
  }

  @Test
  void doesNotShowWhatAKilledProcessLeftAndTheNextOneSweepsIt() throws Exception {
    try (ChildProcess child = ChildProcess.start(folder)) {
      child.kill();
      assertThat(CountersFolder.list(folder)).hasSize(1);
      assertThat(PublishingProcess.findAll(List.of(folder))).isEmpty();
      assertThatThrownBy(() -> ProcessCounters.open(child.pid(), List.of(folder)))
          .hasMessage("there is no process " + child.pid());

      PublishingStack.start(folder).close();

      assertThat(CountersFolder.list(folder)).isEmpty();
    }
  }

  @Test
  void saysWhyThereIsNothingToRead() {
    assertThatThrownBy(() -> ProcessCounters.open(SELF, List.of(folder)))
        .hasMessage("process " + SELF + " publishes no counters; it is not Braidwire, or was told not to");
    assertThatThrownBy(() -> ProcessCounters.open(999_999_999, List.of(folder)))
        .hasMessage("there is no process 999999999");
  }

  @Test
  void saysWhoseCountersTheyAreWhereTheyMayNotBeRead() {
    assertThatThrownBy(() -> ProcessCounters.checkReadable(new PublishingProcess(4711, "root", "", false, 1)))
        .hasMessage("the counters of process 4711 are for user root only; run as that user or root");
  }

  @Test
  void saysThatTheEnginesHaveStopped() throws Exception {
    final ProcessCounters counters;
    try (Braidwire stack = PublishingStack.start(folder)) {
      counters = ProcessCounters.open(SELF, List.of(folder));
      assertThat(counters.sample()).hasSize(1);
      assertThat(stack.isStopped()).isFalse();
    }
    assertThatThrownBy(counters::sample).hasMessage("process " + SELF + " has stopped its engines");
  }

  @Test
  void refusesFilesThatOnlyLookLikeCounters() throws IOException {
    try (Braidwire stack = PublishingStack.start(folder)) {
      assertThat(stack.isStopped()).isFalse();
      final Path file = CountersFolder.list(folder).getFirst().file();
      final Path copy = folder.resolve("copy");
      final byte[] octets = Files.readAllBytes(file);
      refuses(Files.write(copy, java.util.Arrays.copyOf(octets, octets.length - 1)));
      octets[12] = 0x7f; // the capacity
      refuses(Files.write(copy, octets));
      refuses(Files.write(copy, new byte[10]));
      assertThatThrownBy(() -> MappedCounters.open(Files.createSymbolicLink(folder.resolve("link"), file)))
          .isInstanceOf(IOException.class);
    }
  }

  private static void refuses(final Path file) {
    assertThatThrownBy(() -> MappedCounters.open(file))
        .isInstanceOf(StatException.class)
        .hasMessageContaining("is not a counters file");
  }

  @Test
  void saysThatAFileWasCutShortUnderItsReader() throws Exception {
    try (Braidwire stack = PublishingStack.start(folder)) {
      assertThat(stack.isStopped()).isFalse();
      final Path copy = folder.resolve("copy");
      Files.write(
          copy,
          Files.readAllBytes(CountersFolder.list(folder).getFirst().file()));
      final MappedCounters mapped = MappedCounters.open(copy);
      assertThat(mapped.sample(1).values()).isNotEmpty();

      Files.newByteChannel(copy, StandardOpenOption.WRITE).truncate(0).close();

      assertThatThrownBy(() -> mapped.sample(1))
          .isInstanceOf(StatException.class)
          .hasMessageContaining("cut short");
    }
  }

  private static List<CounterValue> awaitListener(final ProcessCounters counters) throws StatException {
    while (true) {
      final List<CounterValue> values = counters.sample().getFirst().values();
      final boolean current = values.stream().anyMatch(value -> value.kind() == PublishedKind.LISTENER)
          && value(values, PublishedKind.ENGINE, "", "CONNECTIONS_OPENED") > 0;
      if (current) {
        return values;
      }
      Thread.onSpinWait();
    }
  }

  private static long value(
      final List<CounterValue> values, final PublishedKind kind, final String scope, final String name) {
    return values.stream()
        .filter(value -> value.kind() == kind)
        .filter(value -> value.scope().equals(scope) && value.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name))
        .value();
  }
}
