package org.braidwire.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.braidwire.architecture.violations.AsksIdentity;
import org.braidwire.architecture.violations.DependsOnHashOrder;
import org.braidwire.architecture.violations.DrawsChance;
import org.braidwire.architecture.violations.ReadsClock;
import org.braidwire.architecture.violations.Waits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each method of a violating class is found by its rule, and a class without fault by none. */
class DeterminismBitesTest {
  static Stream<Arguments> rules() {
    return Stream.of(
        rule(Determinism::noClockIsRead, ReadsClock.class),
        rule(Determinism::nobodyWaits, Waits.class),
        rule(Determinism::noChanceOfItsOwn, DrawsChance.class),
        rule(Determinism::noIdentityHash, AsksIdentity.class),
        rule(Determinism::noHashOrder, DependsOnHashOrder.class));
  }

  private static Arguments rule(
      final Function<DescribedPredicate<JavaClass>, ArchRule> rule, final Class<?> violating) {
    return Arguments.of(rule.apply(DescribedPredicate.alwaysTrue()), violating);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyMethodOfAViolatingClassIsFound(final ArchRule rule, final Class<?> violating) {
    final List<String> found = rule.evaluate(new ClassFileImporter().importClasses(violating))
        .getFailureReport()
        .getDetails();

    final List<String> forbidden = Arrays.stream(violating.getDeclaredMethods())
        .filter(method -> !method.isSynthetic() && !method.getName().startsWith("allowed"))
        .map(method -> violating.getName() + "." + method.getName() + "(")
        .toList();
    assertThat(forbidden).isNotEmpty();
    assertThat(forbidden)
        .allSatisfy(method ->
            assertThat(found).as("faults of %s", method).anyMatch(fault -> fault.contains(method)));
    assertThat(found).noneMatch(fault -> fault.contains(violating.getName() + ".allowed"));
  }
}
