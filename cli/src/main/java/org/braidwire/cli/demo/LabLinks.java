package org.braidwire.cli.demo;

import java.util.Map;
import org.braidwire.lab.KernelCounters;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;

/** Veth links between two namespaces; faults are the kernel's. */
final class LabLinks implements DemoLinks {
  private final Laboratory laboratory;
  private final boolean kernelPeer;

  LabLinks(final Laboratory laboratory, final boolean kernelPeer) {
    this.laboratory = laboratory;
    this.kernelPeer = kernelPeer;
  }

  @Override
  public void setUp(final int link, final boolean up) {
    laboratory.setLinkUp(link - 1, up);
  }

  @Override
  public void silentDrop(final int link, final boolean drop) {
    laboratory.silentDrop(link - 1, drop);
  }

  @Override
  public KernelCounters kernelCounters() {
    return kernelPeer ? laboratory.counters(LabSide.KERNEL) : null;
  }

  @Override
  public Map<String, Long> kernelAnswers() {
    return laboratory.kernelAnswers();
  }

  @Override
  public void close() {
    laboratory.close();
  }
}
