package org.braidwire.tuning.doctor;

import java.util.BitSet;
import java.util.List;

/**
 * What is to be examined beside the host as a whole.
 *
 * @param interfaces the links that Braidwire is to use, by name
 * @param engineCpus processors meant for engines; empty to take those that the kernel isolates
 */
public record DoctorPlan(List<String> interfaces, BitSet engineCpus) {
  /** Neither. */
  public static DoctorPlan hostOnly() {
    return new DoctorPlan(List.of(), new BitSet());
  }
}
