package org.braidwire.benchmarks.echo;

import org.braidwire.lab.Laboratory;

/**
 * One way to carry a ping-pong between two hosts, not yet opened.
 *
 * @param name as reports call it
 * @param laboratory the two hosts, which this peer has for itself; null where there are none, in memory
 * @param oneCore whether both ends block and share a core, instead of spinning on one each
 */
public record EchoPeer(String name, EchoNear near, EchoFar far, Laboratory laboratory, boolean oneCore) {
  /** Both ends spin. */
  public static EchoPeer spinning(
      final String name, final Laboratory laboratory, final EchoNear near, final EchoFar far) {
    return new EchoPeer(name, near, far, laboratory, false);
  }
}
