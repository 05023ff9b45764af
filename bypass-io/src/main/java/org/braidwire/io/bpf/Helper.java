package org.braidwire.io.bpf;

/** Functions of the kernel that a program may call: arguments in R1 to R5, the result in R0. */
public enum Helper {
  /** Of a map and the address of a key: the address of the value, or 0. */
  MAP_LOOKUP_ELEM(1),
  /** Of a packet buffer and a length: makes so many octets readable directly; 0 if it could. */
  SKB_PULL_DATA(39),
  /** Of a map, a key and what to return where the map has nothing: the verdict to return. */
  REDIRECT_MAP(51);

  private final int number;

  Helper(final int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
