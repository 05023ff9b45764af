package org.braidwire.benchmarks.bulk;

/**
 * What a bulk transfer has to go over.
 *
 * @param offloads whether checksums and super-segments are left to the devices
 * @param links as many subflows an MPTCP connection is to have
 */
public record BulkCase(boolean offloads, int links) {
  String title() {
    return "bulk, " + (offloads ? "super-segments" : "MTU frames") + ", " + links
        + (links == 1 ? " subflow" : " subflows");
  }
}
