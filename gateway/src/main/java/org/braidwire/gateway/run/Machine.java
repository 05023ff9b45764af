package org.braidwire.gateway.run;

import java.io.IOException;
import java.net.NetworkInterface;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.braidwire.gateway.base.Address;

/**
 * What a running gateway takes from the machine.
 *
 * @param nanoTime the monotonic clock
 * @param wallMs the time, ms since 1970
 * @param chance where nonces come from; nobody can guess it
 * @param hostAddresses all that the host has
 */
public record Machine(LongSupplier nanoTime, LongSupplier wallMs, RandomGenerator chance, List<Address> hostAddresses) {
  /** Those of this process. */
  public static Machine ofThisProcess() throws IOException {
    final List<Address> addresses = NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .map(Address::of)
        .toList();
    return new Machine(System::nanoTime, System::currentTimeMillis, new SecureRandom(), addresses);
  }
}
