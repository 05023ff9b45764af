package org.braidwire.stack.base;

/** What a published number belongs to, and whether it only grows. The type of a record in a counters file. */
public enum PublishedKind {
  /** Events of an engine, see {@link Counter}. */
  ENGINE(1, true),
  /** What an engine has now: open connections, free memory. */
  ENGINE_GAUGE(2, false),
  /** Frames dropped, see {@link DropReason}. */
  DROP(3, true),
  /** What a port has seen; the scope is the interface. */
  PORT(4, true),
  /** How a port stands now. */
  PORT_GAUGE(5, false),
  /** What came to a listener; the scope is its port number. */
  LISTENER(6, true);

  private final int typeId;
  private final boolean total;

  PublishedKind(final int typeId, final boolean total) {
    this.typeId = typeId;
    this.total = total;
  }

  /** As the file has it. */
  public int typeId() {
    return typeId;
  }

  /** Whether it only grows, so that a rate makes sense. */
  public boolean isTotal() {
    return total;
  }

  /** The kind of a record, or null for one that this version does not know. */
  public static PublishedKind of(final int typeId) {
    for (final PublishedKind kind : values()) {
      if (kind.typeId == typeId) {
        return kind;
      }
    }
    return null;
  }
}
