package org.braidwire.io.port;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/**
 * The ports on one interface that share its traffic, one for each engine of a process: a frame goes to one of them, all
 * frames of a flow to the same. They are opened one after the other at the start; an interface that comes back is opened
 * again by each port's own thread. Any thread.
 */
public final class PortGroup {
  /** Of a port that has its interface to itself. */
  public static final PortGroup ALONE = new PortGroup(1);

  /** Of a group that no port has joined yet. */
  public static final int NO_ID = -1;

  private final int ports;

  /** By the index of the interface: one that has gone and one that came back are held at once for a moment. */
  private final Map<Integer, Shared> shared = new HashMap<>();

  private int id = NO_ID;
  private int interfaceOfId;

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

  /**
   * Has one port after the other join those on an interface.
   *
   * @param joining joins and returns what the kernel calls the group; is given that, or {@link #NO_ID} for the first
   */
  public synchronized void join(final int interfaceIndex, final IntUnaryOperator joining) {
    assert isShared() : "an id for a group that needs none";
    id = joining.applyAsInt(interfaceIndex == interfaceOfId ? id : NO_ID);
    interfaceOfId = interfaceIndex;
  }

  /**
   * What the ports on an interface have one of together, begun for the first of them and ended with the last.
   *
   * @param begin begins it and returns how it is ended
   * @return ends the caller's part in it, to be called once
   */
  public synchronized Runnable share(final int interfaceIndex, final Supplier<Runnable> begin) {
    if (!isShared()) {
      return begin.get();
    }
    final Shared thing = shared.computeIfAbsent(interfaceIndex, index -> new Shared(begin.get()));
    thing.holders++;
    return () -> leave(interfaceIndex, thing);
  }

  private synchronized void leave(final int interfaceIndex, final Shared thing) {
    if (--thing.holders == 0) {
      shared.remove(interfaceIndex, thing);
      thing.end.run();
    }
  }

  private static final class Shared {
    private final Runnable end;
    private int holders;

    Shared(final Runnable end) {
      this.end = end;
    }
  }
}
