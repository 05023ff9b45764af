package org.braidwire.io.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A classic BPF program for packet sockets: untagged ARP and IPv4, addressed to this host or to all. What the
 * engine would only count and drop is not copied into the ring at all.
 */
final class PacketFilter {
  private static final int LOAD_WORD_ABSOLUTE = 0x20;
  private static final int JUMP_EQUAL = 0x15;
  private static final int JUMP_GREATER = 0x25;
  private static final int RETURN = 0x06;

  /** Offsets from here on are facts about the packet instead of its octets. */
  private static final int ANCILLARY = -0x1000;

  private static final int PROTOCOL = ANCILLARY;
  private static final int PACKET_TYPE = ANCILLARY + 4;
  private static final int VLAN_TAG_PRESENT = ANCILLARY + 48;
  private static final int PACKET_BROADCAST = 1;
  private static final int IPV4 = 0x0800;
  private static final int ARP = 0x0806;
  private static final int WHOLE_PACKET = 0x40000;

  /** Code, jump if true, jump if false, operand. */
  private static final int[][] PROGRAM = {
    {LOAD_WORD_ABSOLUTE, 0, 0, PROTOCOL}, // as the kernel knows it, with a link layer and without
    {JUMP_EQUAL, 1, 0, IPV4},
    {JUMP_EQUAL, 0, 5, ARP},
    {LOAD_WORD_ABSOLUTE, 0, 0, VLAN_TAG_PRESENT},
    {JUMP_EQUAL, 0, 3, 0},
    {LOAD_WORD_ABSOLUTE, 0, 0, PACKET_TYPE},
    {JUMP_GREATER, 1, 0, PACKET_BROADCAST},
    {RETURN, 0, 0, WHOLE_PACKET},
    {RETURN, 0, 0, 0},
  };

  private static final int INSTRUCTION_BYTES = 8;

  private PacketFilter() {}

  static void attach(final LinuxSocket socket) {
    try (Arena arena = Arena.ofConfined()) {
      final MemorySegment code = arena.allocate((long) PROGRAM.length * INSTRUCTION_BYTES, 8);
      for (int i = 0; i < PROGRAM.length; i++) {
        final long at = (long) i * INSTRUCTION_BYTES;
        code.set(ValueLayout.JAVA_SHORT, at, (short) PROGRAM[i][0]);
        code.set(ValueLayout.JAVA_BYTE, at + 2, (byte) PROGRAM[i][1]);
        code.set(ValueLayout.JAVA_BYTE, at + 3, (byte) PROGRAM[i][2]);
        code.set(ValueLayout.JAVA_INT, at + 4, PROGRAM[i][3]);
      }
      final MemorySegment program = arena.allocate(16, 8); // struct sock_fprog
      program.set(ValueLayout.JAVA_SHORT, 0, (short) PROGRAM.length);
      program.set(ValueLayout.JAVA_LONG, 8, code.address());
      socket.setOption("SO_ATTACH_FILTER", LinuxSocket.SOL_SOCKET, LinuxSocket.SO_ATTACH_FILTER, program);
    }
  }
}
