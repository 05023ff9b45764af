package org.braidwire.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  private static final String ALL_CAPABILITIES = "Name:\tjava\nCapEff:\t000001ffffffffff\n";

  @TempDir
  Path root;

  @BeforeEach
  void makeAFitHost() throws IOException {
    write("proc/self/status", ALL_CAPABILITIES);
    write("proc/self/ns/net", "");
    write(
        "proc/self/limits",
        "Max open files            1048576   1048576   files\nMax locked memory  unlimited unlimited bytes\n");
    write("proc/sys/net/mptcp/enabled", "1\n");
    write("proc/sys/net/ipv4/ip_forward", "0\n");
    write("sys/devices/system/cpu/isolated", "1\n");
    write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
    write("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n");
    write("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
    program("ip");
    program("tc");
  }

  @Test
  void findsNothingOnAFitHost() {
    final var findings = new Doctor(host()).examine();

    assertThat(findings).allMatch(finding -> finding.status() == Finding.Status.OK);
    assertThat(Doctor.isFit(findings)).isTrue();
    assertThat(Doctor.table(findings)).doesNotContain("do:");
  }

  @Test
  void namesTheRemedyForEachThingThatIsMissing() throws IOException {
    write("proc/self/status", "CapEff:\t0000000000001000\n"); // CAP_NET_ADMIN alone
    write("proc/sys/net/mptcp/enabled", "0\n");
    write("proc/self/limits", "Max open files            256   256   files\n");
    Files.delete(root.resolve("usr/sbin/tc"));

    final var findings = new Doctor(new Host(root, 21, false, 2)).examine();

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
    assertThat(Doctor.table(findings)).contains("sysctl -w net.mptcp.enabled=1", "no tc", "ulimit -n");
  }

  @Test
  void advisesButStaysFitWhereTheHostIsMerelySlow() throws IOException {
    write("proc/sys/net/ipv4/ip_forward", "1\n");
    write("proc/self/limits", "Max open files  4096 4096 files\nMax locked memory 65536 65536 bytes\n");
    write("sys/devices/system/cpu/isolated", "\n");
    write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");
    write("sys/devices/system/clocksource/clocksource0/current_clocksource", "hpet\n");
    write("sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never\n");

    final var findings = new Doctor(new Host(root, 25, true, 1)).examine();

    assertThat(findings)
        .filteredOn(finding -> finding.status() == Finding.Status.ADVICE)
        .extracting(Finding::subject)
        .containsExactly(
            "IP forwarding",
            "locked memory",
            "processors",
            "isolated processors",
            "frequency governor",
            "clock source",
            "transparent huge pages");
    assertThat(Doctor.isFit(findings)).isTrue();
  }

  @Test
  void takesAbsentFilesForUnknown(@TempDir final Path empty) {
    final var findings = new Doctor(new Host(empty, 25, true, 2)).examine();

    assertThat(findings).extracting(Finding::found).contains("not in this kernel", "unknown");
  }

  private Host host() {
    return new Host(root, 25, true, 2);
  }

  private void write(final String path, final String text) throws IOException {
    final Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void program(final String name) throws IOException {
    write("usr/sbin/" + name, "");
    Files.setPosixFilePermissions(root.resolve("usr/sbin/" + name), PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
