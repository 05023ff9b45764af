package org.braidwire.io.bpf;

/** When a jump is taken; magnitudes are compared without sign. */
public enum Condition {
  EQUAL(0x10),
  GREATER(0x20),
  AT_LEAST(0x30),
  ANY_BIT_OF(0x40),
  NOT_EQUAL(0x50),
  LESS(0xa0),
  AT_MOST(0xb0);

  private final int code;

  Condition(final int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
