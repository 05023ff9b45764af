package org.braidwire.gateway.config;

import java.io.IOException;
import java.nio.file.Path;

/** What a configuration points to: files and the environment. Tests have their own. */
interface Surroundings {
  /** What a file of secrets may be. */
  enum FileState {
    FINE,
    ABSENT,
    NO_FILE,
    NOT_READABLE,
    /** Others may read it or write it, or its group may write it. */
    OPEN_TO_OTHERS
  }

  FileState state(Path file);

  /** The whole of a small file. */
  String read(Path file) throws IOException;

  /** The value, or null. */
  String variable(String name);

  static Surroundings ofThisProcess() {
    return new ThisProcess();
  }
}
