package org.braidwire.stack.base;

/**
 * Faults that the tests can plant to prove that they would be found. Without the system property
 * {@code braidwire.planted.bugs} the question is a constant {@code false} and the compiler removes it.
 */
public enum PlantedBug {
  DATA_ACK_BEFORE_REASSEMBLY,
  LATE_COPY_NOT_ACKNOWLEDGED,
  WINDOW_WITHOUT_DATA_ACK,
  BUFFER_FREED_AT_DATA_ACK,
  DSN_PROMOTION_AT_WRAP,
  SWAPPED_BYTES_AT_REINJECTION,
  DATA_FIN_LOST_WITH_LAST_MAPPING,
  HMAC_NOT_CHECKED,
  RTO_NOT_RESTARTED_AFTER_LINK_UP,
  FRAME_LEAK_ON_OUT_OF_WINDOW,
  PAYLOAD_RELEASED_BEFORE_COMPLETION,
  HEADER_PATCHED_UNDER_DESCRIPTOR,
  MAPPING_NARROWED_AT_RETRANSMISSION,
  RUN_BEYOND_WINDOW;

  private static final boolean POSSIBLE = Boolean.getBoolean("braidwire.planted.bugs");
  private static final ThreadLocal<PlantedBug> PLANTED = new ThreadLocal<>();

  /** Whether this bug is planted on the calling thread. */
  public boolean isPlanted() {
    return POSSIBLE && PLANTED.get() == this;
  }

  /** Plants one bug, or none for {@code null}, on the calling thread. */
  public static void plant(final PlantedBug bug) {
    if (!POSSIBLE && bug != null) {
      throw new IllegalStateException("planting needs -Dbraidwire.planted.bugs=true");
    }
    PLANTED.set(bug);
  }
}
