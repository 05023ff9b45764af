package org.braidwire.gateway.config;

import java.io.IOException;
import java.nio.file.Path;

/** Looks at the files and variables with secrets. Tells neither what is in them nor their names. One thread. */
final class SecretChecks {
  private final Draft draft;
  private final Problems problems;
  private final Surroundings surroundings;

  SecretChecks(final Draft draft, final Problems problems, final Surroundings surroundings) {
    this.draft = draft;
    this.problems = problems;
    this.surroundings = surroundings;
  }

  void check() {
    if (draft.key != null) {
      key(draft.originOf(draft.key));
    }
    for (final SocksConfig socks : draft.socks) {
      if (socks.usersFile() != null) {
        isSafe(socks.usersFile(), draft.originOf(socks), "users_file");
      }
    }
  }

  private void key(final Section section) {
    final String name = draft.key.file() != null ? "key_file" : "key_env";
    if (draft.key.file() != null && !isSafe(draft.key.file(), section, name)) {
      return;
    }
    try {
      draft.key.load(surroundings);
    } catch (final IOException unreadable) {
      problems.error(section.spot(name), name + ": the file cannot be read; a small text file was meant");
    } catch (final IllegalArgumentException none) {
      problems.error(
          section.spot(name),
          name + ": " + none.getMessage()
              + "; lines such as \"1 BASE64\", with 32 random octets, were meant");
    }
  }

  private boolean isSafe(final Path file, final Section section, final String key) {
    final String wrong = switch (surroundings.state(file)) {
      case FINE -> null;
      case ABSENT -> "there is no such file; the name of one, never what is in it, was meant";
      case NO_FILE -> "this is no file; a text file was meant";
      case NOT_READABLE -> "the file cannot be read by this user; chown it to the gateway's user";
      case OPEN_TO_OTHERS -> "others can read or change the file; chmod 600 (or 640) was meant";
    };
    if (wrong != null) {
      problems.error(section.spot(key), key + ": " + wrong);
    }
    return wrong == null;
  }
}
