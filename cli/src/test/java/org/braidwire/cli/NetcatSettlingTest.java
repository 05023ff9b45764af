package org.braidwire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two processes, two links, and the last acknowledgements of one of them are lost: it has everything and could go, but
 * the other one, which repeats its DATA_FIN, needs it still. The listener is on the wire's side.
 */
@Timeout(120)
class NetcatSettlingTest {
  private static final int LINKS = 2;
  private static final String PORT = "5001";
  private static final int BYTES = 1_000_000;

  /** More than a first retransmission time-out (200 ms), and far less than netcat settles for (3 s). */
  private static final long BURST_MS = 250;

  /** No measure of speed: something is broken when it takes as long. */
  private static final long PATIENCE_S = 30;

  private final List<Process> processes = new ArrayList<>();
  private final StringBuilder said = new StringBuilder();

  @BeforeAll
  static void requireLaboratory() {
    Requirement.NETNS.require();
    Requirement.TC.require();
  }

  @AfterEach
  void endProcesses() throws InterruptedException {
    for (final Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  @ParameterizedTest(name = "what the {0} side sends last is lost")
  @EnumSource
  void theOneThatHasEverythingAnswersTheOneThatHeardNothingOfIt(final LabSide losing) throws Exception {
    try (Laboratory laboratory = Laboratory.open(LabPlan.links(LINKS).withTwoWires())) {
      final Process listening = listen(laboratory, losing);
      final Process connecting = connect(laboratory, losing);
      final Process first = losing == LabSide.WIRE ? listening : connecting;
      final Process last = losing == LabSide.WIRE ? connecting : listening;
      final FutureTask<byte[]> atFirst = read(first);
      final FutureTask<byte[]> atLast = read(last);
      final BufferedReader firstSays = first.errorReader();
      write(last);
      write(first);
      until(firstSays, "subflow 1 ", "state=ESTABLISHED");
      first.getOutputStream().close();
      until(firstSays, "state=M_FIN_WAIT_2"); // its DATA_FIN is acknowledged: it waits for the other one's alone

      lose(laboratory, losing, true);
      last.getOutputStream().close();
      until(firstSays, "state=M_TIME_WAIT"); // so its DATA_ACK of that, and its FINs, are under way, and lost
      Thread.sleep(BURST_MS);
      assertThat(last.isAlive())
          .as("the last one waits for what was lost")
          .isTrue();
      lose(laboratory, losing, false);

      assertThat(last.waitFor(PATIENCE_S, TimeUnit.SECONDS))
          .as("the last one hears that all has arrived%n%s", said)
          .isTrue();
      assertThat(last.exitValue()).as(() -> said + errors(last)).isEqualTo(ExitStatus.CLEAN);
      assertThat(first.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
      assertThat(first.exitValue()).as(said::toString).isEqualTo(ExitStatus.CLEAN);
      assertThat(atFirst.get()).isEqualTo(pattern());
      assertThat(atLast.get()).isEqualTo(pattern());
    }
  }

  private static void lose(final Laboratory laboratory, final LabSide side, final boolean lose) {
    for (int link = 0; link < LINKS; link++) {
      laboratory.faults().loseSent(side, link, lose);
    }
  }

  private Process listen(final Laboratory laboratory, final LabSide losing) throws IOException {
    final Process process = start(laboratory, LabSide.WIRE, losing, "listen", "--port", PORT);
    until(process.errorReader(), "AF_PACKET", "wire2"); // it listens long before the next JVM has started
    return process;
  }

  private Process connect(final Laboratory laboratory, final LabSide losing) throws IOException {
    return start(laboratory, LabSide.KERNEL, losing, "connect", LabAddresses.wire(0) + ":" + PORT);
  }

  private Process start(
      final Laboratory laboratory, final LabSide side, final LabSide losing, final String... arguments)
      throws IOException {
    final List<String> command =
        MainProcess.command(List.of("ip", "netns", "exec", laboratory.namespace(side)), arguments);
    for (int link = 0; link < LINKS; link++) {
      command.addAll(List.of("--path", LabAddresses.path(side, link)));
    }
    command.addAll(List.of("--io", "af_packet", "--no-counters"));
    if (side == losing) { // the other one's errors are read only at its end: they must fit into the pipe
      command.addAll(List.of("--stats", "--interval", "100ms"));
    }
    final Process process = new ProcessBuilder(command).start();
    processes.add(process);
    return process;
  }

  /** Reads what a process says of itself until a line has all the {@code parts}. */
  private void until(final BufferedReader lines, final String... parts) throws IOException {
    final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    while (System.nanoTime() < deadlineNs) {
      final String line = lines.readLine();
      said.append(line).append('\n');
      if (line == null) {
        break;
      }
      if (List.of(parts).stream().allMatch(line::contains)) {
        return;
      }
    }
    throw new AssertionError("no line with " + List.of(parts) + " in:\n" + said);
  }

  private static byte[] pattern() throws IOException {
    return new PatternStream(BYTES).readAllBytes();
  }

  /** Both are read at the same time, so that both can be written one after the other. */
  private static FutureTask<byte[]> read(final Process process) {
    final FutureTask<byte[]> task =
        new FutureTask<>(() -> process.getInputStream().readAllBytes());
    Thread.ofPlatform().daemon(true).start(task);
    return task;
  }

  private static void write(final Process process) throws IOException {
    final OutputStream input = process.getOutputStream();
    input.write(pattern());
    input.flush();
  }

  private static String errors(final Process process) {
    return String.join("\n", process.errorReader().lines().toList());
  }
}
