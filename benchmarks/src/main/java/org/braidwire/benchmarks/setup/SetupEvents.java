package org.braidwire.benchmarks.setup;

/** What a near end has to tell of the connection in a slot. The near end's thread. */
interface SetupEvents {
  /** The first octet of the answer is there. */
  void firstByte(int slot);

  /** The whole answer was right, and the far end has finished, too: the slot is free. */
  void ended(int slot);
}
