package org.braidwire.tuning.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TunerTest {
  private static final String THP = "sys/kernel/mm/transparent_hugepage/enabled";
  private static final String GOVERNOR = FakeMachine.cpu(1, "cpufreq/scaling_governor");
  private static final String FORWARD = "proc/sys/net/ipv4/ip_forward";
  private static final Setting MADVISE = new Setting("/" + THP, "madvise");
  private static final Setting PERFORMANCE = new Setting("/" + GOVERNOR, "performance");
  private static final Setting NO_FORWARDING = new Setting("/" + FORWARD, "0");

  @TempDir
  Path root;

  private FakeMachine machine;

  @BeforeEach
  void makeASlowHost() throws IOException {
    machine = new FakeMachine(root);
    machine.write(GOVERNOR, "powersave\n");
    machine.write(THP, "[always] madvise never\n");
    machine.write(FORWARD, "1\n");
    inNamespace("4026531840");
  }

  @Test
  void takesWhatFindingsAskForAndPutsItBack() throws IOException {
    final List<Setting> settings = Tuner.settings(machine.examine(), List.of());
    assertThat(settings).containsExactly(PERFORMANCE, MADVISE);

    assertThat(apply(PERFORMANCE)).containsExactly("/" + GOVERNOR + " powersave became performance");
    assertThat(machine.read(GOVERNOR)).isEqualTo("performance");
    assertThat(record()).containsExactly("-\t/" + GOVERNOR + "\tpowersave\tperformance");

    assertThat(undo()).containsExactly("/" + GOVERNOR + " performance became powersave again");
    assertThat(machine.read(GOVERNOR)).isEqualTo("powersave");
    assertThat(root.resolve("run/braidwire/doctor.applied")).doesNotExist();
    assertThat(undo()).isEmpty();
  }

  @Test
  void doesNothingTwiceAndKeepsWhatWasThereFirst() throws IOException {
    apply(PERFORMANCE);
    assertThat(apply(PERFORMANCE)).containsExactly("/" + GOVERNOR + " is performance already");
    apply(new Setting("/" + GOVERNOR, "schedutil"));
    assertThat(record()).containsExactly("-\t/" + GOVERNOR + "\tpowersave\tschedutil");

    undo();

    assertThat(machine.read(GOVERNOR)).isEqualTo("powersave");
  }

  @Test
  void onlySaysWhatItWouldDo() throws IOException {
    final Tuner dry = new Tuner(machine.host(), true);
    assertThat(dry.apply(List.of(PERFORMANCE, MADVISE, new Setting("/none", "1"))))
        .extracting(Outcome::text)
        .containsExactly("powersave would become performance", "always would become madvise", "cannot be read");
    assertThat(machine.read(GOVERNOR)).isEqualTo("powersave");
    assertThat(root.resolve("run")).doesNotExist();

    apply(PERFORMANCE);

    assertThat(dry.undo()).extracting(Outcome::text).containsExactly("performance would become powersave again");
    assertThat(machine.read(GOVERNOR)).isEqualTo("performance");
    assertThat(record()).hasSize(1);
  }

  @Test
  void goesOnAfterASettingThatFails() throws IOException {
    final Setting absent = new Setting("/proc/irq/7/smp_affinity_list", "0");
    machine.folder("proc/irq/8/smp_affinity_list"); // reads as nothing, as a file that is refused
    final Setting refused = new Setting("/proc/irq/8/smp_affinity_list", "0");

    final List<Outcome> outcomes = new Tuner(machine.host(), false).apply(List.of(absent, refused, PERFORMANCE));

    assertThat(outcomes).extracting(Outcome::failed).containsExactly(true, true, false);
    assertThat(machine.read(GOVERNOR)).isEqualTo("performance");
    assertThat(record()).as("only what was changed").hasSize(1);
  }

  @Test
  void saysWhatAFileThatTakesTheValueSaysInstead() throws IOException {
    Files.createSymbolicLink(root.resolve("null"), Path.of("/dev/null"));

    final List<Outcome> outcomes = new Tuner(machine.host(), false).apply(List.of(new Setting("/null", "1")));

    assertThat(outcomes).allMatch(Outcome::failed);
    assertThat(outcomes.getFirst().text()).startsWith("took 1 but says");
    assertThat(undo()).containsExactly("/null is  already");
    machine.remove("null");
  }

  @Test
  void leavesAloneWhatSomebodyElseHasChangedSince() throws IOException {
    apply(PERFORMANCE);
    machine.write(GOVERNOR, "conservative\n");

    assertThat(undo()).containsExactly("/" + GOVERNOR + " is conservative by somebody else's doing; left as it is");
    assertThat(machine.read(GOVERNOR)).isEqualTo("conservative");
    assertThat(root.resolve("run/braidwire/doctor.applied")).doesNotExist();
  }

  @Test
  void changesNothingThatCannotBeRecorded() throws IOException {
    machine.write("run/braidwire", "a file where the folder should be");
    assertThatThrownBy(() -> apply(PERFORMANCE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be recorded")
        .hasMessageContaining("nothing was changed");
    assertThat(machine.read(GOVERNOR)).isEqualTo("powersave");

    machine.remove("run/braidwire");
    machine.folder("run/braidwire/doctor.applied");
    assertThatThrownBy(() -> apply(PERFORMANCE)).isInstanceOf(IOException.class);
    assertThat(machine.read(GOVERNOR)).isEqualTo("powersave");
  }

  @Test
  void doesNotTrustARecordThatIsDamaged() {
    machine.write("run/braidwire/doctor.applied", "nonsense\n");
    assertThatThrownBy(this::undo).isInstanceOf(IOException.class).hasMessageContaining("is damaged");
    assertThatThrownBy(() -> apply(PERFORMANCE)).hasMessageContaining("is damaged");
    assertThat(machine.read(GOVERNOR)).isEqualTo("powersave");
  }

  @Test
  void takesTurnsWithAnotherDoctor() throws IOException {
    try (ChangeRecord other = ChangeRecord.open(machine.host())) {
      assertThat(other.changes()).isEmpty();
      assertThatThrownBy(() -> apply(PERFORMANCE)).hasMessage("another doctor is changing this host");
    }
    assertThat(machine.read(GOVERNOR)).isEqualTo("powersave");
  }

  @Test
  void putsANamespacesSettingsBackOnlyFromThere() throws IOException {
    apply(NO_FORWARDING);
    apply(PERFORMANCE);
    inNamespace("4711");

    assertThat(undo())
        .containsExactly(
            "/" + GOVERNOR + " performance became powersave again",
            "/" + FORWARD + " was changed in network namespace 4026531840; undo it from there");
    assertThat(machine.read(FORWARD)).isEqualTo("0");
    assertThat(record()).containsExactly("4026531840\t/" + FORWARD + "\t1\t0");

    inNamespace("4026531840");
    undo();
    assertThat(machine.read(FORWARD)).isEqualTo("1");
  }

  @Test
  void refusesSubjectsThatAreNoneOrCannotBeApplied() {
    final List<Finding> findings = machine.examine();
    assertThatThrownBy(() -> Tuner.settings(findings, List.of("weather")))
        .hasMessage("'weather' is nothing that was examined");
    machine.write("sys/devices/system/cpu/isolated", "\n");
    assertThatThrownBy(() -> Tuner.settings(machine.examine(), List.of("isolated processors")))
        .hasMessageContaining("cannot be applied from here: boot with isolcpus");
    assertThat(Tuner.settings(findings, List.of("clock source"))).isEmpty();
  }

  @Test
  void comparesMasksAsTheKernelWritesThem() {
    final Setting mask = new Setting("/sys/class/net/eth1/queues/rx-0/rps_cpus", "2");
    assertThat(mask.isInForce("00000000,00000002")).isTrue();
    assertThat(mask.isInForce("00000002,00000000")).isFalse();
    assertThat(new Setting("/sys/class/net/eth1/queues/rx-0/rps_cpus", "0").isInForce("00"))
        .isTrue();
  }

  private void inNamespace(final String inode) throws IOException {
    final Path link = root.resolve("proc/thread-self/ns/net");
    Files.createDirectories(link.getParent());
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, Path.of("net:[" + inode + "]"));
  }

  private List<String> apply(final Setting... settings) throws IOException {
    return texts(new Tuner(machine.host(), false).apply(List.of(settings)));
  }

  private List<String> undo() throws IOException {
    return texts(new Tuner(machine.host(), false).undo());
  }

  private static List<String> texts(final List<Outcome> outcomes) {
    return outcomes.stream()
        .map(outcome -> outcome.path() + " " + outcome.text())
        .toList();
  }

  private List<String> record() {
    return machine.read("run/braidwire/doctor.applied").lines().toList();
  }
}
