package org.braidwire.lab;

import org.braidwire.testing.Requirement;

/** What tests in the laboratory need. Skips them, or fails them where {@code BRAIDWIRE_REQUIRE} insists. */
public final class LabRequirement {
  private LabRequirement() {}

  /** Namespaces, and a kernel that is a peer. */
  static void laboratory() {
    Requirement.NETNS.require();
    Requirement.TC.require();
    Requirement.MPTCP.require();
  }

  /** That options can be stripped on the way, which needs a kernel and an nft that know them. */
  public static void stripping(final Laboratory laboratory) {
    Requirement.NFT.requireWithout(laboratory.faults().strippingUnavailableReason());
  }
}
