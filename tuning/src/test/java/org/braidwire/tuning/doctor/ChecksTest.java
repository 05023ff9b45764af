package org.braidwire.tuning.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.braidwire.io.linux.EthtoolFacts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each finding on a host that is well but for one thing. */
class ChecksTest {
  @TempDir
  Path root;

  private FakeMachine machine;

  @BeforeEach
  void makeAFitHost() {
    machine = new FakeMachine(root);
  }

  @Test
  void aGovernorThatSavesPowerOnSomeProcessors() {
    machine.write(FakeMachine.cpu(1, "cpufreq/scaling_governor"), "powersave\n");
    assertThat(machine.complaints()).containsExactly("frequency governor");
    final Finding finding = machine.finding("frequency governor");
    assertThat(finding.found()).isEqualTo("performance on 3, powersave on 1");
    assertThat(finding.remedy().settings())
        .containsExactly(new Setting("/sys/devices/system/cpu/cpu1/cpufreq/scaling_governor", "performance"));
  }

  @Test
  void aSleepStateThatWakesLate() {
    machine.state(0, 2, 133, false);
    machine.state(1, 2, 133, true);
    machine.state(0, 3, 890, false);
    assertThat(machine.complaints()).containsExactly("sleep states");
    final Finding finding = machine.finding("sleep states");
    assertThat(finding.found()).isEqualTo("up to 890 us");
    assertThat(finding.cost()).contains("890 us");
    assertThat(finding.remedy().settings())
        .extracting(Setting::path)
        .containsExactly(
            "/sys/devices/system/cpu/cpu0/cpuidle/state2/disable",
            "/sys/devices/system/cpu/cpu0/cpuidle/state3/disable");
  }

  @Test
  void anEnginesProcessorThatIsNotIsolated() {
    final List<Finding> findings =
        new Doctor(machine.host(), new DoctorPlan(List.of(), CpuList.parse("1,3"))).examine();
    assertThat(findings)
        .filteredOn(finding -> finding.status() != Finding.Status.OK)
        .extracting(Finding::subject, Finding::found)
        .contains(
            tuple("isolated processors", "2-3, without 1"), tuple("tickless processors", "2-3, without 1"));
  }

  @Test
  void noTicklessProcessor() {
    machine.write("sys/devices/system/cpu/nohz_full", "(null)\n");
    assertThat(machine.complaints()).containsExactly("tickless processors");
    assertThat(machine.finding("tickless processors").remedy().command()).contains("nohz_full=2-3");
  }

  @Test
  void anInterruptThatMayComeToAnEngine() {
    machine.irq(30, "0-3", "nvme0q1");
    machine.irq(31, "0-3", ""); // nobody's
    assertThat(machine.complaints()).containsExactly("interrupts");
    final Finding finding = machine.finding("interrupts");
    assertThat(finding.found()).isEqualTo("1 may come to 2-3");
    assertThat(finding.remedy().settings()).containsExactly(new Setting("/proc/irq/30/smp_affinity_list", "0-1"));
  }

  @Test
  void aProgramThatMovesInterrupts() {
    machine.write("proc/4711/comm", "irqbalance\n");
    assertThat(machine.complaints()).containsExactly("irqbalance");
  }

  @Test
  void hugePagesThatComeUnasked() {
    machine.write("sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never\n");
    machine.write("sys/kernel/mm/transparent_hugepage/defrag", "[always] defer madvise never\n");
    assertThat(machine.complaints()).containsExactly("transparent huge pages", "huge page compaction");
    assertThat(machine.finding("transparent huge pages").remedy().settings())
        .containsExactly(new Setting("/sys/kernel/mm/transparent_hugepage/enabled", "madvise"));
  }

  @Test
  void hugePagesThatTheJvmAsksForInVain() {
    machine.jvm = withFlag("-XX:+UseLargePages");
    assertThat(machine.complaints()).containsExactly("huge pages");
    machine.write("proc/meminfo", "HugePages_Total:     128\n");
    assertThat(machine.complaints()).isEmpty();
  }

  @Test
  void pagesThatMoveBetweenNodes() {
    machine.write("proc/sys/kernel/numa_balancing", "1\n");
    assertThat(machine.complaints()).isEmpty();
    machine.folder("sys/devices/system/node/node1");
    assertThat(machine.complaints()).containsExactly("NUMA balancing");
  }

  @Test
  void aJvmWithoutFlags() {
    machine.jvm = new Jvm(25, true, 4, List.of("-ea", "-Xmx64m"));
    assertThat(machine.complaints()).containsExactly("garbage collector", "heap", "JVM statistics", "assertions");
    assertThat(machine.finding("heap").found()).isEqualTo("grows, not touched");
  }

  @Test
  void aClockThatCostsASystemCall() {
    machine.write("sys/devices/system/clocksource/clocksource0/current_clocksource", "hpet\n");
    machine.write("sys/devices/system/clocksource/clocksource0/available_clocksource", "hpet acpi_pm \n");
    assertThat(machine.complaints()).containsExactly("clock source");
    assertThat(machine.finding("clock source").remedy().settings()).isEmpty();
    machine.write("sys/devices/system/clocksource/clocksource0/available_clocksource", "tsc hpet acpi_pm \n");
    assertThat(machine.finding("clock source").remedy())
        .isEqualTo(Remedy.setting(
                "echo tsc > /sys/devices/system/clocksource/clocksource0/current_clocksource",
                "/sys/devices/system/clocksource/clocksource0/current_clocksource",
                "tsc")
            .onlyIfAskedFor());
  }

  @Test
  void forwardingIsOnlyTakenAwayByName() {
    machine.write("proc/sys/net/ipv4/ip_forward", "1\n");
    assertThat(machine.complaints()).containsExactly("IP forwarding");
    final List<Finding> findings = machine.examine();
    assertThat(Doctor.table(findings)).contains("[--apply --only]");
    assertThat(Tuner.settings(findings, List.of())).isEmpty();
    assertThat(Tuner.settings(findings, List.of("ip forwarding")))
        .containsExactly(new Setting("/proc/sys/net/ipv4/ip_forward", "0"));
  }

  @Test
  void aFirewallThatWillNotSeeUs() {
    machine.firewallRules = Optional.of(Map.of("filter", 12));
    machine.write("proc/net/ip_tables_names", "nat\nfilter\n");
    assertThat(machine.complaints()).containsExactly("firewall");
    assertThat(machine.finding("firewall").found())
        .isEqualTo("12 rules in nft table filter, iptables tables nat filter");
    machine.firewallRules = Optional.empty();
    machine.write("proc/net/ip_tables_names", "");
    assertThat(machine.finding("firewall").found()).isEqualTo("not told (needs CAP_NET_ADMIN)");
  }

  @Test
  void aKernelWithoutBypass() {
    machine.write("proc/net/protocols", "protocol\nUDP  1\n");
    machine.remove("proc/sys/kernel/unprivileged_bpf_disabled");
    machine.write("proc/sys/kernel/osrelease", "6.5.0-15-generic\n");
    assertThat(machine.complaints()).containsExactly("AF_XDP", "BPF programs", "TCX");
  }

  @Test
  void aKernelTooOldForOurAfXdp() {
    machine.write("proc/sys/kernel/osrelease", "6.10.3\n");
    assertThat(machine.complaints()).containsExactly("AF_XDP");
    assertThat(machine.finding("AF_XDP").found()).isEqualTo("in this kernel, Linux 6.10.3, before 6.11");
    machine.write("proc/sys/kernel/osrelease", "6.11.0\n");
    assertThat(machine.complaints()).isEmpty();
  }

  @Test
  void bpfProgramsThatAreForbiddenOrInterpreted() {
    machine.write("proc/sys/net/core/bpf_jit_enable", "0\n");
    assertThat(machine.finding("BPF programs").found()).isEqualTo("interpreted");
    assertThat(machine.finding("BPF programs").remedy().settings())
        .containsExactly(new Setting("/proc/sys/net/core/bpf_jit_enable", "1"));
    machine.write("proc/self/status", "CapEff:\t0000000000003000\n");
    assertThat(machine.finding("BPF programs").found()).isEqualTo("not allowed");
  }

  @Test
  void aKernelPeerThatTakesNoJoins() {
    machine.write("proc/sys/net/mptcp/allow_join_initial_addr_port", "0\n");
    assertThat(machine.complaints()).containsExactly("kernel MPTCP as a peer");
    assertThat(machine.finding("kernel MPTCP as a peer").remedy().settings())
        .containsExactly(new Setting("/proc/sys/net/mptcp/allow_join_initial_addr_port", "1"));
  }

  @Test
  void aDeviceWithShortRingsThatWaitsAndMerges() {
    machine.interfaces.put(
        "eth1",
        new EthtoolFacts(
            "ixgbe",
            new EthtoolFacts.Rings(256, 4096, 512, 4096),
            new EthtoolFacts.Coalescing(50, 0, true),
            new EthtoolFacts.Queues(0, 0, 4, 64),
            new EthtoolFacts.Offloads(false, true, true, true, true)));
    assertThat(machine.complaints()).containsExactly("eth1 rings", "eth1 interrupt coalescing", "eth1 offloads");
    assertThat(machine.finding("eth1").found()).isEqualTo("ixgbe, 4 receive queues, up, 10000 Mbit/s, MTU 1500");
    assertThat(machine.finding("eth1 rings").remedy().command()).startsWith("ethtool -G eth1 rx 1024");
    assertThat(machine.finding("eth1 interrupt coalescing").found()).isEqualTo("receive waits 50 us, adaptive");
    assertThat(machine.finding("eth1 offloads").remedy().command()).isEqualTo("ethtool -K eth1 lro off tso on");
  }

  @Test
  void aLinkThatIsDown() {
    machine.write("sys/class/net/eth1/operstate", "down\n");
    machine.write("sys/class/net/eth1/speed", "-1\n");
    assertThat(machine.complaints()).containsExactly("eth1");
    assertThat(machine.finding("eth1").found()).doesNotContain("Mbit");
  }

  @Test
  void steeringThatARealDeviceDoesNotNeed() {
    machine.write("sys/class/net/eth1/queues/rx-1/rps_cpus", "0f\n");
    assertThat(machine.complaints()).containsExactly("eth1 receive steering");
    assertThat(machine.finding("eth1 receive steering").remedy().settings())
        .containsExactly(new Setting("/sys/class/net/eth1/queues/rx-1/rps_cpus", "0"));
  }

  @Test
  void aVirtualLinkWithoutSteeringReorders() {
    machine.write("sys/class/net/veth0/operstate", "up\n");
    machine.write("sys/class/net/veth0/queues/rx-0/rps_cpus", "00000000,00000000\n");
    machine.write("sys/class/net/veth0/queues/tx-0/xps_cpus", "0\n");
    final List<Finding> findings =
        new Doctor(machine.host(), new DoctorPlan(List.of("veth0"), CpuList.parse("0"))).examine();
    final Finding steering = findings.stream()
        .filter(finding -> finding.subject().equals("veth0 receive steering"))
        .findFirst()
        .orElseThrow();
    assertThat(steering.status()).isEqualTo(Finding.Status.ADVICE);
    assertThat(steering.remedy().settings())
        .containsExactly(new Setting("/sys/class/net/veth0/queues/rx-0/rps_cpus", "2"));
  }

  @Test
  void transmitQueuesThatEverybodyShares() {
    machine.write("sys/class/net/eth1/queues/tx-0/xps_cpus", "00\n");
    machine.write("sys/class/net/eth1/queues/tx-1/xps_cpus", "00\n");
    assertThat(machine.complaints()).containsExactly("eth1 transmit steering");
  }

  @Test
  void aDevicesInterruptOnAnEnginesProcessor() {
    machine.irq(24, "2", "eth1-TxRx-0");
    assertThat(machine.complaints()).containsExactly("interrupts", "eth1 interrupts");
  }

  private static Jvm withFlag(final String flag) {
    final List<String> flags = new ArrayList<>(FakeMachine.GOOD_FLAGS);
    flags.add(flag);
    return new Jvm(25, true, 4, flags);
  }
}
