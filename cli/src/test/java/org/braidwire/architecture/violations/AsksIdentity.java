package org.braidwire.architecture.violations;

import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Each method uses a hash that differs from run to run, but for those of values. */
public final class AsksIdentity {
  int identity() {
    return System.identityHashCode(this);
  }

  int ofObject(final Object any) {
    return any.hashCode();
  }

  int ofItself() {
    return hashCode();
  }

  int ofEnum(final TimeUnit unit) {
    return unit.hashCode();
  }

  int ofSeveral(final Object one, final Object other) {
    return Objects.hash(one, other);
  }

  int allowedString(final String text) {
    return text.hashCode();
  }

  int allowedLong(final long number) {
    return Long.hashCode(number);
  }
}
