package org.braidwire.simulation.card;

/** Where a card keeps what it was given and has not finished with. One thread. */
interface TransmitRing {
  /** Descriptors free. */
  int freeSlots();

  /** Takes a frame for which there are free descriptors, and the references that it holds. */
  void give(Outgoing frame, int slots);

  /** Tells the card of what it was given, and takes back what it has finished with. */
  void flush();

  /** The cable has its carrier again. */
  void onCarrier();

  /** Gives every reference back; what was not read yet is lost. */
  void close();
}
