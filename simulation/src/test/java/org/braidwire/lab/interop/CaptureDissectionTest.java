package org.braidwire.lab.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.braidwire.io.port.PcapngFile;
import org.braidwire.lab.KernelPeerPlan;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.Laboratory;
import org.braidwire.lab.PatternSource;
import org.braidwire.lab.WireStack;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the stack sends and the tap writes, in the eyes of a dissector that is not ours. */
class CaptureDissectionTest extends InteropTest {
  @TempDir
  Path folder;

  @ParameterizedTest(name = "checksum {0}")
  @ValueSource(booleans = {false, true})
  void aDissectorFindsNothingWrong(final boolean checksum) throws Exception {
    Requirement.TSHARK.require();
    final Path capture = folder.resolve("run.pcapng");
    final List<String> complaints = new ArrayList<>();
    try (PcapngFile file = PcapngFile.create(capture, complaints::add)) {
      laboratory = Laboratory.open(LabPlan.links(2).withChecksum(checksum));
      stack = WireStack.open(laboratory, StackConfig.defaults().withChecksum(checksum), file);
      final PatternSource up = new PatternSource(UP_KEY, MIB);
      final PatternSource down = new PatternSource(DOWN_KEY, MIB);
      final Ends ends = connect(true, KernelPeerPlan.mptcp(), up, down);
      until(ends, "both subflows carry", () -> hasSubflows(ends, 2)
          && info(ends).subflows().stream().allMatch(subflow -> subflow.sentBytes() > 0));
      up.finish();
      down.finish();
      expectFinished(ends);
      stack.close();
    }

    assertThat(complaints).isEmpty();
    assertThat(tshark(capture, "tcp.options.mptcp.subtype == 1")).as("MP_JOIN: two SYNs and the third ACK").hasSizeGreaterThanOrEqualTo(3);
    assertThat(tshark(capture, "mptcp.stream == 0")).hasSizeGreaterThan(100);
    assertThat(tshark(capture, "_ws.malformed")).isEmpty();
    assertThat(tshark(capture, "tcp.options.mptcp && _ws.expert.severity == \"Error\""))
        .isEmpty();
    assertThat(tshark(capture, "mptcp.expert || tcp.options.mptcp.invalid || mptcp.dss.infinite_mapping"))
        .isEmpty();
    assertThat(tshark(capture, "ip.src == 192.0.2.2 && (tcp.checksum.status == \"Bad\" || ip.checksum.status == \"Bad\")"))
        .isEmpty();
    assertThat(tshark(capture, "ip.src == 192.0.2.2 && tcp.checksum.status == \"Good\""))
        .isNotEmpty();
  }

  private static List<String> tshark(final Path capture, final String filter) throws IOException, InterruptedException {
    final Process process = new ProcessBuilder(
            "tshark",
            "-r",
            capture.toString(),
            "-o",
            "tcp.analyze_mptcp:TRUE",
            "-o",
            "mptcp.analyze_mappings:TRUE",
            "-o",
            "tcp.check_checksum:TRUE",
            "-o",
            "ip.check_checksum:TRUE",
            "-Y",
            filter)
        .redirectError(capture.resolveSibling("errors").toFile())
        .start();
    final List<String> lines;
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      lines = output.lines().toList();
    }
    assertThat(process.waitFor()).as(() -> "tshark with " + filter).isZero();
    return lines;
  }
}
