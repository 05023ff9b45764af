package org.braidwire.simulation.check;

/**
 * A mapping as it was first seen on the wire.
 *
 * @param ssn relative subflow sequence number of the first octet; the SYN is 0
 * @param position stream position of the first octet
 * @param bytes octets of payload
 */
record Mapping(long ssn, long position, int bytes) {
  long end() {
    return ssn + bytes;
  }
}
