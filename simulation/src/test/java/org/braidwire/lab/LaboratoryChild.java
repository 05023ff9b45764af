package org.braidwire.lab;

import java.util.List;

/**
 * A process that opens a laboratory, says so and waits to be killed, or one that waits for a command; started by
 * {@link LaboratoryDeathTest}.
 */
final class LaboratoryChild {
  static final String MAKING = "making";

  /** The argument that makes it wait for a command. */
  static final String COMMAND = "command";

  private LaboratoryChild() {}

  /** Tells before and after. */
  public static void main(final String[] arguments) throws InterruptedException {
    System.out.println(MAKING);
    final boolean able = Laboratory.unavailableReason().isEmpty();
    if (List.of(arguments).contains(COMMAND)) {
      LabCommand.run("sleep", "15");
    }
    final Laboratory laboratory = able ? Laboratory.open(2) : null;
    System.out.println(
        able ? laboratory.namespace(LabSide.KERNEL) + " " + laboratory.namespace(LabSide.WIRE) : "unable");
    Thread.sleep(Long.MAX_VALUE);
  }
}
