package org.braidwire.tuning.doctor;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.braidwire.io.linux.EthtoolFacts;

/** One link that Braidwire is to use: its device and how the kernel spreads its work. Holds the plan; any thread. */
final class InterfaceChecks {
  private static final String CLASS = "/sys/class/net/";
  private static final int ENOUGH_RING_SLOTS = 1024;

  private final String name;
  private final BitSet engineCpus;

  /**
   * @param name an interface that exists
   * @param engineCpus processors meant for engines, may be empty
   */
  InterfaceChecks(final String name, final BitSet engineCpus) {
    this.name = name;
    this.engineCpus = engineCpus;
  }

  List<HostCheck> all() {
    return List.of(
        this::link,
        this::rings,
        this::coalescing,
        this::offloads,
        this::receiveSteering,
        this::transmitSteering,
        this::interrupts);
  }

  private Finding link(final Host host) {
    final String state = host.read(CLASS + name + "/operstate").orElse("unknown");
    final String speed = host.read(CLASS + name + "/speed")
        .filter(text -> text.matches("[1-9]\\d*"))
        .map(text -> ", " + text + " Mbit/s")
        .orElse("");
    final String mtu =
        host.read(CLASS + name + "/mtu").map(text -> ", MTU " + text).orElse("");
    return Finding.of(name, describe(host) + ", " + state + speed + mtu)
        .why("nothing passes a link that is down")
        .remedy("ip link set " + name + " up, and see that the other end is up")
        .advised(!state.equals("down") && !state.equals("lowerlayerdown"));
  }

  private String describe(final Host host) {
    final Optional<EthtoolFacts> facts = facts(host);
    final String driver = facts.map(EthtoolFacts::driver).orElse("");
    final String queues = facts.map(EthtoolFacts::queues)
        .map(counts -> Math.max(counts.rx(), counts.combined()))
        .map(count -> ", " + count + (count == 1 ? " receive queue" : " receive queues"))
        .orElse("");
    return (driver.isEmpty() ? "unknown driver" : driver) + queues;
  }

  private Optional<EthtoolFacts> facts(final Host host) {
    return host.devices().ethtool(name);
  }

  private Finding rings(final Host host) {
    final EthtoolFacts.Rings rings = facts(host).map(EthtoolFacts::rings).orElse(null);
    if (rings == null) {
      return Finding.of(name + " rings", "not told").ok();
    }
    final int wanted = Math.min(ENOUGH_RING_SLOTS, rings.rxMax());
    return Finding.of(
            name + " rings",
            "receive " + rings.rx() + " of " + rings.rxMax() + ", transmit " + rings.tx() + " of "
                + rings.txMax())
        .why("a burst that is longer than the ring loses frames before anybody has seen them")
        .cost("a round trip for each loss that is recovered, 200 ms for one at the end of a burst")
        .remedy("ethtool -G " + name + " rx " + wanted + " (the link goes down for a moment)")
        .advised(rings.rx() >= wanted);
  }

  private Finding coalescing(final Host host) {
    final EthtoolFacts.Coalescing waits =
        facts(host).map(EthtoolFacts::coalescing).orElse(null);
    if (waits == null) {
      return Finding.of(name + " interrupt coalescing", "not told").ok();
    }
    return Finding.of(
            name + " interrupt coalescing",
            "receive waits " + waits.rxMicroseconds() + " us" + (waits.adaptiveRx() ? ", adaptive" : ""))
        .why("the device holds a frame back to save interrupts")
        .cost(waits.adaptiveRx() ? "up to 100 us a frame" : "up to " + waits.rxMicroseconds() + " us a frame")
        .remedy("ethtool -C " + name + " adaptive-rx off rx-usecs 0")
        .advised(waits.rxMicroseconds() == 0 && !waits.adaptiveRx());
  }

  private Finding offloads(final Host host) {
    final EthtoolFacts.Offloads offloads =
        facts(host).map(EthtoolFacts::offloads).orElse(null);
    if (offloads == null) {
      return Finding.of(name + " offloads", "not told").ok();
    }
    final List<String> changes = new ArrayList<>();
    if (offloads.lro()) {
      changes.add("lro off");
    }
    if (!offloads.txChecksum()) {
      changes.add("tx on");
    }
    if (!offloads.tso()) {
      changes.add("tso on");
    }
    return Finding.of(
            name + " offloads",
            "tso " + onOff(offloads.tso()) + ", gro " + onOff(offloads.gro()) + ", lro "
                + onOff(offloads.lro()) + ", checksums rx " + onOff(offloads.rxChecksum()) + " tx "
                + onOff(offloads.txChecksum()))
        .why(
            "without tso and tx we cut and sum every segment; lro merges segments beyond what MPTCP can tell apart")
        .cost("100 ns a segment in bulk, nothing for a small message")
        .remedy("ethtool -K " + name + " " + String.join(" ", changes))
        .advised(changes.isEmpty());
  }

  private static String onOff(final boolean on) {
    return on ? "on" : "off";
  }

  private Finding receiveSteering(final Host host) {
    final boolean virtual = !host.exists(CLASS + name + "/device");
    final List<Setting> settings = new ArrayList<>();
    final List<String> found = new ArrayList<>();
    for (final String queue : queues(host, "rx-")) {
      final String file = CLASS + name + "/queues/" + queue + "/rps_cpus";
      final String mask = host.read(file).orElse("");
      if (!mask.isEmpty()) {
        found.add(mask);
        if (CpuList.isEmptyMask(mask) == virtual) {
          settings.add(new Setting(file, virtual ? CpuList.mask(firstOther(host)) : "0"));
        }
      }
    }
    return Finding.of(
            name + " receive steering",
            found.isEmpty() ? "not told" : "rps_cpus " + String.join(" ", found))
        .why(
            virtual
                ? "a virtual link receives on whichever processor sends, and two of them reorder a flow"
                : "the device has chosen a processor already; steering sends each frame on to another")
        .cost(virtual ? "loss recovery without a loss" : "1 to 3 us a frame")
        .remedy(Remedy.settings(
            settings.isEmpty()
                ? ""
                : "echo " + settings.getFirst().value() + " > "
                    + settings.getFirst().path(),
            settings))
        .advised(settings.isEmpty());
  }

  /** The first processor that is not an engine's. */
  private int firstOther(final Host host) {
    final BitSet others = ProcessorChecks.cpus(host, "online");
    others.andNot(engineCpus);
    return Math.max(0, others.nextSetBit(0));
  }

  private Finding transmitSteering(final Host host) {
    final List<String> queues = queues(host, "tx-");
    final long steered = queues.stream()
        .map(queue -> host.read(CLASS + name + "/queues/" + queue + "/xps_cpus"))
        .filter(mask -> mask.isPresent() && !CpuList.isEmptyMask(mask.get()))
        .count();
    final boolean spread = queues.size() > 1 && host.exists(CLASS + name + "/device");
    return Finding.of(name + " transmit steering", steered + " of " + queues.size() + " queues have processors")
        .why("an engine whose processor owns a queue shares no lock and no completion with others")
        .cost("0.1 to 1 us a frame under load")
        .remedy("echo MASK > " + CLASS + name + "/queues/tx-N/xps_cpus, one processor a queue")
        .advised(!spread || steered > 0);
  }

  private List<String> queues(final Host host, final String prefix) {
    return host.list(CLASS + name + "/queues").stream()
        .filter(queue -> queue.startsWith(prefix))
        .toList();
  }

  private Finding interrupts(final Host host) {
    final List<String> own = host.list(CLASS + name + "/device/msi_irqs");
    // A virtio device sits in a PCI device, which has the interrupts.
    final List<String> irqs = own.isEmpty() ? host.list(CLASS + name + "/device/../msi_irqs") : own;
    final List<String> there = irqs.stream()
        .filter(irq -> InterruptChecks.reaches(host, irq, engineCpus))
        .toList();
    return Finding.of(
            name + " interrupts",
            irqs.isEmpty()
                ? "not told"
                : irqs.size()
                    + (there.isEmpty()
                        ? ", none on an engine's processor"
                        : ", " + there.size() + " on an engine's processor"))
        .why("the kernel's part of receiving takes the engine's time where both share a processor")
        .cost("1 to 10 us a burst")
        .remedy("see 'interrupts': apply it, or choose other processors by --cpus")
        .advised(there.isEmpty());
  }
}
