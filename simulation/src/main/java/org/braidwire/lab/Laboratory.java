package org.braidwire.lab;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Two hosts of one machine, joined by veth links: the Linux kernel on one, Braidwire (or a second kernel) on the
 * other. The only place that knows iproute2.
 *
 * <p>Everything is made by {@link #open} and removed by {@link #close}, also when the process is interrupted; what a
 * killed process left is removed by the next one. Links count from 0. Any thread may call.
 */
public final class Laboratory implements AutoCloseable {
  private final LabPlan plan;
  private final String kernelNamespace;
  private final String wireNamespace;
  private final LabFaults faults;
  private final LabHosts hosts;

  private Laboratory(final LabPlan plan, final int number) {
    this.plan = plan;
    this.kernelNamespace = LabNames.namespace(LabSide.KERNEL, number);
    this.wireNamespace = LabNames.namespace(LabSide.WIRE, number);
    this.faults = new LabFaults(this);
    this.hosts = new LabHosts(plan, kernelNamespace, wireNamespace);
  }

  /** Why this machine cannot hold a laboratory, with the remedy; empty when it can. */
  public static Optional<String> unavailableReason() {
    return LabProbe.unavailableReason();
  }

  /** Why this machine's kernel cannot be a peer that speaks MPTCP; empty when it can. */
  public static Optional<String> mptcpUnavailableReason() {
    return LabProbe.mptcpUnavailableReason();
  }

  /** A kernel client's host and Braidwire's, joined by {@code links} links. */
  public static Laboratory open(final int links) {
    return open(LabPlan.links(links));
  }

  public static Laboratory open(final LabPlan plan) {
    sweep();
    final Laboratory laboratory = new Laboratory(plan, LabNames.nextNumber());
    try {
      laboratory.hosts.make();
      return laboratory;
    } catch (final RuntimeException failure) {
      laboratory.close();
      throw failure;
    }
  }

  /** Removes what processes that no longer live have left; returns how many namespaces. */
  public static int sweep() {
    LabOutput.sweep();
    int swept = 0;
    for (final String leftover : LabNames.leftovers()) {
      LabNamespaces.delete(leftover);
      swept++;
    }
    return swept;
  }

  public LabPlan plan() {
    return plan;
  }

  /** The name of the namespace, as {@code ip netns} and {@code NetNamespace} take it. */
  public String namespace(final LabSide side) {
    return side == LabSide.KERNEL ? kernelNamespace : wireNamespace;
  }

  /** The interface on {@code side} of {@code link}. */
  public String device(final LabSide side, final int link) {
    return LabAddresses.device(side, Objects.checkIndex(link, plan.links()));
  }

  /** Faults that the kernel makes outside of both endpoints. */
  public LabFaults faults() {
    return faults;
  }

  /** Sets the interface on the kernel's side up or down: the other side loses its carrier. */
  public void setLinkUp(final int link, final boolean up) {
    faults.setLinkUp(LabSide.KERNEL, link, up);
  }

  /** Sets the interface on {@code side} up or down. */
  public void setLinkUp(final LabSide side, final int link, final boolean up) {
    faults.setLinkUp(side, link, up);
  }

  /** Loses every frame of {@code link} both ways, the carrier staying up; or stops doing so. */
  public void silentDrop(final int link, final boolean drop) {
    faults.silentDrop(link, drop);
  }

  /** Takes both ends of a veth link away, as a driver does that is unloaded or a virtual machine that is moved. */
  public void removeLink(final int link) {
    hosts.removeLink(link);
  }

  /** Makes a removed link anew, with other Ethernet addresses and another index on the wire's side. */
  public void restoreLink(final int link) {
    hosts.restoreLink(link);
  }

  /** Takes the address on {@code link} from Braidwire's host, which shares it, or gives it back. */
  public void setHostAddress(final int link, final boolean present) {
    LabCommand.run(
        "ip",
        "-n",
        wireNamespace,
        "addr",
        present ? "add" : "del",
        LabAddresses.wire(link) + "/" + LabAddresses.PREFIX_LENGTH,
        "dev",
        device(LabSide.WIRE, link));
  }

  /** Adds an address to the kernel's path manager. */
  public void addEndpoint(final LabSide side, final int link, final LabEndpoint kind) {
    addEndpoint(side, link, kind, 0);
  }

  /** The same with a port of its own, on which the kernel then listens for joins; 0 for none. */
  public void addEndpoint(final LabSide side, final int link, final LabEndpoint kind, final int port) {
    final String portArgument = port == 0 ? "" : " port " + port;
    LabCommand.runWithInput(
        "mptcp endpoint add " + LabAddresses.of(side, link) + portArgument + " dev " + device(side, link) + " "
            + kind.keyword() + "\n",
        "ip",
        "-n",
        namespace(side),
        "-batch",
        "-");
  }

  public void removeEndpoints(final LabSide side) {
    LabCommand.run("ip", "-n", namespace(side), "mptcp", "endpoint", "flush");
  }

  /** The counters of the kernel host on {@code side} now. */
  public KernelCounters counters(final LabSide side) {
    return KernelCounters.read(namespace(side));
  }

  /** What the kernel on Braidwire's host has said by itself so far, by kind; empty when it was silent. */
  public Map<String, Long> kernelAnswers() {
    return KernelAnswers.of(wireNamespace);
  }

  /** What the kernel says of its interfaces and sockets on {@code side}; for the report of a failure. */
  public String describe(final LabSide side) {
    final String namespace = namespace(side);
    return LabCommand.run("ip", "-n", namespace, "-s", "link", "show")
        + LabCommand.run("ip", "-n", namespace, "mptcp", "endpoint", "show");
  }

  /** What the kernel says of its connections on {@code side}, queues and memory included; for the report of a failure. */
  public String sockets(final LabSide side) {
    return LabCommand.locate("ss") == null
        ? "no 'ss' here"
        : LabCommand.run("ip", "netns", "exec", namespace(side), "ss", "-Mtinm");
  }

  /** Closing it again does nothing. */
  @Override
  public void close() {
    hosts.close();
  }
}
