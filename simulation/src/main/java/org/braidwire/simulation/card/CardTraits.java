package org.braidwire.simulation.card;

/** How a simulated card sends and receives. */
public record CardTraits(TransmitTraits transmit, ReceiveTraits receive) {
  /** One that does nothing by itself and is never late. */
  public static final CardTraits PLAIN = new CardTraits(TransmitTraits.PLAIN, ReceiveTraits.PLAIN);
}
