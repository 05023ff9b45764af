package org.braidwire.gateway.config;

import java.util.List;

/** What reading a configuration gave. */
public sealed interface ConfigReading {
  /** In order of line. */
  List<Problem> problems();

  /**
   * It holds.
   *
   * @param problems warnings only
   */
  record Accepted(GatewayConfig config, List<Problem> problems) implements ConfigReading {}

  /** It does not. */
  record Refused(List<Problem> problems) implements ConfigReading {}
}
