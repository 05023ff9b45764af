package org.braidwire.lab;

/** What the kernel on Braidwire's host is beside it. */
public enum LabHost {
  /** It has no addresses on the links and does not forward: it says nothing by itself. */
  BARE(false, false),
  /** It has addresses of its own on the links and forwards: unless it is kept silent it answers for all that it sees. */
  ROUTER(true, false),
  /** It owns the addresses of Braidwire's paths, of which only some ports are Braidwire's. */
  SHARED(false, true),
  /** It owns the addresses of Braidwire's paths, as one that shares them, and forwards. */
  SHARED_ROUTER(true, true);

  /** Braidwire's ports at an address that it shares, as a path writes them. */
  public static final String SHARED_PORTS = "5000-5999";

  private final boolean forwards;
  private final boolean sharesAddresses;

  LabHost(final boolean forwards, final boolean sharesAddresses) {
    this.forwards = forwards;
    this.sharesAddresses = sharesAddresses;
  }

  /** Whether it forwards what is not its own. */
  public boolean forwards() {
    return forwards;
  }

  /** Whether the addresses of Braidwire's paths are the kernel's, too. */
  public boolean sharesAddresses() {
    return sharesAddresses;
  }
}
