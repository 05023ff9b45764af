package org.braidwire.lab;

/** The two hosts of a {@link Laboratory}. */
public enum LabSide {
  /** The Linux kernel's host: it owns addresses and answers for them. */
  KERNEL('a'),
  /** Braidwire's host: bare interfaces, on which the kernel stays silent; or a second kernel host on request. */
  WIRE('b');

  private final char letter;

  LabSide(final char letter) {
    this.letter = letter;
  }

  /** The letter that tells the side in names of namespaces. */
  char letter() {
    return letter;
  }
}
