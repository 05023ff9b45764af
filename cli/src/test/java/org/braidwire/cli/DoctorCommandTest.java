package org.braidwire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.braidwire.io.linux.EthtoolFacts;
import org.braidwire.tuning.doctor.Devices;
import org.braidwire.tuning.doctor.Host;
import org.braidwire.tuning.doctor.Jvm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DoctorCommandTest {
  private static final String THP = "sys/kernel/mm/transparent_hugepage/enabled";
  private static final String FORWARD = "proc/sys/net/ipv4/ip_forward";

  @TempDir
  Path root;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void makeAHost() throws IOException {
    write(THP, "[always] madvise never\n");
    write(FORWARD, "1\n");
    write("sys/devices/system/cpu/online", "0-1\n");
    write("sys/class/net/eth1/operstate", "up\n");
  }

  @Test
  void examinesTheLinksThatOptionsAndPathsName() {
    assertThat(run("--interface", "eth1", "--path", "eth1=192.0.2.2/28", "--cpus", "1"))
        .isEqualTo(1);
    assertThat(out.toString())
        .containsOnlyOnce("eth1 rings")
        .contains("why:", "cost:", "do:", "madvise", "[--apply]", "Something that is needed is missing");
  }

  @Test
  void appliesAndUndoes() throws IOException {
    assertThat(run("--apply", "--dry-run")).isZero();
    assertThat(Files.readString(root.resolve(THP))).contains("[always]");

    assertThat(run("--apply")).isZero();
    assertThat(Files.readString(root.resolve(THP))).isEqualTo("madvise\n");
    assertThat(Files.readString(root.resolve(FORWARD))).as("only by name").isEqualTo("1\n");

    assertThat(run("--apply", "--only", "IP forwarding")).isZero();
    assertThat(Files.readString(root.resolve(FORWARD))).isEqualTo("0\n");

    assertThat(run("--undo")).isZero();
    assertThat(Files.readString(root.resolve(THP))).isEqualTo("always\n");
    assertThat(Files.readString(root.resolve(FORWARD))).isEqualTo("1\n");
    assertThat(run("--undo")).isZero();
    assertThat(out.toString())
        .contains(
            "always would become madvise", "always became madvise", "--undo' puts back", "nothing to undo");
  }

  @Test
  void saysInOneLineThatChangesCannotBeRecorded() throws IOException {
    write("run/braidwire", "a file where the folder should be");
    assertThat(run("--apply")).isEqualTo(1);
    assertThat(err.toString().lines()).singleElement().asString().contains("cannot be recorded");
    assertThat(Files.readString(root.resolve(THP))).contains("[always]");
  }

  @Test
  void refusesWhatItCannotDo() {
    assertThat(run("--dry-run")).isEqualTo(2);
    assertThat(run("--only", "firewall")).isEqualTo(2);
    assertThat(run("--apply", "--undo")).isEqualTo(2);
    assertThat(run("--apply", "--only", "weather")).isEqualTo(2);
    assertThat(run("--interface", "eth9")).isEqualTo(2);
    assertThat(run("--cpus", "0-1,7")).isEqualTo(2);
    assertThat(run("--cpus", "all")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--dry-run wants --apply or --undo", "--only wants --apply", "mutually exclusive")
        .contains("'weather' is nothing that was examined", "interface eth9 does not exist; there are: eth1")
        .contains("this host has no processor 7", "'all' is not a list of processors");
  }

  private void write(final String path, final String text) throws IOException {
    final Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private int run(final String... arguments) {
    final DoctorCommand command = new DoctorCommand();
    command.host(new Host(root, new Jvm(25, true, 2, List.of()), new NoDevices()));
    return new CommandLine(command)
        .setParameterExceptionHandler(Failures::onUsage)
        .setExecutionExceptionHandler(Failures::onExecution)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  /** Nothing is told. */
  private static final class NoDevices implements Devices {
    @Override
    public Optional<EthtoolFacts> ethtool(final String interfaceName) {
      return Optional.empty();
    }

    @Override
    public Optional<Map<String, Integer>> firewallRules() {
      return Optional.empty();
    }
  }
}
