package org.braidwire.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.braidwire.io.PortChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way in which an end's ports are not those that were asked for. */
class PortVerdictTest {
  private static final String GIVING = "AF_PACKET on eth1: checksums and super-segments left to the device";
  private static final String KEEPING = "AF_PACKET on eth1: nothing left to the device";
  private static final String CHOSEN = " (--io auto: a virtual link)";
  private static final String XDP_MODES = "AF_XDP on eth1: generic mode (a veth), copy mode (there is no other), ";
  private static final String XDP = XDP_MODES + "1 queue, checksums left to the device";
  private static final String XDP_KEEPING = XDP_MODES + "1 queue, nothing left to the device";
  private static final String TAP = "TAP tap1: checksums and super-segments left to the kernel behind it";
  private static final Map<String, Long> BOTH_WAYS =
      Map.of("eth1.TX_SUPER_SEGMENTS", 5L, "eth1.RX_SUPER_SEGMENTS", 5L);
  private static final Map<String, Long> IN = Map.of("eth1.RX_SUPER_SEGMENTS", 5L);

  private static DemoPlan plan(final PortChoice choice, final boolean memory) {
    return new DemoPlan(100, 2, false, false, memory, false, false, choice, 0, null);
  }

  private static DemoPlan plan(final String io, final boolean offloads) {
    return plan(PortChoice.auto().withIo(io).withOffloads(offloads), false);
  }

  private static List<String> failures(
      final DemoPlan plan, final String port, final Map<String, Long> counters, final boolean kernel) {
    final EndResult.Stream none = new EndResult.Stream(0, 0, 0, 0, "", "", "", List.of());
    final List<String> ports = Collections.nCopies(2, port);
    return PortVerdict.failures(
        plan, "Braidwire", new EndResult(none, none, List.of(), Map.of(), counters, ports, true), kernel);
  }

  @Test
  void whatWasAskedForPasses() {
    assertThat(failures(plan(PortChoice.AF_PACKET, true), GIVING, BOTH_WAYS, true))
        .isEmpty();
    assertThat(failures(plan(PortChoice.AUTO, true), GIVING + CHOSEN, BOTH_WAYS, true))
        .isEmpty();
    assertThat(failures(plan(PortChoice.AF_PACKET, false), KEEPING, Map.of(), true))
        .isEmpty();
    assertThat(failures(plan(PortChoice.AF_XDP, true), XDP, IN, true)).isEmpty();
    assertThat(failures(plan(PortChoice.AF_XDP, false), XDP_KEEPING, Map.of(), true))
        .isEmpty();
    assertThat(failures(plan(PortChoice.TAP, true), TAP, BOTH_WAYS, true)).isEmpty();
    assertThat(failures(plan(PortChoice.auto(), true), "in-memory wire link1", Map.of(), false))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"auto, true", "af_xdp, false", "tap, false"})
  void anotherKindOfPortIsNamed(final String io, final boolean memory) {
    final DemoPlan plan = plan(PortChoice.auto().withIo(io), memory);
    assertThat(failures(plan, GIVING, BOTH_WAYS, false))
        .anySatisfy(line -> assertThat(line).contains("another port than", GIVING));
  }

  @Test
  void aKindThatWasNamedIsNoChoiceAndTheOtherWayRound() {
    assertThat(failures(plan(PortChoice.AUTO, true), GIVING, BOTH_WAYS, true))
        .contains("Braidwire has a port that was not chosen as asked: " + GIVING);
    assertThat(failures(plan(PortChoice.AF_PACKET, true), GIVING + CHOSEN, BOTH_WAYS, true))
        .contains("Braidwire has a port that was not chosen as asked: " + GIVING + CHOSEN);
  }

  @ParameterizedTest
  @CsvSource({"generic, native", "copy mode, zero-copy"})
  void anotherModeOfAfXdpIsNamed(final String mode, final String other) {
    final String port = XDP.replace(mode, other);
    assertThat(failures(plan(PortChoice.AF_XDP, true), port, IN, true))
        .hasSize(2)
        .containsOnly("Braidwire has a port that is not in generic and copy mode: " + port);
  }

  @Test
  void checksumsOfAfXdpThatAreLeftOrNotLeftAgainstThePlanAreNamed() {
    assertThat(failures(plan(PortChoice.AF_XDP, true), XDP_KEEPING, IN, true))
        .hasSize(2)
        .containsOnly("Braidwire was to leave checksums to the device: " + XDP_KEEPING);
    assertThat(failures(plan(PortChoice.AF_XDP, false), XDP, Map.of(), true))
        .hasSize(2)
        .containsOnly("Braidwire was to leave nothing to the device: " + XDP);
  }

  @Test
  void offloadsThatAreOnAndNotUsedAreNamed() {
    assertThat(failures(plan(PortChoice.AF_PACKET, true), GIVING, IN, true))
        .containsExactly("Braidwire counted no TX_SUPER_SEGMENTS with offloads on");
    assertThat(failures(plan(PortChoice.AF_PACKET, true), KEEPING, IN, true))
        .containsExactly("Braidwire was to leave super-segments to the device and does not");
    assertThat(failures(plan(PortChoice.AF_PACKET, true), GIVING, Map.of("eth1.TX_SUPER_SEGMENTS", 1L), true))
        .containsExactly("Braidwire counted no RX_SUPER_SEGMENTS from a kernel that leaves them whole");
  }

  @Test
  void offloadsThatAreOffAndUsedAreNamed() {
    assertThat(failures(plan(PortChoice.AF_PACKET, false), KEEPING, BOTH_WAYS, true))
        .containsExactly("Braidwire counter TX_SUPER_SEGMENTS is 5, not 0 where no port has them");
    assertThat(failures(plan(PortChoice.AF_PACKET, false), GIVING, BOTH_WAYS, true))
        .contains("Braidwire was to leave nothing to the device: " + GIVING);
  }

  @Test
  void aTruncatedFrameAndAMissingPortAreNamed() {
    assertThat(failures(plan(PortChoice.AF_XDP, true), XDP, Map.of("eth2.RX_TRUNCATED", 1L), false))
        .containsExactly("Braidwire counter RX_TRUNCATED is 1, not 0");
    final DemoPlan three = new DemoPlan(
        100, 3, false, false, false, false, false, PortChoice.auto().withIo(PortChoice.AF_XDP), 0, null);
    assertThat(failures(three, XDP, Map.of(), false)).containsExactly("Braidwire has 2 ports, not 3");
  }
}
