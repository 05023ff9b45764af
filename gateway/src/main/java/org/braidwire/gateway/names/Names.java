package org.braidwire.gateway.names;

import java.io.IOException;
import java.util.List;
import org.braidwire.gateway.base.Address;

/** Who knows the addresses of names. Any thread, which has to wait. */
@FunctionalInterface
public interface Names {
  /**
   * The addresses of {@code name}, at least one, in the order in which they are to be tried.
   *
   * @throws IOException if it has none, or nobody says so in time
   */
  List<Address> resolve(String name) throws IOException;
}
