package org.braidwire.tuning.doctor;

/**
 * A setting that was made, and what was there before. A value.
 *
 * @param namespace the network namespace that the file was seen from, or "-" where it is the same from everywhere
 * @param setting what was written
 * @param before what was in force, as it can be written back
 */
record Applied(String namespace, Setting setting, String before) {
  static final String ANY_NAMESPACE = "-";
  private static final int FIELDS = 4;

  /** One line of the record; none of the fields holds a tab or a line's end. */
  String line() {
    return String.join("\t", namespace, setting.path(), before, setting.value()) + "\n";
  }

  /** Reads a line; {@link IllegalArgumentException} where it is none. */
  static Applied parse(final String line) {
    final String[] fields = line.split("\t", -1);
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException("not a line of the record: '" + line + "'");
    }
    return new Applied(fields[0], new Setting(fields[1], fields[3]), fields[2]);
  }

  boolean isOf(final String otherNamespace, final String path) {
    return namespace.equals(otherNamespace) && setting.path().equals(path);
  }
}
