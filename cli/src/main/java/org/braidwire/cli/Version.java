package org.braidwire.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the jar's version, the JVM's, the system's. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    final String version = Main.class.getPackage().getImplementationVersion();
    return new String[] {
      "braidwire " + (version == null ? "(unpackaged)" : version),
      "Java " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.version")
    };
  }
}
