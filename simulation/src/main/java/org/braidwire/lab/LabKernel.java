package org.braidwire.lab;

/**
 * How the kernel hosts of a {@link Laboratory} speak MPTCP. Immutable.
 *
 * @param mptcp whether they do at all; else plain TCP, whatever a socket asks for
 * @param checksum whether they ask for DSS checksums
 * @param subflowEndpoints whether the kernel side joins from its second and later addresses by itself (a client does)
 * @param initialJoins whether they take joins at the address and port of a connection's first subflow; else a listener
 *     says in MP_CAPABLE (flag C) that it does not
 */
record LabKernel(boolean mptcp, boolean checksum, boolean subflowEndpoints, boolean initialJoins) {
  /** A client as Linux has it, told of all its addresses. */
  static final LabKernel CLIENT = new LabKernel(true, false, true, true);

  LabKernel withChecksum(final boolean wanted) {
    return new LabKernel(mptcp, wanted, subflowEndpoints, initialJoins);
  }

  LabKernel withoutMptcp() {
    return new LabKernel(false, checksum, subflowEndpoints, initialJoins);
  }

  LabKernel withoutSubflowEndpoints() {
    return new LabKernel(mptcp, checksum, false, initialJoins);
  }

  LabKernel withoutInitialJoins() {
    return new LabKernel(mptcp, checksum, subflowEndpoints, false);
  }
}
