package org.braidwire.lab;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Skips a test where no laboratory can be made; fails instead where {@code BRAIDWIRE_REQUIRE} asks for it. */
final class LabRequirement {
  private LabRequirement() {}

  static void laboratory() {
    check(Laboratory.unavailableReason(), "netns");
  }

  static void stripping(final Laboratory laboratory) {
    check(laboratory.faults().strippingUnavailableReason(), "nftables");
  }

  private static void check(final Optional<String> reason, final String feature) {
    if (reason.isEmpty()) {
      return;
    }
    final String required = System.getenv().getOrDefault("BRAIDWIRE_REQUIRE", "");
    if (("," + required + ",").contains("," + feature + ",")) {
      throw new AssertionError("required, but: " + reason.get());
    }
    Assumptions.abort(reason.get());
  }
}
