package org.braidwire.gateway.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which word was meant. Stateless. */
final class Similar {
  private static final int MAX_WORD = 64;
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
    final String plain = plain(written.length() > MAX_WORD ? "" : written);
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

  /** Letters that are missing, too many, others, or two in the wrong order: optimal string alignment. */
  private static int edits(final String from, final String to) {
    final int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, from, to, i, j);
      }
    }
    return cost[from.length()][to.length()];
  }

  private static int cheapest(final int[][] cost, final String from, final String to, final int i, final int j) {
    final char last = from.charAt(i - 1);
    final int kept = cost[i - 1][j - 1] + (last == to.charAt(j - 1) ? 0 : 1);
    final int least = Math.min(kept, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    final boolean swapped = i > 1 && j > 1 && last == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
