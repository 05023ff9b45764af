package org.braidwire.io.bpf;

/**
 * The registers of eBPF: {@code R0} what is returned, {@code R1} to {@code R5} arguments, which a call spoils,
 * {@code R6} to {@code R9} kept over calls, {@code R10} the end of a stack of 512 octets.
 */
public enum Register {
  R0,
  R1,
  R2,
  R3,
  R4,
  R5,
  R6,
  R7,
  R8,
  R9,
  R10;

  int number() {
    return ordinal();
  }
}
