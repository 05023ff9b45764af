package org.braidwire.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.braidwire.simulation.check.Coverage;
import org.braidwire.simulation.network.SimulationFailure;
import org.braidwire.stack.base.PlantedBug;
import org.junit.jupiter.api.Test;

/** Needs {@code -Dbraidwire.planted.bugs=true}, which this module's tests run with. */
class PlantedBugHuntTest {
  /** What {@code sim --planted} does: as many seeds as the hunts needed must pass with nothing planted. */
  @Test
  void everyPlantedBugIsFoundAndTheControlRunIsClean() {
    final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    final boolean good = PlantedBugHunt.run(1, 2, lines::add);

    assertThat(good).as(String.join("\n", lines)).isTrue();
    assertThat(lines).filteredOn(line -> line.contains(" found by seed ")).hasSize(PlantedBug.values().length);
    assertThat(lines).last().asString().matches("control run without any bug: (\\d+) of \\1 seeds clean");
  }

  @Test
  void aMishapOnTheWayIsNoBugThatWasFound() {
    assertThat(result(new SimulationFailure("S1", "broken")).brokeARule()).isTrue();
    assertThat(result(new AssertionError("frames leaked")).brokeARule()).isTrue();
    assertThat(result(new IllegalStateException("no free port")).brokeARule())
        .isFalse();
    assertThat(result(null).brokeARule()).isFalse();
  }

  private static SeedResult result(final Throwable failure) {
    return new SeedResult(1, 0, 0, 0, "", new Coverage(), failure);
  }
}
