package org.braidwire.tuning.doctor;

import java.util.List;

/**
 * What helps. A value.
 *
 * @param command what a person would type or do; empty where nothing is to be done
 * @param settings the same as files that {@code doctor --apply} writes and {@code --undo} puts back; empty where it is
 *     not that simple
 * @param onlyByName whether others on this host may suffer, so that it is applied only to whoever asks for it by name
 */
public record Remedy(String command, List<Setting> settings, boolean onlyByName) {
  static final Remedy NONE = new Remedy("", List.of(), false);

  static Remedy command(final String command) {
    return new Remedy(command, List.of(), false);
  }

  static Remedy settings(final String command, final List<Setting> settings) {
    return new Remedy(command, List.copyOf(settings), false);
  }

  static Remedy setting(final String command, final String path, final String value) {
    return settings(command, List.of(new Setting(path, value)));
  }

  Remedy onlyIfAskedFor() {
    return new Remedy(command, settings, true);
  }
}
