package org.braidwire.simulation.check;

import java.util.Map;
import java.util.TreeMap;

/** A set of positions as half-open ranges that neither touch nor overlap. */
final class RangeSet {
  private final TreeMap<Long, Long> ends = new TreeMap<>();

  /** Adds [from, to). */
  void add(final long from, final long to) {
    if (to <= from) {
      return;
    }
    long start = from;
    long end = to;
    Map.Entry<Long, Long> near = ends.floorEntry(end);
    while (near != null && near.getValue() >= start) {
      start = Math.min(start, near.getKey());
      end = Math.max(end, near.getValue());
      ends.remove(near.getKey());
      near = ends.floorEntry(end);
    }
    ends.put(start, end);
  }

  /** Whether any of [from, to) is in it. */
  boolean meets(final long from, final long to) {
    final Map.Entry<Long, Long> before = ends.lowerEntry(to);
    return before != null && before.getValue() > from;
  }

  /** Where the first gap at or after {@code from} begins. */
  long contiguousFrom(final long from) {
    final Map.Entry<Long, Long> range = ends.floorEntry(from);
    return range == null || range.getValue() < from ? from : range.getValue();
  }
}
