package org.braidwire.simulation.card;

/** A ring whose frames are read, sent and given back as they are given: a port that copies. One thread. */
final class PromptRing implements TransmitRing {
  private final int slots;
  private final CardContext card;
  private int usedSlots;

  PromptRing(final int slots, final CardContext card) {
    this.slots = slots;
    this.card = card;
  }

  @Override
  public int freeSlots() {
    return slots - usedSlots;
  }

  @Override
  public void give(final Outgoing frame, final int slotsTaken) {
    usedSlots += slotsTaken;
    frame.wireFrames().forEach(card::carry);
    frame.release(card.memory());
  }

  @Override
  public void flush() {
    usedSlots = 0;
  }

  @Override
  public void onCarrier() {
    // nothing waits for it
  }

  @Override
  public void close() {
    usedSlots = 0;
  }
}
