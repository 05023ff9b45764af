package org.braidwire.lab;

import org.braidwire.io.PortChoice;

/**
 * What a {@link Laboratory} is to look like. Immutable; start with {@link #links} and change what differs.
 *
 * @param links number of veth links between the two hosts
 * @param wireIsKernel whether the wire side is a second kernel host with addresses of its own
 * @param checksum whether kernel hosts ask for DSS checksums
 * @param subflowEndpoints whether the kernel side joins from its second and later addresses by itself (a client does)
 * @param mptcp whether kernel hosts speak MPTCP at all
 * @param initialJoins whether kernel hosts take joins at the address and port of a connection's first subflow
 * @param kernelIsWire whether the kernel side is a bare host, too: no kernel answers anywhere
 * @param tunnels whether the links are TUN devices, which have no link layer, instead of veth pairs
 * @param host what the kernel beside Braidwire is
 * @param ports how frames of bare hosts reach the wire; without offloads kernel hosts make no super-segments either
 */
public record LabPlan(
    int links,
    boolean wireIsKernel,
    boolean checksum,
    boolean subflowEndpoints,
    boolean mptcp,
    boolean initialJoins,
    boolean kernelIsWire,
    boolean tunnels,
    LabHost host,
    PortChoice ports) {
  public LabPlan {
    if (links < 1 || links > LabAddresses.MAX_LINKS) {
      throw new IllegalArgumentException("links must be 1 to " + LabAddresses.MAX_LINKS + ": " + links);
    }
  }

  /** A kernel client's host and a bare one, joined by {@code links} links. */
  public static LabPlan links(final int links) {
    return new LabPlan(links, false, false, true, true, true, false, false, LabHost.BARE, PortChoice.auto());
  }

  /** Both sides are kernel hosts. */
  public LabPlan withTwoKernels() {
    return new LabPlan(
        links, true, checksum, subflowEndpoints, mptcp, initialJoins, kernelIsWire, tunnels, host, ports);
  }

  public LabPlan withChecksum(final boolean wanted) {
    return new LabPlan(
        links, wireIsKernel, wanted, subflowEndpoints, mptcp, initialJoins, kernelIsWire, tunnels, host, ports);
  }

  /** The kernel side makes no subflow by itself: what a kernel listener needs. */
  public LabPlan withoutSubflowEndpoints() {
    return new LabPlan(
        links, wireIsKernel, checksum, false, mptcp, initialJoins, kernelIsWire, tunnels, host, ports);
  }

  /** Kernel hosts speak plain TCP only, whatever a socket asks for. */
  public LabPlan withoutMptcp() {
    return new LabPlan(
        links,
        wireIsKernel,
        checksum,
        subflowEndpoints,
        false,
        initialJoins,
        kernelIsWire,
        tunnels,
        host,
        ports);
  }

  /** A kernel listener says in MP_CAPABLE (flag C) that it takes no joins where it listens, and takes none. */
  public LabPlan withoutInitialJoins() {
    return new LabPlan(
        links, wireIsKernel, checksum, subflowEndpoints, mptcp, false, kernelIsWire, tunnels, host, ports);
  }

  /** Whether no kernel owns addresses on {@code side}: a host for a stack of ours. */
  public boolean isBare(final LabSide side) {
    return side == LabSide.WIRE ? !wireIsKernel : kernelIsWire;
  }

  /** Whether the stack of {@code side} stands behind a TAP, which a bridge joins with the side's end of the link. */
  boolean isTapped(final LabSide side) {
    return isBare(side) && ports.makesInterface();
  }

  /**
   * Whether a bridge joins the side's end of a link with what the stack opens: a TAP, or, where both stacks stand in
   * front of their kernels by AF_XDP, another veth pair. On such a stack's own device no kernel could lose anything.
   */
  boolean isBridged(final LabSide side) {
    return isTapped(side)
        || side == LabSide.KERNEL && kernelIsWire && ports.io().equals(PortChoice.AF_XDP);
  }

  /** The name of the end of {@code link} on {@code side}: the stack's own device, or what the bridge joins it with. */
  String linkEnd(final LabSide side, final int link) {
    return LabAddresses.device(side, link) + (isBridged(side) ? "v" : "");
  }

  /** The name of the bridge's other port: the stack's TAP, or the other end of its device. */
  String bridgePort(final LabSide side, final int link) {
    return LabAddresses.device(side, link) + (isTapped(side) ? "" : "p");
  }

  /** Both sides are bare hosts, for two of our own stacks that share nothing but the links. */
  public LabPlan withTwoWires() {
    return new LabPlan(links, false, checksum, false, mptcp, initialJoins, true, tunnels, host, ports);
  }

  /** Links without a link layer: what goes into a TUN device on one side comes out of one on the other. */
  public LabPlan withTunnels() {
    return new LabPlan(
        links, wireIsKernel, checksum, subflowEndpoints, mptcp, initialJoins, kernelIsWire, true, host, ports);
  }

  /** The kernel beside Braidwire is more than a bare host's. */
  public LabPlan withHost(final LabHost wanted) {
    return new LabPlan(
        links,
        wireIsKernel,
        checksum,
        subflowEndpoints,
        mptcp,
        initialJoins,
        kernelIsWire,
        tunnels,
        wanted,
        ports);
  }

  public LabPlan withPorts(final PortChoice wanted) {
    return new LabPlan(
        links,
        wireIsKernel,
        checksum,
        subflowEndpoints,
        mptcp,
        initialJoins,
        kernelIsWire,
        tunnels,
        host,
        wanted);
  }
}
