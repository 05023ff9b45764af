package org.braidwire.io.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.braidwire.io.linux.BpfProgram;
import org.braidwire.io.port.Claim;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the kernel makes of the program: run on frames that come from nowhere. */
class ClaimMatcherTest {
  private static final int OURS = 1;
  private static final int OTHERS = 2;

  /** As a packet buffer the kernel tries nothing that has no whole IP header. */
  private static final int SHORTEST_PACKET = 34;

  private static final int WHOLE = 0xc000_0202;
  private static final int SHARED = 0xc633_6407;
  private static final int STRANGER = 0xcb00_7101;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int ICMP = 1;
  private static final int FIRST_PORT = 40_000;
  private static final int LAST_PORT = 40_099;
  private static final List<Claim> CLAIMS =
      List.of(claim(WHOLE, 0, 0), claim(SHARED, FIRST_PORT, LAST_PORT), claim(SHARED, 50_000, 50_000));

  private static BpfProgram xdp;
  private static BpfProgram trafficControl;

  @BeforeAll
  static void load() {
    Requirement.ROOT.require();
    // struct xdp_md and struct __sk_buff hold data and data_end at different places
    xdp = BpfProgram.load(BpfProgram.Type.XDP, BpfProgram.XDP_HAS_FRAGS, program(0, 4), "claims_xdp");
    trafficControl = BpfProgram.load(BpfProgram.Type.SCHED_CLS, 0, program(76, 80), "claims_tc");
  }

  @AfterAll
  static void unload() {
    if (trafficControl != null) {
      xdp.close();
      trafficControl.close();
    }
  }

  private static long[] program(final int data, final int dataEnd) {
    final Assembler program = new Assembler()
        .load(Size.WORD, Register.R2, Register.R1, data)
        .load(Size.WORD, Register.R3, Register.R1, dataEnd);
    ClaimMatcher.emit(program, CLAIMS);
    return program.label(ClaimMatcher.OURS)
        .move(Register.R0, OURS)
        .exit()
        .label(ClaimMatcher.OTHERS)
        .move(Register.R0, OTHERS)
        .exit()
        .assemble();
  }

  @Test
  void everythingForAnAddressThatIsOurs() {
    expect(OURS, ip(WHOLE, TCP, 20, 1));
    expect(OURS, ip(WHOLE, UDP, 20, 1));
    expect(OURS, ip(WHOLE, ICMP, 20, 1));
    expect(OURS, ip(WHOLE, TCP, 60, 1));
    expect(OURS, arp(WHOLE));
    expect(OTHERS, ip(STRANGER, TCP, 20, FIRST_PORT));
    expect(OTHERS, arp(STRANGER));
  }

  @Test
  void onlyTcpToOurPortsAtAnAddressThatTheHostKeeps() {
    expect(OURS, ip(SHARED, TCP, 20, FIRST_PORT));
    expect(OURS, ip(SHARED, TCP, 60, LAST_PORT));
    expect(OURS, ip(SHARED, TCP, 24, 50_000));
    expect(OTHERS, ip(SHARED, TCP, 20, FIRST_PORT - 1));
    expect(OTHERS, ip(SHARED, TCP, 20, LAST_PORT + 1));
    expect(OTHERS, ip(SHARED, TCP, 20, 50_001));
    expect(OTHERS, ip(SHARED, UDP, 20, FIRST_PORT));
    expect(OTHERS, ip(SHARED, ICMP, 20, FIRST_PORT));
    expect(OTHERS, arp(SHARED));
  }

  @Test
  void fragmentsAndTaggedFramesAreLeftToTheHost() {
    expect(OTHERS, with(ip(WHOLE, TCP, 20, 1), 20, 0x20)); // more fragments
    expect(OTHERS, with(ip(WHOLE, TCP, 20, 1), 21, 1)); // not the first
    expect(OTHERS, with(ip(WHOLE, TCP, 20, 1), 20, 0x1f));
    expect(OURS, with(ip(WHOLE, TCP, 20, 1), 20, 0x40)); // may not be fragmented
    final byte[] untagged = ip(WHOLE, TCP, 20, 1);
    final ByteBuffer tagged = ByteBuffer.allocate(untagged.length + 4);
    tagged.put(untagged, 0, 12).putInt(0x8100_0005).put(untagged, 12, untagged.length - 12);
    expect(OTHERS, tagged.array());
  }

  @Test
  void whatIsNoHeaderIsLeftToTheHost() {
    expect(OTHERS, with(ip(WHOLE, TCP, 20, 1), 14, 0x65)); // version 6
    expect(OTHERS, with(ip(WHOLE, TCP, 20, 1), 14, 0x44)); // a header of 16 octets
    expect(OTHERS, with(ip(WHOLE, TCP, 20, 1), 12, 0x86)); // another protocol
    expect(OTHERS, with(arp(WHOLE), 15, 6)); // another medium
    expect(OTHERS, with(arp(WHOLE), 18, 8)); // longer addresses
    expect(OTHERS, with(arp(WHOLE), 16, 0x86)); // of another protocol
  }

  @Test
  void whatIsTooShortToKnowWhoseItIsIsLeftToTheHost() {
    expectOursFrom(34, ip(WHOLE, TCP, 20, 1));
    expectOursFrom(42, arp(WHOLE));
    expectOursFrom(14 + 32 + 4, ip(SHARED, TCP, 32, LAST_PORT));
  }

  private static void expectOursFrom(final int neededBytes, final byte[] frame) {
    for (int bytes = 14; bytes < frame.length; bytes++) {
      final int verdict = bytes < neededBytes ? OTHERS : OURS;
      final byte[] cut = Arrays.copyOf(frame, bytes);
      assertThat(xdp.trial(cut)).isEqualTo(verdict);
      if (bytes >= SHORTEST_PACKET) {
        assertThat(trafficControl.trial(cut)).isEqualTo(verdict);
      }
    }
  }

  @Test
  void anAddressThatItCannotTellIsRefused() {
    final List<Claim> ipv6 = List.of(Claim.address(0x2001_0db8_0000_0000L, 1));
    assertThatThrownBy(() -> ClaimMatcher.emit(new Assembler(), ipv6)).hasMessageContaining("IPv4");
  }

  @Test
  void thereAreAsManyClaimsAsPathsAndMore() {
    final Claim[] many = new Claim[64];
    for (int i = 0; i < many.length; i++) {
      many[i] = claim(WHOLE + i, i % 2, i % 2 * 9);
    }
    final Assembler program = new Assembler()
        .load(Size.WORD, Register.R2, Register.R1, 0)
        .load(Size.WORD, Register.R3, Register.R1, 4);
    ClaimMatcher.emit(program, List.of(many));
    program.label(ClaimMatcher.OURS).move(Register.R0, OURS).exit();
    program.label(ClaimMatcher.OTHERS).move(Register.R0, OTHERS).exit();
    try (BpfProgram loaded = BpfProgram.load(BpfProgram.Type.XDP, 0, program.assemble(), "many_claims")) {
      assertThat(loaded.trial(ip(WHOLE + 62, UDP, 20, 1))).isEqualTo(OURS);
      assertThat(loaded.trial(ip(WHOLE + 63, TCP, 20, 9))).isEqualTo(OURS);
      assertThat(loaded.trial(ip(WHOLE + 63, TCP, 20, 10))).isEqualTo(OTHERS);
    }
  }

  private static void expect(final int verdict, final byte[] frame) {
    assertThat(xdp.trial(frame)).as("XDP").isEqualTo(verdict);
    assertThat(trafficControl.trial(frame)).as("traffic control").isEqualTo(verdict);
  }

  private static Claim claim(final int address, final int firstPort, final int lastPort) {
    return new Claim(0, 0xffff_0000_0000L | address & 0xffff_ffffL, firstPort, lastPort);
  }

  private static byte[] ip(final int destination, final int protocol, final int headerBytes, final int port) {
    final ByteBuffer frame = ByteBuffer.allocate(14 + headerBytes + 20);
    frame.putShort(12, (short) 0x0800);
    frame.put(14, (byte) (0x40 | headerBytes / 4));
    frame.put(23, (byte) protocol);
    frame.putInt(30, destination);
    frame.putShort(14 + headerBytes + 2, (short) port);
    return frame.array();
  }

  private static byte[] arp(final int target) {
    final ByteBuffer frame = ByteBuffer.allocate(60);
    frame.putShort(12, (short) 0x0806);
    frame.putInt(14, 0x0001_0800).putShort(18, (short) 0x0604).putShort(20, (short) 1);
    frame.putInt(38, target);
    return frame.array();
  }

  private static byte[] with(final byte[] frame, final int at, final int value) {
    frame[at] = (byte) value;
    return frame;
  }
}
