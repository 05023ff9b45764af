package org.braidwire.gateway.policy;

/** What becomes of a request. Only {@link #ALLOW} lets anybody connect. */
public enum Verdict {
  /** The address may be connected to. */
  ALLOW,
  /** Nobody connects, and the name is resolved by nobody. */
  DENY,
  /** The name may be resolved, here or by the other end; whoever connects judges each address again. */
  ALLOW_NAME,
  /** Rules of addresses decide: the name may be resolved here, to judge; where that is not possible it is refused. */
  NEEDS_ADDRESS
}
