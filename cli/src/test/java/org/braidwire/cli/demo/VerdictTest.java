package org.braidwire.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.braidwire.io.PortChoice;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.lab.KernelCounters;
import org.braidwire.lab.KernelTrouble;
import org.braidwire.stack.api.Braidwire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictTest {
  private static final DemoPlan PLAN =
      new DemoPlan(100, 2, false, false, true, false, false, PortChoice.auto(), 0, null);

  private static final DemoPlan KERNEL_PLAN =
      new DemoPlan(100, 2, false, false, false, false, false, new PortChoice("af_packet", false), 0, null);

  private static final List<String> PORTS = List.of("in-memory wire link1", "in-memory wire link2");

  private static EndResult.Stream stream(final long sent, final long received, final String digest) {
    return new EndResult.Stream(sent, received, sent, received, "d", digest, "", List.of());
  }

  private static SubflowSample subflow(final int link, final long sent, final long received) {
    return new SubflowSample(link, "a", "b", "ESTABLISHED", false, 0, 0, 0, sent, received, 0);
  }

  private static EndResult end(final Map<String, Long> counters) {
    return end(stream(100, 100, "d"), counters, subflow(1, 1, 1), subflow(2, 1, 1));
  }

  private static EndResult end(
      final EndResult.Stream bulk, final Map<String, Long> counters, final SubflowSample... subflows) {
    final Map<String, Long> all = new HashMap<>(Map.of("JOINS_ESTABLISHED", 1L));
    all.putAll(counters);
    return new EndResult(bulk, stream(5, 5, ""), List.of(subflows), Map.of(), all, PORTS, true);
  }

  private static List<String> failures(final EndResult own) {
    return new Verdict(PLAN).failures(own, end(Map.of()), null);
  }

  @Test
  void aCleanRunPasses() {
    assertThat(failures(end(Map.of()))).isEmpty();
  }

  @Test
  void aLostByteAndAnotherDigestAreNamed() {
    assertThat(failures(end(stream(100, 99, "e"), Map.of(), subflow(1, 1, 1), subflow(2, 1, 1))))
        .anySatisfy(line -> assertThat(line).contains("100 bytes sent, 99 arrived"))
        .anySatisfy(line -> assertThat(line).contains("only 99 bytes of 100"))
        .anySatisfy(line -> assertThat(line).contains("digests differ"));
  }

  @Test
  void aLinkThatCarriedNothingOneWayIsNamed() {
    assertThat(failures(end(stream(100, 100, "d"), Map.of(), subflow(1, 1, 1), subflow(2, 1, 0))))
        .containsExactly("link 2 carried nothing to engine A");
  }

  @Test
  void thePortsOfBothEndsAreJudged() {
    final EndResult cut = end(Map.of("link1.RX_TRUNCATED", 3L));
    assertThat(new Verdict(PLAN).failures(cut, cut, null))
        .containsExactly(
            "engine A counter RX_TRUNCATED is 3, not 0", "engine B counter RX_TRUNCATED is 3, not 0");
  }

  @Test
  void aRunWithoutJoinIsNamed() {
    assertThat(failures(end(Map.of("JOINS_ESTABLISHED", 0L)))).containsExactly("no join was accepted");
  }

  static List<String> ownCounters() {
    return Verdict.OWN_MUST_BE_ZERO;
  }

  @ParameterizedTest
  @MethodSource("ownCounters")
  void everyForbiddenCounterIsNamed(final String name) {
    assertThat(failures(end(Map.of(name, 2L)))).containsExactly("engine A counter " + name + " is 2, not 0");
  }

  @Test
  void everyForbiddenCounterIsOneThatTheEngineHas() throws Exception {
    try (Braidwire braidwire = anyStack()) {
      assertThat(braidwire.counters().keySet())
          .contains("JOINS_ESTABLISHED")
          .containsAll(Verdict.OWN_MUST_BE_ZERO);
    }
  }

  private static Braidwire anyStack() {
    final PacketMemory memory = PacketMemory.allocate(64, 16);
    final MemoryWire wire = new MemoryWire("link1");
    return Braidwire.builder()
        .memory(memory)
        .port("link1", wire.open(0, memory, 0x02_00_5e_00_53_00L))
        .path("link1=192.0.2.2/28")
        .start();
  }

  static List<String> kernelCounters() {
    return Stream.of(KernelTrouble.PROTOCOL, KernelTrouble.PEER_RESETS)
        .flatMap(List::stream)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("kernelCounters")
  void everyForbiddenCounterOfAKernelIsNamed(final String name) {
    assertThat(kernelFailures(KERNEL_PLAN, Map.of(name, 3L)))
        .containsExactly("kernel counter " + name + " is 3, not 0");
  }

  @Test
  void aKernelThatCountedNothingOfThatPasses() {
    assertThat(kernelFailures(KERNEL_PLAN, Map.of("MPTcpExtMPJoinSynTx", 1L)))
        .isEmpty();
  }

  @Test
  void aKernelThatListensMustHaveAcceptedAJoin() {
    final DemoPlan reverse =
        new DemoPlan(100, 2, true, false, false, false, false, new PortChoice("af_packet", false), 0, null);
    assertThat(kernelFailures(reverse, Map.of())).containsExactly("no join was accepted");
    assertThat(kernelFailures(reverse, Map.of("MPTcpExtMPJoinAckRx", 1L))).isEmpty();
  }

  private static List<String> kernelFailures(final DemoPlan plan, final Map<String, Long> counters) {
    final EndResult end = new EndResult(
        stream(100, 100, "d"),
        stream(5, 5, ""),
        List.of(subflow(1, 1, 1), subflow(2, 1, 1)),
        Map.of(),
        Map.of("JOINS_ESTABLISHED", 1L),
        List.of(
            "AF_PACKET on wire1: nothing left to the device",
            "AF_PACKET on wire2: nothing left to the device"),
        true);
    return new Verdict(plan).failures(end, end, KernelCounters.of(counters));
  }
}
