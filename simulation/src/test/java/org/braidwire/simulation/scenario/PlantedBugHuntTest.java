package org.braidwire.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.stack.base.PlantedBug;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Needs {@code -Dbraidwire.planted.bugs=true}, which this module's tests run with. */
class PlantedBugHuntTest {
  @ParameterizedTest
  @EnumSource(PlantedBug.class)
  void everyPlantedBugIsFound(final PlantedBug bug) {
    assertThat(PlantedBugHunt.hunt(bug, 1, 2))
        .as("a seed that finds " + bug)
        .isNotNull();
  }
}
