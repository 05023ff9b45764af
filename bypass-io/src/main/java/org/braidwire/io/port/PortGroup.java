package org.braidwire.io.port;

/**
 * The ports on one interface that share its traffic, one for each engine of a process: a frame goes to one of them, all
 * frames of a flow to the same. They are opened one after the other by one thread.
 */
public final class PortGroup {
  /** Of a port that has its interface to itself. */
  public static final PortGroup ALONE = new PortGroup(1);

  private static final int NO_ID = -1;

  private final int ports;
  private int id = NO_ID;

  /**
   * @param ports how many will share it
   */
  public PortGroup(final int ports) {
    this.ports = ports;
  }

  /** Whether there is anybody to share with. */
  public boolean isShared() {
    return ports > 1;
  }

  /** Whether a port has been opened, and the kernel has given the group an id. */
  public boolean hasId() {
    return id != NO_ID;
  }

  public int id() {
    return id;
  }

  /** What the kernel calls the group; told once, by the first port. */
  public void id(final int given) {
    assert isShared() && !hasId() : "an id for a group that needs none";
    id = given;
  }
}
