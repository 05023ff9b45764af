package org.braidwire.gateway.socks;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.braidwire.gateway.base.Utf8;

/**
 * A password as it is stored: salted, and slow to try (RFC 8018 section 5.2 with HMAC-SHA-256). Written
 * {@code pbkdf2-sha256$ITERATIONS$SALT$HASH}, the last two in base64. Immutable, any thread.
 */
public final class PasswordHash {
  /** Fewer would make a stolen file cheap to try. */
  public static final int MIN_ITERATIONS = 210_000;

  /** More would let one line of a file stand still the processors, some seconds a try. */
  public static final int MAX_ITERATIONS = 10_000_000;

  private static final String SCHEME = "pbkdf2-sha256";
  private static final int MIN_SALT_BYTES = 16;
  private static final int MAX_SALT_BYTES = 64;
  private static final int HASH_BYTES = 32;
  private static final Pattern STORED = Pattern.compile(
      Pattern.quote(SCHEME) + "\\$(\\d{1,9})\\$([A-Za-z0-9+/=]{1,100})\\$([A-Za-z0-9+/=]{1,100})");

  private final int iterations;
  private final byte[] salt;
  private final byte[] hash;

  private PasswordHash(final int iterations, final byte[] salt, final byte[] hash) {
    this.iterations = iterations;
    this.salt = salt;
    this.hash = hash;
  }

  /**
   * Reads the stored form.
   *
   * @throws IllegalArgumentException says what is wrong, without the text
   */
  public static PasswordHash parse(final String stored) {
    final Matcher parts = STORED.matcher(stored);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "not of the form " + SCHEME + "$ITERATIONS$SALT$HASH, the last two in base64");
    }
    final byte[] salt = base64(parts.group(2), "salt");
    final byte[] hash = base64(parts.group(3), "hash");
    if (salt.length < MIN_SALT_BYTES || salt.length > MAX_SALT_BYTES) {
      throw new IllegalArgumentException(
          "a salt of " + salt.length + " octets is not from " + MIN_SALT_BYTES + " to " + MAX_SALT_BYTES);
    }
    if (hash.length != HASH_BYTES) {
      throw new IllegalArgumentException("a hash of " + hash.length + " octets instead of " + HASH_BYTES);
    }
    return new PasswordHash(checked(Integer.parseInt(parts.group(1))), salt, hash);
  }

  /**
   * Hashes a new password.
   *
   * @param password 1 to 255 octets of UTF-8, as RFC 1929 can carry them
   * @param chance where the salt comes from: a {@link java.security.SecureRandom}
   */
  public static PasswordHash create(final byte[] password, final int iterations, final RandomGenerator chance) {
    if (password.length == 0 || password.length > 255 || !isUtf8(password)) {
      throw new IllegalArgumentException("a password is 1 to 255 octets of UTF-8 without control characters");
    }
    final byte[] salt = new byte[MIN_SALT_BYTES];
    chance.nextBytes(salt);
    return new PasswordHash(iterations, salt, derive(password, salt, checked(iterations)));
  }

  /** The stored form. */
  public String stored() {
    final Base64.Encoder base64 = Base64.getEncoder();
    return SCHEME + "$" + iterations + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
  }

  /** Without salt and hash. */
  @Override
  public String toString() {
    return "a password hashed " + iterations + " times";
  }

  int iterations() {
    return iterations;
  }

  /** Whether the hash is of {@code password}; takes {@link #iterations} whatever it is. */
  boolean isOf(final byte[] password) {
    // What is not UTF-8 is hashed with replacements, for its time alone.
    final byte[] derived = derive(password, salt, iterations);
    return isUtf8(password) && MessageDigest.isEqual(derived, hash);
  }

  /** Takes the time of {@code iterations}, and no more comes of it. */
  static void spend(final byte[] password, final int iterations) {
    final byte[] unused = derive(password, new byte[MIN_SALT_BYTES], iterations);
    assert unused.length == HASH_BYTES;
  }

  private static byte[] derive(final byte[] password, final byte[] salt, final int iterations) {
    final CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(password));
    final char[] text = new char[decoded.remaining()];
    decoded.get(text);
    final PBEKeySpec spec = new PBEKeySpec(text, salt, iterations, HASH_BYTES * Byte.SIZE);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(spec)
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no PBKDF2 with HMAC-SHA-256", e);
    } finally {
      spec.clearPassword();
      Arrays.fill(text, '\0');
      Arrays.fill(decoded.array(), '\0');
    }
  }

  private static boolean isUtf8(final byte[] password) {
    return Utf8.decode(ByteBuffer.wrap(password)).isPresent();
  }

  private static int checked(final int iterations) {
    if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
      throw new IllegalArgumentException(
          iterations + " iterations are not from " + MIN_ITERATIONS + " to " + MAX_ITERATIONS);
    }
    return iterations;
  }

  private static byte[] base64(final String text, final String what) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the " + what + " is not base64", e);
    }
  }
}
