package org.braidwire.cli.demo;

import java.util.Map;
import org.braidwire.lab.KernelCounters;

/** The links between the two ends and what can happen to them, outside of both ends. Links count from 1. */
interface DemoLinks extends AutoCloseable {
  void setUp(int link, boolean up);

  void silentDrop(int link, boolean drop);

  /** The counters of the kernel host that is the peer; null where the peer is none. */
  default KernelCounters kernelCounters() {
    return null;
  }

  /** What the kernel beside our end said by itself, by kind; it was to be silent. Nothing where there is none. */
  default Map<String, Long> kernelAnswers() {
    return Map.of();
  }

  @Override
  void close();
}
