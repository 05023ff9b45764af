package org.braidwire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.braidwire.cli.json.JsonReader;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.stack.api.Braidwire;
import org.braidwire.stack.base.CountersFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(60)
class StatCommandTest {
  private static final long SELF = ProcessHandle.current().pid();

  @TempDir
  Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void showsTheOnlyProcessOnce() {
    try (Braidwire stack = stack()) {
      assertThat(run("--once")).isZero();
      assertThat(stack.isStopped()).isFalse();
    }
    assertThat(out.toString()).contains("process " + SELF, "engine 1", "CONNECTIONS_OPEN", "LINK_UP");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void writesJsonThatAScriptCanRead() {
    try (Braidwire stack = stack()) {
      assertThat(run("--once", "--json", Long.toString(SELF))).isZero();
      assertThat(stack.isStopped()).isFalse();
    }
    assertThat(new JsonReader(out.toString().strip()).read())
        .asString()
        .contains("pid=" + SELF, "kind=port, scope=wirea, name=RX_FRAMES, value=0, perSecond=null");
  }

  @Test
  void watchesUntilTheEnginesStop() throws InterruptedException {
    final Braidwire stack = stack();
    final int[] status = {-1};
    final Thread watching =
        Thread.ofPlatform().start(() -> status[0] = run("--interval", "100ms", Long.toString(SELF), "--all"));
    while (watching.isAlive() && !out.toString().contains("/s")) {
      Thread.onSpinWait();
    }
    stack.close();
    watching.join();
    assertThat(status[0]).isEqualTo(1);
    assertThat(out.toString()).contains("SEGMENTS_SENT").contains("0/s");
    assertThat(err.toString()).isEqualToIgnoringNewLines("braidwire: process " + SELF + " has stopped its engines");
  }

  @Test
  void saysInOneLineThatThereIsNothing() {
    assertThat(run()).isEqualTo(1);
    assertThat(run("999999999")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines("braidwire: no running process publishes counters here"
            + "braidwire: there is no process 999999999");
  }

  @Test
  void refusesWhatIsNoProcessOrNoTime() {
    assertThat(run("eth1")).isEqualTo(2);
    assertThat(run("--interval", "soon")).isEqualTo(2);
    assertThat(run("--interval", "99ms")).isEqualTo(2);
    assertThat(err.toString()).contains("PID", "eth1", "'soon' is not a time", "--interval must be at least 100ms");
  }

  @Test
  void asksWhichOfSeveralProcesses() throws IOException, InterruptedException {
    final Process other = new ProcessBuilder("sleep", "60").start();
    try (Braidwire stack = stack();
        CountersFile ours = CountersFile.create(folder, 1)) {
      assertThat(stack.isStopped()).isFalse();
      publishAs(ours.file(), other.pid());
      assertThat(run("--once")).isEqualTo(2);
      assertThat(out.toString()).contains(Long.toString(SELF), Long.toString(other.pid()));
      assertThat(err.toString()).contains("there are 2 processes; name one: braidwire stat PID");
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  /** Makes it look as if a process that is none of ours published. */
  private static void publishAs(final Path file, final long pid) throws IOException {
    final byte[] octets = Files.readAllBytes(file);
    final ByteBuffer header = ByteBuffer.wrap(octets).order(ByteOrder.nativeOrder());
    header.putLong(16, pid);
    header.putLong(24, startTicks(pid));
    Files.write(file.resolveSibling("braidwire-" + pid + "-1.counters"), octets);
  }

  private static long startTicks(final long pid) throws IOException {
    final String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]);
  }

  private Braidwire stack() {
    final PacketMemory memory = PacketMemory.allocate(4096, 64);
    return Braidwire.builder()
        .memory(memory)
        .port("eth1", new MemoryWire("wire").open(0, memory, 0x02_00_5e_00_00_10L))
        .path("eth1=192.0.2.2/28")
        .countersFolder(folder)
        .start();
  }

  private int run(final String... arguments) {
    final StatCommand command = new StatCommand();
    command.folders(List.of(folder));
    return new CommandLine(command)
        .setParameterExceptionHandler(Failures::onUsage)
        .setExecutionExceptionHandler(Failures::onExecution)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
