package org.braidwire.lab;

/** What the kernel on Braidwire's host is beside it. */
public enum LabHost {
  /** It has no addresses on the links and does not forward: it says nothing by itself. */
  BARE,
  /** It has addresses of its own on the links and forwards: unless it is kept silent it answers for all that it sees. */
  ROUTER,
  /** It owns the addresses of Braidwire's paths, of which only some ports are Braidwire's. */
  SHARED;

  /** Braidwire's ports at an address that it shares, as a path writes them. */
  public static final String SHARED_PORTS = "5000-5999";
}
