package org.braidwire.io.bpf;

/** How much a load or a store moves. */
public enum Size {
  BYTE(0x10, 1),
  HALF(0x08, 2),
  WORD(0x00, 4),
  LONG(0x18, 8);

  private final int code;
  private final int bytes;

  Size(final int code, final int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  int code() {
    return code;
  }

  /** Octets. */
  public int bytes() {
    return bytes;
  }
}
