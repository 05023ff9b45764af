package org.braidwire.cli.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says of a port's counters what they mean for whoever looks at them, and what helps. Stateless. */
public final class PortAdvice {
  private static final String TRUNCATED = ".RX_TRUNCATED";

  private PortAdvice() {}

  /**
   * A line for each port that lost frames because they were larger than any place for them; none where all is well.
   *
   * @param counters of a stack, those of its ports named {@code PORT.COUNTER}
   */
  public static List<String> of(final Map<String, Long> counters) {
    final List<String> lines = new ArrayList<>();
    counters.forEach((name, value) -> {
      if (value > 0 && name.endsWith(TRUNCATED)) {
        lines.add(truncated(name.substring(0, name.length() - TRUNCATED.length()), value));
      }
    });
    return lines;
  }

  private static String truncated(final String port, final long frames) {
    return port + " lost " + frames + (frames == 1 ? " frame that was" : " frames that were")
        + " larger than any place for them (RX_TRUNCATED): the link has a larger MTU than the port uses, or somebody"
        + " builds super-segments above 64 KiB. Set an MTU of 1500 at both ends (ip link set DEVICE mtu 1500), at the"
        + " sender 'ip link set DEVICE gso_max_size 65536', and here 'ip link set " + port
        + " gro_max_size 65536' or 'ethtool -K " + port + " gro off lro off'.";
  }
}
