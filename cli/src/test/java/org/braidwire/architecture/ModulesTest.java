package org.braidwire.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between modules, where FFM lives, and that no two packages lean on each other. */
@AnalyzeClasses(packages = "org.braidwire", importOptions = ProductionClasses.class)
class ModulesTest {
  private static final String IO = "org.braidwire.io..";
  private static final String SCHEDULER = "org.braidwire.scheduler..";
  private static final String STACK = "org.braidwire.stack..";
  private static final String SIMULATION = "org.braidwire.simulation..";
  private static final String LAB = "org.braidwire.lab..";
  private static final String TUNING = "org.braidwire.tuning..";
  private static final String BENCHMARKS = "org.braidwire.benchmarks..";
  private static final String GATEWAY = "org.braidwire.gateway..";
  private static final String CLI = "org.braidwire.cli..";

  @ArchTest
  static final ArchRule PACKETS_KNOW_NOTHING_OF_TCP = noClasses()
      .that()
      .resideInAPackage(IO)
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(SCHEDULER, STACK, SIMULATION, LAB, TUNING, BENCHMARKS, GATEWAY, CLI);

  @ArchTest
  static final ArchRule THE_SCHEDULER_STANDS_ON_THE_JDK_ALONE = classes()
      .that()
      .resideInAPackage(SCHEDULER)
      .should()
      .onlyDependOnClassesThat()
      .resideInAnyPackage("java..", SCHEDULER)
      .allowEmptyShould(true);

  @ArchTest
  static final ArchRule THE_STACK_KNOWS_NO_USER_OF_IT = noClasses()
      .that()
      .resideInAPackage(STACK)
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(SIMULATION, LAB, TUNING, BENCHMARKS, GATEWAY, CLI);

  @ArchTest
  static final ArchRule THE_SIMULATION_STANDS_ON_THE_STACK = noClasses()
      .that()
      .resideInAnyPackage(SIMULATION, LAB)
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(TUNING, BENCHMARKS, CLI)
      .allowEmptyShould(true);

  @ArchTest
  static final ArchRule TUNING_STANDS_ON_THE_STACK = noClasses()
      .that()
      .resideInAPackage(TUNING)
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(SIMULATION, LAB, BENCHMARKS, CLI);

  @ArchTest
  static final ArchRule THE_GATEWAY_STANDS_ON_THE_STACK = noClasses()
      .that()
      .resideInAPackage(GATEWAY)
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(SIMULATION, LAB, TUNING, BENCHMARKS, CLI);

  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_USES_THE_GATEWAY = noClasses()
      .that()
      .resideOutsideOfPackages(GATEWAY, CLI)
      .should()
      .dependOnClassesThat()
      .resideInAPackage(GATEWAY);

  @ArchTest
  static final ArchRule TOML_STAYS_IN_THE_CONFIGURATION = noClasses()
      .that()
      .resideOutsideOfPackage("org.braidwire.gateway.config..")
      .should()
      .dependOnClassesThat()
      .resideInAPackage("org.tomlj..");

  @ArchTest
  static final ArchRule NOTHING_USES_THE_COMMAND = noClasses()
      .that()
      .resideOutsideOfPackage(CLI)
      .should()
      .dependOnClassesThat()
      .resideInAPackage(CLI);

  @ArchTest
  static final ArchRule ALL_SYSTEM_CALLS_ARE_IN_ONE_PACKAGE = noClasses()
      .that()
      .resideOutsideOfPackage("org.braidwire.io.linux..")
      .should()
      .dependOnClassesThat(DescribedPredicate.describe("call native functions", Ffm::isCallMachinery));

  @ArchTest
  static final ArchRule NO_PACKAGE_CYCLES =
      slices().matching("org.braidwire.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NO_UNSAFE = noClasses()
      .should()
      .dependOnClassesThat(resideInAnyPackage("sun..", "jdk.internal..", "com.sun.."))
      .because("the JDK's inside is not ours");
}
