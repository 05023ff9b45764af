package org.braidwire.tuning.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes the settings that findings ask for, and puts them back. Nothing is changed that was not recorded before, what
 * is as it should be is not touched, and one setting that fails does not stop the others. One thread.
 */
public final class Tuner {
  private final Host host;
  private final boolean dryRun;

  /**
   * @param dryRun only to say what would be done
   */
  public Tuner(final Host host, final boolean dryRun) {
    this.host = host;
    this.dryRun = dryRun;
  }

  /**
   * The settings that {@code findings} ask for.
   *
   * @param subjects whose to take, as the findings name them; all that may be taken unasked where it is empty
   * @throws IllegalArgumentException if a subject is none, or has nothing that could be set
   */
  public static List<Setting> settings(final List<Finding> findings, final List<String> subjects) {
    final List<Setting> settings = new ArrayList<>();
    for (final String subject : subjects) {
      settings.addAll(find(findings, subject).remedy().settings());
    }
    if (subjects.isEmpty()) {
      findings.stream()
          .map(Finding::remedy)
          .filter(remedy -> !remedy.onlyByName())
          .forEach(remedy -> settings.addAll(remedy.settings()));
    }
    return settings.stream().distinct().toList();
  }

  private static Finding find(final List<Finding> findings, final String subject) {
    final Finding found = findings.stream()
        .filter(finding -> finding.subject().equalsIgnoreCase(subject.strip()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("'" + subject + "' is nothing that was examined"));
    if (found.status() != Finding.Status.OK && found.remedy().settings().isEmpty()) {
      throw new IllegalArgumentException("'" + found.subject() + "' cannot be applied from here: "
          + found.remedy().command().toLowerCase(Locale.ROOT));
    }
    return found;
  }

  /** Makes the settings; an {@link IOException} means that nothing was changed because nothing can be recorded. */
  public List<Outcome> apply(final List<Setting> settings) throws IOException {
    final List<Outcome> outcomes = new ArrayList<>();
    if (dryRun || settings.isEmpty()) {
      settings.forEach(setting -> outcomes.add(wouldApply(setting)));
      return outcomes;
    }
    try (ChangeRecord record = record()) {
      for (final Setting setting : settings) {
        outcomes.add(apply(setting, record));
      }
    }
    return outcomes;
  }

  private ChangeRecord record() throws IOException {
    try {
      return ChangeRecord.open(host);
    } catch (final FileSystemException refused) {
      throw new IOException(
          "changes cannot be recorded in " + refused.getFile() + " (" + reason(refused)
              + "), so nothing was changed; run as root",
          refused);
    }
  }

  private Outcome wouldApply(final Setting setting) {
    final Optional<String> text = host.read(setting.path());
    if (text.isEmpty()) {
      return Outcome.failed(setting.path(), "cannot be read");
    }
    final String before = Setting.inForce(setting.path(), text.get());
    return Outcome.done(
        setting.path(),
        setting.isInForce(text.get())
            ? "is " + before + " already"
            : before + " would become " + setting.value());
  }

  private Outcome apply(final Setting setting, final ChangeRecord record) {
    final String path = setting.path();
    final Optional<String> text = host.read(path);
    if (text.isEmpty()) {
      return Outcome.failed(path, "cannot be read; not changed");
    }
    final String before = Setting.inForce(path, text.get());
    if (setting.isInForce(text.get())) {
      return Outcome.done(path, "is " + before + " already");
    }
    try {
      record.note(new Applied(namespaceOf(setting), setting, before));
    } catch (final IOException unrecorded) {
      return Outcome.failed(path, "cannot be recorded, so it was not changed: " + reason(unrecorded));
    }
    return outcome(setting, before + " became " + setting.value());
  }

  /** Writes the value and looks whether it is in force. */
  private Outcome outcome(final Setting setting, final String done) {
    final String path = setting.path();
    try {
      Files.write(
          host.at(path),
          (setting.value() + "\n").getBytes(StandardCharsets.US_ASCII),
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING);
    } catch (final IOException refused) {
      return Outcome.failed(path, "did not take " + setting.value() + ": " + reason(refused));
    }
    final String now = host.read(path).orElse("unreadable");
    return setting.isInForce(now)
        ? Outcome.done(path, done)
        : Outcome.failed(path, "took " + setting.value() + " but says " + Setting.inForce(path, now));
  }

  private String namespaceOf(final Setting setting) {
    return setting.isOfNamespace() ? host.networkNamespace() : Applied.ANY_NAMESPACE;
  }

  /** Puts back what was recorded, last change first; an {@link IOException} means that the record is not to be had. */
  public List<Outcome> undo() throws IOException {
    final List<Outcome> outcomes = new ArrayList<>();
    if (dryRun || ChangeRecord.read(host).isEmpty()) {
      for (final Applied change : ChangeRecord.read(host).reversed()) {
        outcomes.add(Outcome.done(
            change.setting().path(),
            change.setting().value() + " would become " + change.before() + " again"));
      }
      return outcomes;
    }
    try (ChangeRecord record = record()) {
      final List<Applied> undone = new ArrayList<>();
      for (final Applied change : record.changes().reversed()) {
        final Outcome outcome = undo(change);
        outcomes.add(outcome);
        if (!outcome.failed()) {
          undone.add(change);
        }
      }
      record.remove(undone);
    }
    return outcomes;
  }

  private Outcome undo(final Applied change) {
    final String path = change.setting().path();
    if (!change.namespace().equals(namespaceOf(change.setting()))) {
      return Outcome.failed(
          path, "was changed in network namespace " + change.namespace() + "; undo it from there");
    }
    final Optional<String> text = host.read(path);
    final Setting back = new Setting(path, change.before());
    if (text.isEmpty()) {
      return Outcome.done(path, "is no longer there");
    }
    if (back.isInForce(text.get())) {
      return Outcome.done(path, "is " + change.before() + " already");
    }
    if (!change.setting().isInForce(text.get())) {
      return Outcome.done(
          path, "is " + Setting.inForce(path, text.get()) + " by somebody else's doing; left as it is");
    }
    return outcome(back, change.setting().value() + " became " + change.before() + " again");
  }

  /** An exception of the file system carries the path alone where its class says the rest. */
  private static String reason(final IOException failure) {
    return failure instanceof FileSystemException refused && refused.getReason() == null
        ? refused.getClass().getSimpleName().replace("Exception", "")
        : failure.getMessage();
  }
}
