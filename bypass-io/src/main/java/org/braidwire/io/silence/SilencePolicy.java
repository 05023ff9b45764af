package org.braidwire.io.silence;

/** Whether the host's kernel is kept from seeing what is ours, and for how long. */
public enum SilencePolicy {
  /** It sees it. That is well only for an address that the host does not own, and while it does not forward. */
  OFF,
  /** Not while the process lives. Afterwards it answers as it does for anything: a peer's segments are reset, or lost. */
  RESET_ON_DEATH,
  /** Nor after the process died, until the next one takes what was ours: the peer hears nothing meanwhile. */
  SILENT_ON_DEATH
}
