package org.braidwire.cli.demo;

import java.util.ArrayList;
import java.util.List;
import org.braidwire.lab.PhaseTimes;

/**
 * The waits of one stream in one phase.
 *
 * @param phase its title
 * @param longestGapNs between two deliveries
 * @param worstDelayNs of a message, from the time it was meant to be sent
 * @param deliveries how often something arrived
 */
record PhaseWaits(String phase, long longestGapNs, long worstDelayNs, long deliveries) {
  static List<PhaseWaits> of(final PhaseTimes times) {
    final List<PhaseWaits> waits = new ArrayList<>();
    for (int phase = 0; phase < times.phases(); phase++) {
      waits.add(new PhaseWaits(
          times.name(phase), times.longestGapNs(phase), times.worstDelayNs(phase), times.deliveries(phase)));
    }
    return waits;
  }
}
