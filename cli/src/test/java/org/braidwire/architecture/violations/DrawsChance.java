package org.braidwire.architecture.violations;

import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/** Each method draws chance from the machine, but for one that is given its source. */
public final class DrawsChance {
  double fraction() {
    return Math.random();
  }

  DoubleSupplier reference() {
    return Math::random;
  }

  int random() {
    return new Random().nextInt();
  }

  int splittable() {
    return new SplittableRandom().nextInt();
  }

  int secure() {
    return new SecureRandom().nextInt();
  }

  int ofThread() {
    return ThreadLocalRandom.current().nextInt();
  }

  int byDefault() {
    return RandomGenerator.getDefault().nextInt();
  }

  UUID identifier() {
    return UUID.randomUUID();
  }

  void shuffled(final List<Integer> list) {
    Collections.shuffle(list);
  }

  int allowedParameter(final RandomGenerator source) {
    return source.nextInt();
  }
}
