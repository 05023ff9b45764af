package org.braidwire.lab;

/** A process that opens a laboratory, says so and waits to be killed; started by {@link LaboratoryDeathTest}. */
final class LaboratoryChild {
  private LaboratoryChild() {}

  public static void main(final String[] arguments) throws InterruptedException {
    final Laboratory laboratory = Laboratory.open(2);
    System.out.println(laboratory.namespace(LabSide.KERNEL) + " " + laboratory.namespace(LabSide.WIRE));
    Thread.sleep(Long.MAX_VALUE);
  }
}
