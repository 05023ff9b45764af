package org.braidwire.lab;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a kernel said by itself that was to be silent: packets that it sent or forwarded, resets, and neighbours that it
 * asked for or learnt of. Empty is well. Stateless.
 */
final class KernelAnswers {
  /** Of {@code /proc/net/snmp}. */
  private static final String[] SENT = {"IpOutRequests", "IpForwDatagrams", "IcmpOutMsgs", "TcpOutRsts", "TcpOutSegs"
  };

  private KernelAnswers() {}

  static Map<String, Long> of(final String namespace) {
    final Map<String, Long> answers = new TreeMap<>();
    final KernelCounters counters = KernelCounters.read(namespace);
    for (final String name : SENT) {
      put(answers, name, counters.get(name));
    }
    put(
        answers,
        "neighbours",
        LabCommand.run("ip", "-n", namespace, "neigh", "show").lines().count());
    return answers;
  }

  private static void put(final Map<String, Long> answers, final String name, final long count) {
    if (count != 0) {
      answers.put(name, count);
    }
  }
}
