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
import org.braidwire.lab.PatternSource;
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
      open(LabPlan.links(2).withChecksum(checksum), StackConfig.defaults().withChecksum(checksum), file);
      final PatternSource up = new PatternSource(UP_KEY, MIB);
      final PatternSource down = new PatternSource(DOWN_KEY, MIB);
      final Ends ends = connect(true, KernelPeerPlan.mptcp(), up, down);
      until(
          ends,
          "both subflows carry",
          () -> hasSubflows(ends, 2)
              && info(ends).subflows().stream().allMatch(subflow -> subflow.sentBytes() > 0));
      up.finish();
      down.finish();
      expectFinished(ends);
      expectPorts();
      stack.close();
    }

    assertThat(complaints).isEmpty();
    assertThat(tshark(capture, false, "mptcp.stream == 0")).hasSizeGreaterThan(100);
    assertThat(tshark(capture, false, "tcp.options.mptcp.subtype == 1"))
        .as("MP_JOIN on SYN, SYN/ACK and third ACK")
        .hasSizeGreaterThanOrEqualTo(3);
    // Segments without data are held against it by this dissector, whoever sent them: only those with data count.
    assertThat(
            tshark(
                capture,
                false,
                "_ws.malformed || _ws.expert.severity == Error || mptcp.dss.infinite_mapping"
                    + " || mptcp.connection.echoed_key_mismatch || mptcp.connection.missing_algorithm"
                    + " || mptcp.connection.unsupported_algorithm || (mptcp.dss.missing_mapping && tcp.len > 0)"))
        .isEmpty();
    // The kernel's own frames have partial checksums on a virtual link, and ours where the device completes them.
    final String wrong =
        ports.offloads() ? "ip.checksum.status != 1" : "(tcp.checksum.status != 1 || ip.checksum.status != 1)";
    assertThat(tshark(capture, true, "ip.src == 192.0.2.2 && " + wrong)).isEmpty();
  }

  private static List<String> tshark(final Path capture, final boolean checksums, final String filter)
      throws IOException, InterruptedException {
    final Process process = new ProcessBuilder(
            "tshark",
            "-r",
            capture.toString(),
            "-o",
            "mptcp.analyze_mptcp:TRUE",
            "-o",
            "mptcp.analyze_mappings:TRUE",
            "-o",
            "tcp.check_checksum:" + checksums,
            "-o",
            "ip.check_checksum:" + checksums,
            // The payload is noise: nothing above TCP may be seen in it.
            "-o",
            "tcp.desegment_tcp_streams:FALSE",
            "-d",
            "tcp.port==1-65535,data",
            "--disable-heuristic",
            "thrift_tcp",
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
