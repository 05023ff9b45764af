package org.braidwire.gateway.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which word was meant. Stateless. */
final class Similar {
  private static final int MAX_EDITS = 2;
  private static final int LETTERS_AN_EDIT = 3;

  private Similar() {}

  /** {@code ; did you mean "word"?}, or which words there are. */
  static String hint(final String written, final Collection<String> words) {
    return nearest(written, words)
        .map(word -> "; did you mean \"" + word + "\"?")
        .orElseGet(() -> "; known are: " + String.join(", ", words));
  }

  static Optional<String> nearest(final String written, final Collection<String> words) {
    final String plain = plain(written);
    return words.stream()
        .filter(word -> isNear(plain, plain(word)))
        .min(Comparator.comparingInt(word -> edits(plain, plain(word))));
  }

  private static String plain(final String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  private static boolean isNear(final String written, final String word) {
    return edits(written, word) <= Math.min(MAX_EDITS, Math.max(1, written.length() / LETTERS_AN_EDIT))
        || !written.isEmpty() && (word.startsWith(written + "_") || written.startsWith(word + "_"));
  }

  /** Levenshtein's distance. */
  private static int edits(final String from, final String to) {
    int[] above = new int[to.length() + 1];
    for (int j = 0; j < above.length; j++) {
      above[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      final int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        final int changed = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[to.length()];
  }
}
