package org.braidwire.tuning.doctor;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Processors as Linux writes them: lists ({@code 0-3,5}) and masks ({@code 2f}). Stateless. */
public final class CpuList {
  private static final int WORD_BITS = 32;

  /** Bound on a processor's number, as glibc's {@code cpu_set_t}. */
  private static final int MAX_CPUS = 1024;

  private CpuList() {}

  /** Reads a list; {@link IllegalArgumentException} where it is none. */
  public static BitSet parse(final String list) {
    final BitSet cpus = new BitSet();
    for (final String range : list.strip().split(",")) {
      if (range.isEmpty() || range.equals("(null)")) { // what the kernel writes for none
        continue;
      }
      final String[] ends = range.split("-", -1);
      final int first = number(list, ends[0]);
      final int last = ends.length == 1 ? first : number(list, ends[1]);
      if (ends.length > 2 || last < first) {
        throw wrong(list);
      }
      cpus.set(first, last + 1);
    }
    return cpus;
  }

  private static int number(final String list, final String text) {
    if (!text.matches("\\d{1,4}") || Integer.parseInt(text) >= MAX_CPUS) {
      throw wrong(list);
    }
    return Integer.parseInt(text);
  }

  private static IllegalArgumentException wrong(final String list) {
    return new IllegalArgumentException("'" + list + "' is not a list of processors such as 2 or 0-3,5");
  }

  /** The same as text, or "none". */
  public static String format(final BitSet cpus) {
    final List<String> ranges = new ArrayList<>();
    for (int first = cpus.nextSetBit(0); first >= 0; ) {
      final int end = cpus.nextClearBit(first);
      ranges.add(end - 1 == first ? Integer.toString(first) : first + "-" + (end - 1));
      first = cpus.nextSetBit(end);
    }
    return ranges.isEmpty() ? "none" : String.join(",", ranges);
  }

  /** The mask with one processor, in the kernel's words of 32 bits. */
  static String mask(final int cpu) {
    final StringBuilder text = new StringBuilder(Integer.toHexString(1 << cpu % WORD_BITS));
    return text.append(",00000000".repeat(cpu / WORD_BITS)).toString();
  }

  /** Whether a mask has no processor in it. */
  static boolean isEmptyMask(final String mask) {
    return mask.replaceAll("[0,\\s]", "").isEmpty();
  }
}
