package org.braidwire.gateway.tunnel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys that an exit accepts: more than one while they are being changed. Immutable, any thread. */
public final class TunnelKeys {
  public static final int MAX_KEYS = 16;

  private final Map<Integer, TunnelKey> byId = new HashMap<>();

  /** One to {@link #MAX_KEYS} keys with different numbers. */
  public TunnelKeys(final List<TunnelKey> keys) {
    if (keys.isEmpty() || keys.size() > MAX_KEYS) {
      throw new IllegalArgumentException(keys.size() + " keys are not from 1 to " + MAX_KEYS);
    }
    for (final TunnelKey key : keys) {
      if (byId.put(key.id(), key) != null) {
        throw new IllegalArgumentException("two keys have the number " + Integer.toUnsignedString(key.id()));
      }
    }
  }

  Optional<TunnelKey> find(final int id) {
    return Optional.ofNullable(byId.get(id));
  }
}
