package org.braidwire.io.packet;

import java.util.ArrayList;
import java.util.List;
import org.braidwire.io.port.Claim;

/**
 * The classic BPF program of a packet socket on an interface that we share with the host: of all that comes by there
 * only what is claimed is copied into our ring, the host's own traffic is not. Made once a port.
 */
final class ClaimFilter {
  private static final int LOAD_WORD = 0x20;
  private static final int LOAD_HALF = 0x28;
  private static final int LOAD_BYTE = 0x30;
  private static final int LOAD_HALF_INDEXED = 0x48;
  private static final int LOAD_INDEX_HEADER_LENGTH = 0xb1;
  private static final int JUMP = 0x05;
  private static final int JUMP_EQUAL = 0x15;
  private static final int JUMP_GREATER = 0x25;
  private static final int JUMP_AT_LEAST = 0x35;
  private static final int JUMP_BITS = 0x45;
  private static final int RETURN = 0x06;
  private static final int WHOLE_PACKET = 0x40000;

  /** Offsets from here on are facts about the packet instead of its octets. */
  private static final int ANCILLARY = -0x1000;

  private static final int PROTOCOL = ANCILLARY;
  private static final int PACKET_TYPE = ANCILLARY + 4;
  private static final int VLAN_TAG_PRESENT = ANCILLARY + 48;
  private static final int PACKET_BROADCAST = 1;
  private static final int IPV4 = 0x0800;
  private static final int ARP = 0x0806;

  /** Offsets from here on count from where the IP packet begins. */
  private static final int NETWORK = -0x100000;

  private static final int IP_FRAGMENT = NETWORK + 6;
  private static final int MORE_FRAGMENTS_OR_OFFSET = 0x3fff;
  private static final int IP_PROTOCOL = NETWORK + 9;
  private static final int IP_DESTINATION = NETWORK + 16;
  private static final int TCP = 6;
  private static final int TCP_DESTINATION = NETWORK + 2;

  private final List<int[]> code = new ArrayList<>();

  /** Jumps whose target is the end, where a packet of ours is looked at once more. */
  private final List<int[]> toTheEnd = new ArrayList<>();

  private ClaimFilter() {}

  /** The program for these claims. */
  static int[][] of(final List<Claim> claims) {
    return new ClaimFilter().assemble(claims);
  }

  private int[][] assemble(final List<Claim> claims) {
    add(LOAD_WORD, 0, 0, PROTOCOL);
    if (claims.stream().anyMatch(Claim::isWholeAddress)) {
      add(JUMP_EQUAL, 0, 1, ARP);
      jumpToTheEnd();
    }
    add(JUMP_EQUAL, 1, 0, IPV4);
    add(RETURN, 0, 0, 0);
    for (final Claim claim : claims) {
      if (claim.isWholeAddress()) {
        wholeAddress(claim);
      } else {
        ports(claim);
      }
    }
    add(RETURN, 0, 0, 0);
    for (final int[] jump : toTheEnd) {
      jump[3] = code.size() - code.indexOf(jump) - 1;
    }
    add(LOAD_WORD, 0, 0, VLAN_TAG_PRESENT);
    add(JUMP_EQUAL, 0, 3, 0);
    add(LOAD_WORD, 0, 0, PACKET_TYPE);
    add(JUMP_GREATER, 1, 0, PACKET_BROADCAST);
    add(RETURN, 0, 0, WHOLE_PACKET);
    add(RETURN, 0, 0, 0);
    return code.toArray(int[][]::new);
  }

  private void wholeAddress(final Claim claim) {
    add(LOAD_WORD, 0, 0, IP_DESTINATION);
    add(JUMP_EQUAL, 0, 1, (int) claim.addressLow());
    jumpToTheEnd();
  }

  /** Each jump that goes on with the next claim leads behind the last instruction of this one. */
  private void ports(final Claim claim) {
    add(LOAD_WORD, 0, 0, IP_DESTINATION);
    add(JUMP_EQUAL, 0, 9, (int) claim.addressLow());
    add(LOAD_BYTE, 0, 0, IP_PROTOCOL);
    add(JUMP_EQUAL, 0, 7, TCP);
    add(LOAD_HALF, 0, 0, IP_FRAGMENT);
    add(JUMP_BITS, 5, 0, MORE_FRAGMENTS_OR_OFFSET);
    add(LOAD_INDEX_HEADER_LENGTH, 0, 0, NETWORK);
    add(LOAD_HALF_INDEXED, 0, 0, TCP_DESTINATION);
    add(JUMP_AT_LEAST, 0, 2, claim.firstPort());
    add(JUMP_GREATER, 1, 0, claim.lastPort());
    jumpToTheEnd();
  }

  private void jumpToTheEnd() {
    toTheEnd.add(add(JUMP, 0, 0, 0));
  }

  private int[] add(final int operation, final int ifTrue, final int ifFalse, final int operand) {
    final int[] instruction = {operation, ifTrue, ifFalse, operand};
    code.add(instruction);
    return instruction;
  }
}
