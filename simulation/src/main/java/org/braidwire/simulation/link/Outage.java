package org.braidwire.simulation.link;

/** How a link is out of order as a whole. */
public enum Outage {
  NONE,
  /** Frames vanish, the carrier stays up: nobody is told. */
  SILENT,
  /** The carrier is gone: both ends see their link down. */
  CARRIER_DOWN
}
