package org.braidwire.lab;

/** A process that opens a laboratory, says so and waits to be killed; started by {@link LaboratoryDeathTest}. */
final class LaboratoryChild {
  static final String MAKING = "making";

  private LaboratoryChild() {}

  /** Tells before and after. */
  public static void main(final String[] arguments) throws InterruptedException {
    System.out.println(MAKING);
    final boolean able = Laboratory.unavailableReason().isEmpty();
    final Laboratory laboratory = able ? Laboratory.open(2) : null;
    System.out.println(
        able ? laboratory.namespace(LabSide.KERNEL) + " " + laboratory.namespace(LabSide.WIRE) : "unable");
    Thread.sleep(Long.MAX_VALUE);
  }
}
