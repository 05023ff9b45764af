package org.braidwire.gateway.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads texts as if they were files of a machine where every secret is in its place. */
final class Configs {
  static final String KEY = "1 " + Base64.getEncoder().encodeToString(new byte[32]);
  private static final Path FILE = Path.of("/etc/braidwire/x.toml");

  /** An entry with nothing but what must be there. */
  static final String ENTRY = """
      role = "entry"
      [[path]]
      name = "line-a"
      interface = "eth1"
      address = "192.0.2.2/28"
      [exit]
      address = "203.0.113.2:5000"
      [tunnel]
      key_file = "/etc/braidwire/tunnel.key"
      [[socks]]
      name = "lan"
      listen = "127.0.0.1:1080"
      """;

  /** An exit with nothing but what must be there. */
  static final String EXIT = """
      role = "exit"
      [[path]]
      name = "line-a"
      interface = "eth1"
      address = "203.0.113.2/28"
      [tunnel]
      key_file = "/etc/braidwire/tunnel.key"
      listen = 5000
      """;

  static final String RULE = """
      [[rule]]
      action = "allow"
      from = ["127.0.0.0/8"]
      """;

  private Configs() {}

  static ConfigReading read(final String text) {
    return ConfigReader.read(text, FILE, new Machine());
  }

  static ConfigReading read(final String text, final Machine machine) {
    return ConfigReader.read(text, FILE, machine);
  }

  /** The configuration; what is refused fails the test with its problems. */
  static GatewayConfig accepted(final String text) {
    return switch (read(text)) {
      case ConfigReading.Accepted accepted -> accepted.config();
      case ConfigReading.Refused refused ->
        throw new AssertionError(refused.problems().toString());
    };
  }

  /** Every problem as a line, without the file. */
  static List<String> problems(final String text) {
    return problems(read(text));
  }

  static List<String> problems(final ConfigReading reading) {
    return reading.problems().stream()
        .map(problem -> problem.toString().replaceFirst("^" + FILE + ":", ""))
        .toList();
  }

  /** Files and variables as a test wants them. */
  static final class Machine implements Surroundings {
    final Map<Path, FileState> states = new HashMap<>();
    final Map<String, String> variables = new HashMap<>();
    String keys = KEY;

    @Override
    public FileState state(final Path file) {
      return states.getOrDefault(file, FileState.FINE);
    }

    @Override
    public String read(final Path file) throws IOException {
      if (keys == null) {
        throw new IOException("damaged");
      }
      return keys;
    }

    @Override
    public String variable(final String name) {
      return variables.get(name);
    }
  }
}
