package org.braidwire.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A seed replays only what depends on nothing else: the engine's floors, and what carries frames between its threads. */
@AnalyzeClasses(packages = "org.braidwire", importOptions = ProductionClasses.class)
class DeterminismTest {
  private static final DescribedPredicate<JavaClass> ENGINE = resideInAnyPackage(
      "org.braidwire.stack.base..",
      "org.braidwire.stack.wire..",
      "org.braidwire.stack.net..",
      "org.braidwire.stack.congestion..",
      "org.braidwire.stack.subflow..",
      "org.braidwire.stack.connection..",
      "org.braidwire.stack.path..",
      "org.braidwire.stack.engine..",
      "org.braidwire.scheduler..",
      "org.braidwire.io.frame..",
      "org.braidwire.io.ring..",
      "org.braidwire.io.nic..",
      "org.braidwire.simulation..");

  /** Where the machine's time and chance come in. */
  private static final DescribedPredicate<JavaClass> SOURCES = nameMatching(
          "org\\.braidwire\\.stack\\.base\\..*(Clock|RandomSource).*")
      .forSubtype();

  /** Drives simulations on threads and says how long they took; inside none of them. */
  private static final DescribedPredicate<JavaClass> RUNNER = nameMatching(
          "org\\.braidwire\\.simulation\\.scenario\\.(SeedRunner|PlantedBugHunt).*")
      .forSubtype();

  private static final DescribedPredicate<JavaClass> REPLAYED = ENGINE.and(DescribedPredicate.not(SOURCES))
      .and(DescribedPredicate.not(RUNNER))
      .as("are replayed by a seed");

  @ArchTest
  static final ArchRule NO_CLOCK_IS_READ = Determinism.noClockIsRead(REPLAYED);

  @ArchTest
  static final ArchRule NOBODY_WAITS = Determinism.nobodyWaits(REPLAYED);

  @ArchTest
  static final ArchRule NO_CHANCE_OF_ITS_OWN = Determinism.noChanceOfItsOwn(REPLAYED);

  @ArchTest
  static final ArchRule NO_IDENTITY_HASH = Determinism.noIdentityHash(REPLAYED);

  @ArchTest
  static final ArchRule NO_HASH_ORDER = Determinism.noHashOrder(REPLAYED);
}
