package org.braidwire.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/**
 * What would make two runs of one seed differ. Each rule is for any classes, so that a test can show it to bite: a
 * call, a construction and a method reference alike.
 */
final class Determinism {
  private static final Set<String> CLOCKS = Set.of(
      "java.lang.System.nanoTime",
      "java.lang.System.currentTimeMillis",
      "java.time.Instant.now",
      "java.time.LocalDateTime.now",
      "java.time.LocalTime.now",
      "java.time.ZonedDateTime.now",
      "java.time.Clock.systemUTC",
      "java.time.Clock.systemDefaultZone",
      "java.util.Date.<init>");

  private static final Set<String> WAITS = Set.of(
      "java.lang.Thread.sleep",
      "java.lang.Thread.join",
      "java.lang.Thread.yield",
      "java.lang.Object.wait",
      "java.util.concurrent.TimeUnit.sleep",
      "java.util.concurrent.locks.LockSupport.park",
      "java.util.concurrent.locks.LockSupport.parkNanos",
      "java.util.concurrent.locks.LockSupport.parkUntil");

  private static final Set<String> CHANCES = Set.of(
      "java.lang.Math.random",
      "java.util.Random.<init>",
      "java.util.SplittableRandom.<init>",
      "java.security.SecureRandom.<init>",
      "java.util.concurrent.ThreadLocalRandom.current",
      "java.util.random.RandomGenerator.getDefault",
      "java.util.random.RandomGenerator.of",
      "java.util.UUID.randomUUID",
      "java.util.Collections.shuffle");

  private static final Set<String> IDENTITIES = Set.of("java.lang.System.identityHashCode", "java.util.Objects.hash");

  /** Java's own immutable sets are in an order that differs from one start of the JVM to the next. */
  private static final Set<String> ORDERS = Set.of(
      "java.util.HashMap.<init>",
      "java.util.HashSet.<init>",
      "java.util.IdentityHashMap.<init>",
      "java.util.WeakHashMap.<init>",
      "java.util.Hashtable.<init>",
      "java.util.concurrent.ConcurrentHashMap.<init>",
      "java.util.concurrent.ConcurrentHashMap.newKeySet",
      "java.util.Set.of",
      "java.util.Set.copyOf",
      "java.util.Map.of",
      "java.util.Map.copyOf",
      "java.util.Map.ofEntries",
      "java.util.stream.Collectors.toSet",
      "java.util.stream.Collectors.toMap",
      "java.util.stream.Collectors.groupingBy",
      "java.util.Collection.parallelStream",
      "java.util.List.parallelStream");

  private Determinism() {}

  static ArchRule noClockIsRead(final DescribedPredicate<JavaClass> where) {
    return nothing(where, "read a clock", access -> CLOCKS.contains(name(access)))
        .because("time comes in as a parameter");
  }

  static ArchRule nobodyWaits(final DescribedPredicate<JavaClass> where) {
    return nothing(where, "wait", access -> WAITS.contains(name(access)))
        .because("an engine that waits stands still for all its connections, and a simulation for ever");
  }

  static ArchRule noChanceOfItsOwn(final DescribedPredicate<JavaClass> where) {
    return nothing(where, "draw chance", access -> CHANCES.contains(name(access)))
        .because("chance comes from one source, which is a parameter");
  }

  static ArchRule noIdentityHash(final DescribedPredicate<JavaClass> where) {
    return nothing(
            where,
            "use an identity hash",
            access -> IDENTITIES.contains(name(access)) || isInheritedHashCode(access))
        .because("it differs from run to run");
  }

  static ArchRule noHashOrder(final DescribedPredicate<JavaClass> where) {
    return nothing(where, "make a collection without an order", access -> ORDERS.contains(name(access)))
        .because("whoever walks through it does so in an order that no seed decides");
  }

  private static ArchRule nothing(
      final DescribedPredicate<JavaClass> where,
      final String what,
      final java.util.function.Predicate<JavaAccess<?>> forbidden) {
    return noClasses().that(where).should().accessTargetWhere(describe(what, forbidden));
  }

  private static String name(final JavaAccess<?> access) {
    return access.getTargetOwner().getName() + "." + access.getName();
  }

  /** {@code hashCode()} of a class that does not say what its hash is; of an enum's constant, too. */
  private static boolean isInheritedHashCode(final JavaAccess<?> access) {
    if (!access.getName().equals("hashCode")
        || !(access.getTarget() instanceof CodeUnitAccessTarget target)
        || !target.getRawParameterTypes().isEmpty()) {
      return false;
    }
    final String said = target.resolveMember()
        .map(JavaMember::getOwner)
        .map(JavaClass::getName)
        .orElse(access.getTargetOwner().getName());
    return said.equals(Object.class.getName()) || said.equals(Enum.class.getName());
  }
}
