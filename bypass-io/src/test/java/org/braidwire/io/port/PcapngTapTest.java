package org.braidwire.io.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryPort;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapngTapTest {
  private static final long TIME_NS = 1_700_000_000_123_456_789L;

  @TempDir
  private Path directory;

  private final PacketMemory memory = PacketMemory.allocate(256, 2);
  private final PacketMemory peerMemory = PacketMemory.allocate(256, 2);
  private final MemoryWire wire = new MemoryWire("wire", 1500, 64);
  private final MemoryPort port = wire.open(0, memory, 1);
  private final MemoryPort peer = wire.open(1, peerMemory, 2);
  private final List<String> complaints = new ArrayList<>();

  @AfterEach
  void free() {
    port.close();
    peer.close();
    memory.close();
    peerMemory.close();
  }

  @Test
  void tsharkReadsBothDirectionsWithNanosecondsAndInterfaceNames() throws Exception {
    Requirement.TSHARK.require();
    final Path path = directory.resolve("both.pcapng");
    try (PcapngFile file = PcapngFile.create(path, complaints::add)) {
      final PcapngTap tap = new PcapngTap(port, file, () -> TIME_NS);
      exchange(tap);
    }
    final Process tshark = new ProcessBuilder(
            "tshark",
            "-r",
            path.toString(),
            "-T",
            "fields",
            "-e",
            "frame.time_epoch",
            "-e",
            "frame.len",
            "-e",
            "frame.interface_name",
            "-e",
            "frame.packet_flags_direction",
            "-e",
            "eth.type")
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    final String said = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tshark.waitFor()).isZero();
    assertThat(said.lines())
        .containsExactly(
            "1700000000.123456789\t161\twirea\t0x00000002\t0x88b5",
            "1700000000.123456789\t75\twirea\t0x00000001\t0x88b5");
    assertThat(complaints).isEmpty();
  }

  @Test
  void theFramesAreInTheFileByteForByte() throws IOException {
    final Path path = directory.resolve("bytes.pcapng");
    try (PcapngFile file = PcapngFile.create(path, complaints::add)) {
      exchange(new PcapngTap(port, file, () -> TIME_NS));
    }
    final String octets = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
    assertThat(octets).contains("the header of a frame ..").contains("and its payload");
    assertThat(Files.size(path) % 4).isZero();
  }

  @Test
  void aFullDiskStopsTheTapOnceAndTheFramesStillPass() throws IOException {
    final Path full = Path.of("/dev/full"); // every Linux has it
    try (PcapngFile file = PcapngFile.create(full, complaints::add)) {
      final PcapngTap tap = new PcapngTap(port, file, () -> TIME_NS);
      file.flush();
      exchange(tap);
      file.flush();
      assertThat(file.stopped()).isTrue();
      assertThat(file.framesLost()).isEqualTo(2);
    }
    assertThat(complaints).singleElement().asString().contains("/dev/full");
  }

  /** One frame out through the tap, in two pieces, and one in. */
  private void exchange(final PcapngTap tap) {
    final long header = memory.frames().lease();
    final long payload = memory.chunks().lease();
    Memory.putShort(header + 12, 0x88b5);
    Memory.put(header + 14, "the header of a frame ..".getBytes(StandardCharsets.US_ASCII), 0, 24);
    Memory.put(payload, "and its payload".getBytes(StandardCharsets.US_ASCII), 0, 15);
    assertThat(tap.transmit(header, 61, payload, 100, Offload.NONE)).isTrue();
    final long answer = peerMemory.frames().lease();
    Memory.putShort(answer + 12, 0x88b5);
    assertThat(peer.transmit(answer, 75, 0, 0, Offload.NONE)).isTrue();
    final RxBurst burst = new RxBurst();
    assertThat(tap.poll(burst)).isEqualTo(1);
    memory.release(burst.address(0));
  }
}
