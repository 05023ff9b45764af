package org.braidwire.gateway.socks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who may come in, by what passwords. Every check costs the iterations of the costliest user, also for users that there
 * are not: its time says nothing of who there is. Immutable, any thread.
 */
public final class Users implements UserCheck {
  /** Bounds the file, not the gateway's speed. */
  public static final int MAX_USERS = 100_000;

  private final Map<String, PasswordHash> hashes;
  private final int costliest;

  public Users(final Map<String, PasswordHash> hashes) {
    this.hashes = Map.copyOf(hashes);
    costliest = hashes.values().stream()
        .mapToInt(PasswordHash::iterations)
        .max()
        .orElse(PasswordHash.MIN_ITERATIONS);
  }

  /**
   * Reads lines of the form {@code USER:HASH}, see {@link PasswordHash}; empty ones and those that begin with # say
   * nothing.
   *
   * @throws IllegalArgumentException names the line, from 1, and what is wrong, never what stands there
   */
  public static Users parse(final List<String> lines) {
    final Map<String, PasswordHash> hashes = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      final String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        try {
          addLine(line, hashes);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
        }
      }
    }
    return new Users(hashes);
  }

  private static void addLine(final String line, final Map<String, PasswordHash> hashes) {
    final int colon = line.indexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException("not of the form USER:HASH");
    }
    if (hashes.put(line.substring(0, colon), PasswordHash.parse(line.substring(colon + 1))) != null) {
      throw new IllegalArgumentException("the user was named before");
    }
    if (hashes.size() > MAX_USERS) {
      throw new IllegalArgumentException("more than " + MAX_USERS + " users");
    }
  }

  @Override
  public boolean accepts(final String user, final byte[] password) {
    final PasswordHash hash = hashes.get(user);
    if (hash == null) {
      PasswordHash.spend(password, costliest);
      return false;
    }
    final boolean accepted = hash.isOf(password);
    if (hash.iterations() < costliest) {
      PasswordHash.spend(password, costliest - hash.iterations());
    }
    return accepted;
  }
}
