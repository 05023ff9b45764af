package org.braidwire.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** The floors of the stack: imports only look down. Time and chance come in as parameters. */
@AnalyzeClasses(packages = "org.braidwire", importOptions = ProductionClasses.class)
class FloorsTest {
  private static final String STACK = "org.braidwire.stack.";

  /** From the ground up. */
  private static final List<String> FLOORS =
      List.of("base", "wire", "net", "congestion", "subflow", "connection", "path", "engine", "api");

  private static final String PORTS = "org.braidwire.io.port..";
  private static final String SCHEDULER = "org.braidwire.scheduler..";

  @ArchTest
  static void importsOnlyLookDown(final JavaClasses classes) {
    for (int floor = 0; floor < FLOORS.size() - 1; floor++) {
      final String[] above = FLOORS.subList(floor + 1, FLOORS.size()).stream()
          .map(name -> STACK + name + "..")
          .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(STACK + FLOORS.get(floor) + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(above)
          .allowEmptyShould(true)
          .check(classes);
    }
  }

  @ArchTest
  static final ArchRule EVERY_PACKAGE_OF_THE_STACK_IS_A_FLOOR = noClasses()
      .that()
      .resideOutsideOfPackages(
          FLOORS.stream().map(name -> STACK + name + "..").toArray(String[]::new))
      .should()
      .resideInAPackage(STACK + ".");

  @ArchTest
  static final ArchRule ONLY_NET_AND_ENGINE_USE_PORTS = noClasses()
      .that()
      .resideInAPackage("org.braidwire.stack..")
      .and()
      .resideOutsideOfPackages(STACK + "net..", STACK + "engine..", STACK + "api..")
      .should()
      .dependOnClassesThat()
      .resideInAPackage(PORTS);

  @ArchTest
  static final ArchRule ONLY_THE_CONNECTION_AND_ABOVE_KNOW_SCHEDULERS = noClasses()
      .that()
      .resideInAnyPackage(
          STACK + "base..", STACK + "wire..", STACK + "net..", STACK + "congestion..", STACK + "subflow..")
      .should()
      .dependOnClassesThat()
      .resideInAPackage(SCHEDULER);

  @ArchTest
  static final ArchRule TIME_AND_CHANCE_ARE_PARAMETERS = noClasses()
      .that()
      .resideInAnyPackage("org.braidwire.stack..", SCHEDULER)
      .and()
      .haveNameNotMatching("org\\.braidwire\\.stack\\.base\\..*(Clock|RandomSource).*")
      .and()
      // The application's threads wait by the machine's clock; the engine and all it calls never see these.
      .haveNameNotMatching("org\\.braidwire\\.stack\\.api\\.(Waiter|Braidwire|PathOpener).*")
      .should()
      .callMethod(System.class, "nanoTime")
      .orShould()
      .callMethod(System.class, "currentTimeMillis")
      .orShould()
      .callMethod(Math.class, "random")
      .orShould()
      .dependOnClassesThat()
      .haveFullyQualifiedName("java.security.SecureRandom")
      .orShould()
      .dependOnClassesThat()
      .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
      .orShould()
      .dependOnClassesThat()
      .haveFullyQualifiedName("java.util.Random")
      .orShould()
      .dependOnClassesThat()
      .haveFullyQualifiedName("java.time.Instant");
}
