package org.braidwire.tuning.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @TempDir
  Path root;

  private FakeMachine machine;

  @BeforeEach
  void makeAFitHost() {
    machine = new FakeMachine(root);
  }

  @Test
  void findsNothingOnAFitHost() {
    final List<Finding> findings = machine.examine();

    assertThat(findings).allMatch(finding -> finding.status() == Finding.Status.OK);
    assertThat(findings)
        .extracting(Finding::subject)
        .doesNotHaveDuplicates()
        .hasSizeGreaterThan(30);
    assertThat(Doctor.isFit(findings)).isTrue();
    assertThat(Doctor.table(findings)).doesNotContain("do:");
  }

  @Test
  void namesTheRemedyForEachThingThatIsMissing() {
    machine.write("proc/self/status", "CapEff:\t0000000000001000\n"); // CAP_NET_ADMIN alone
    machine.write("proc/sys/net/mptcp/enabled", "0\n");
    machine.write("proc/self/limits", "Max open files            256   256   files\n");
    machine.remove("usr/sbin/tc");
    machine.jvm = new Jvm(21, false, 2, FakeMachine.GOOD_FLAGS);

    final List<Finding> findings = machine.examine();

    assertThat(findings)
        .filteredOn(finding -> finding.status() == Finding.Status.MISSING)
        .extracting(Finding::subject)
        .containsExactly(
            "Java",
            "native access",
            "CAP_NET_RAW",
            "network namespaces",
            "iproute2",
            "kernel MPTCP",
            "open files");
    assertThat(Doctor.isFit(findings)).isFalse();
    assertThat(Doctor.table(findings))
        .contains("do:   sysctl -w net.mptcp.enabled=1 [--apply]", "no tc", "ulimit -n");
  }

  @Test
  void staysFitWhereTheHostIsMerelySlowAndSaysWhatThatCosts() {
    machine.write("sys/devices/system/cpu/isolated", "\n");
    machine.write("proc/self/limits", "Max open files  4096 4096 files\nMax locked memory 65536 65536 bytes\n");
    machine.write("sys/devices/system/clocksource/clocksource0/current_clocksource", "hpet\n");
    machine.jvm = new Jvm(25, true, 1, FakeMachine.GOOD_FLAGS);

    final List<Finding> findings = machine.examine();

    assertThat(machine.complaints())
        .containsExactly("processors", "isolated processors", "clock source", "locked memory");
    assertThat(Doctor.isFit(findings)).isTrue();
    assertThat(Doctor.table(findings))
        .contains(
            "why:  the clock is read once a cycle",
            "cost: 1 us a cycle instead of 30 ns (order of magnitude)");
  }

  @Test
  void everyComplaintSaysWhyAndWhatHelps() {
    final List<Finding> findings = new Doctor(
            new Host(
                root.resolve("empty"),
                new Jvm(21, false, 1, List.of("-ea")),
                machine.host().devices()),
            new DoctorPlan(List.of("eth9"), CpuList.parse("1")))
        .examine();

    assertThat(findings)
        .filteredOn(finding -> finding.status() != Finding.Status.OK)
        .hasSizeGreaterThan(10)
        .allMatch(finding ->
            !finding.why().isEmpty() && !finding.remedy().command().isEmpty());
  }

  @Test
  void takesAbsentFilesForUnknown() {
    final List<Finding> findings = new Doctor(
            new Host(
                root.resolve("empty"),
                machine.jvm,
                machine.host().devices()),
            DoctorPlan.hostOnly())
        .examine();

    assertThat(findings)
        .extracting(Finding::found)
        .contains("not in this kernel", "unknown", "not told (virtual machine?)");
  }

  @Test
  void knowsWhichInterfacesAndProcessorsThereAre() {
    final Doctor doctor = new Doctor(machine.host(), new DoctorPlan(List.of("eth1", "eth9"), CpuList.parse("3-5")));

    assertThat(doctor.unknownInterface()).isEqualTo("eth9");
    assertThat(doctor.interfaces()).containsExactly("eth1");
    assertThat(doctor.unknownCpus()).isEqualTo(CpuList.parse("4-5"));
    assertThat(new Doctor(machine.host(), new DoctorPlan(List.of("eth1"), new BitSet())).unknownInterface())
        .isNull();
  }

  @Test
  void theRealHostIsReadWithoutAFailure() {
    final Host host = Host.current();
    final Doctor first = new Doctor(host, DoctorPlan.hostOnly());
    final List<Finding> findings = new Doctor(host, new DoctorPlan(first.interfaces(), new BitSet())).examine();

    assertThat(findings)
        .extracting(Finding::subject)
        .doesNotHaveDuplicates()
        .contains("lo", "lo offloads");
    assertThat(Optional.of(host.networkNamespace()))
        .hasValueSatisfying(name -> assertThat(name).matches("\\d+"));
  }
}
