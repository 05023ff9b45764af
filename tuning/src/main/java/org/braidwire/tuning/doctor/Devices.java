package org.braidwire.tuning.doctor;

import java.util.Map;
import java.util.Optional;
import org.braidwire.io.linux.EthtoolFacts;
import org.braidwire.io.linux.LinuxException;
import org.braidwire.io.netlink.NetfilterRules;

/** What a host tells by system calls and not by files. Reads only; a test says what it wants to be told. */
public interface Devices {
  /** What the driver of an interface says; empty where there is no such interface. */
  Optional<EthtoolFacts> ethtool(String interfaceName);

  /** Rules of nftables by table; empty where this process may not ask. */
  Optional<Map<String, Integer>> firewallRules();

  /** This machine, in the calling thread's network namespace. */
  static Devices linux() {
    return new Devices() {
      @Override
      public Optional<EthtoolFacts> ethtool(final String interfaceName) {
        try {
          return Optional.of(EthtoolFacts.read(interfaceName));
        } catch (final LinuxException none) {
          return Optional.empty();
        }
      }

      @Override
      public Optional<Map<String, Integer>> firewallRules() {
        return NetfilterRules.byTable();
      }
    };
  }
}
