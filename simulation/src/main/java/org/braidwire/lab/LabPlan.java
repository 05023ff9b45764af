package org.braidwire.lab;

import org.braidwire.io.PortChoice;

/**
 * What a {@link Laboratory} is to look like. Immutable; start with {@link #links} and change what differs.
 *
 * @param links number of veth links between the two hosts
 * @param kernel how kernel hosts speak MPTCP
 * @param wireIsKernel whether the wire side is a second kernel host with addresses of its own
 * @param kernelIsWire whether the kernel side is a bare host, too: no kernel answers anywhere
 * @param tunnels whether the links are TUN devices, which have no link layer, instead of veth pairs
 * @param host what the kernel beside Braidwire is
 * @param ports how frames of bare hosts reach the wire; without offloads kernel hosts make no super-segments either
 */
public record LabPlan(
    int links,
    LabKernel kernel,
    boolean wireIsKernel,
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
    return new LabPlan(links, LabKernel.CLIENT, false, false, false, LabHost.BARE, PortChoice.auto());
  }

  public LabPlan withChecksum(final boolean wanted) {
    return withKernel(kernel.withChecksum(wanted));
  }

  /** The kernel side makes no subflow by itself: what a kernel listener needs. */
  public LabPlan withoutSubflowEndpoints() {
    return withKernel(kernel.withoutSubflowEndpoints());
  }

  /** Kernel hosts speak plain TCP only, whatever a socket asks for. */
  public LabPlan withoutMptcp() {
    return withKernel(kernel.withoutMptcp());
  }

  /** A kernel listener says in MP_CAPABLE (flag C) that it takes no joins where it listens, and takes none. */
  public LabPlan withoutInitialJoins() {
    return withKernel(kernel.withoutInitialJoins());
  }

  private LabPlan withKernel(final LabKernel wanted) {
    return new LabPlan(links, wanted, wireIsKernel, kernelIsWire, tunnels, host, ports);
  }

  /** Both sides are kernel hosts. */
  public LabPlan withTwoKernels() {
    return new LabPlan(links, kernel, true, kernelIsWire, tunnels, host, ports);
  }

  /** Both sides are bare hosts, for two of our own stacks that share nothing but the links. */
  public LabPlan withTwoWires() {
    return new LabPlan(links, kernel.withoutSubflowEndpoints(), false, true, tunnels, host, ports);
  }

  /** Links without a link layer: what goes into a TUN device on one side comes out of one on the other. */
  public LabPlan withTunnels() {
    return new LabPlan(links, kernel, wireIsKernel, kernelIsWire, true, host, ports);
  }

  /** The kernel beside Braidwire is more than a bare host's. */
  public LabPlan withHost(final LabHost wanted) {
    return new LabPlan(links, kernel, wireIsKernel, kernelIsWire, tunnels, wanted, ports);
  }

  public LabPlan withPorts(final PortChoice wanted) {
    return new LabPlan(links, kernel, wireIsKernel, kernelIsWire, tunnels, host, wanted);
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

  String bridge(final LabSide side, final int link) {
    return LabAddresses.device(side, link) + "b";
  }

  /** The interface with the addresses of the kernel that stands beside a stack: a bridge has them, and not its ports. */
  String hostDevice(final LabSide side, final int link) {
    return isTapped(side) ? bridge(side, link) : LabAddresses.device(side, link);
  }

  /** The name of the bridge's other port: the stack's TAP, or the other end of its device. */
  String bridgePort(final LabSide side, final int link) {
    return LabAddresses.device(side, link) + (isTapped(side) ? "" : "p");
  }
}
