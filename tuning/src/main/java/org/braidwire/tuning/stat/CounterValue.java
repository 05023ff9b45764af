package org.braidwire.tuning.stat;

import org.braidwire.stack.base.PublishedKind;

/**
 * One published number as it stood. A value.
 *
 * @param engine which engine of the process, from 1
 * @param kind what it belongs to
 * @param scope the interface or the listening port it counts for, or empty
 * @param name the counter's name
 * @param value the number
 */
public record CounterValue(int engine, PublishedKind kind, String scope, String name, long value) {

  /** Whether {@code other} is the same counter, at another time. */
  boolean isSameCounter(final CounterValue other) {
    return engine == other.engine && kind == other.kind && scope.equals(other.scope) && name.equals(other.name);
  }
}
