package org.braidwire.stack.base;

/**
 * How a counters file is laid out: a header of ours, then the two buffers of Agrona's {@code CountersReader}, so that
 * any tool that reads those reads ours. In the machine's byte order; offsets and lengths are octets.
 *
 * <pre>
 * 0                    header: who publishes, and when last
 * HEADER_BYTES         one metadata record a counter: state, type, key, label
 *  + capacity x 512    one value record a counter: the value alone on two cache lines
 * </pre>
 *
 * <p>The publisher does not use Agrona's writer, which wants a JVM flag that the library does without.
 */
public final class CountersLayout {
  /** Written last, when the file is ready to be read: "BWCOUNTS". */
  public static final long MAGIC = 0x5354_4e55_4f43_5742L;

  public static final int VERSION = 1;

  /** Bound on the counters of one file. */
  public static final int MAX_COUNTERS = 4096;

  public static final int MAGIC_OFFSET = 0;
  public static final int VERSION_OFFSET = 8;
  public static final int CAPACITY_OFFSET = 12;
  public static final int PID_OFFSET = 16;
  public static final int START_TICKS_OFFSET = 24;
  public static final int PID_NAMESPACE_OFFSET = 32;

  /** When values were last stored, by the machine's monotonic clock, nanoseconds. */
  public static final int PUBLISHED_NS_OFFSET = 40;

  public static final int HEADER_BYTES = 128;

  /** Agrona's metadata record. */
  public static final int METADATA_BYTES = 512;

  public static final int STATE_OFFSET = 0;
  public static final int TYPE_OFFSET = 4;
  public static final int KEY_OFFSET = 16;
  public static final int MAX_KEY_BYTES = 112;
  public static final int LABEL_LENGTH_OFFSET = 128;
  public static final int LABEL_OFFSET = 132;
  public static final int MAX_LABEL_BYTES = 380;

  /** Agrona's value record. */
  public static final int VALUE_BYTES = 128;

  public static final int STATE_ALLOCATED = 1;
  public static final int STATE_RECLAIMED = -1;

  /** Our key: the engine's number, then the length and the text of the scope (an interface, a listening port). */
  public static final int KEY_ENGINE_OFFSET = 0;

  public static final int KEY_SCOPE_LENGTH_OFFSET = 4;
  public static final int KEY_SCOPE_OFFSET = 8;

  private CountersLayout() {}

  public static long fileBytes(final int capacity) {
    return HEADER_BYTES + (long) capacity * (METADATA_BYTES + VALUE_BYTES);
  }

  static int metadataAt(final int id) {
    return HEADER_BYTES + id * METADATA_BYTES;
  }

  static int valueAt(final int capacity, final int id) {
    return HEADER_BYTES + capacity * METADATA_BYTES + id * VALUE_BYTES;
  }
}
