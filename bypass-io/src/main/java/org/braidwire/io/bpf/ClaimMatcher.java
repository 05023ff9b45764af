package org.braidwire.io.bpf;

import static org.braidwire.io.bpf.Assembler.halfInNetworkOrder;
import static org.braidwire.io.bpf.Assembler.wordInNetworkOrder;

import java.util.List;
import org.braidwire.io.port.Claim;

/**
 * The part of a program that tells our frames from all others: IPv4 and ARP for an address that is ours alone, TCP to
 * our ports at one that the host keeps. Fragments, tagged frames and what is no well-formed header are not ours.
 * Stateless.
 */
public final class ClaimMatcher {
  /** Where the program goes on with a frame of ours; its author defines it. */
  public static final String OURS = "ours";

  /** Where the program goes on with any other frame; its author defines it. */
  public static final String OTHERS = "others";

  private static final int ETHERTYPE = 12;
  private static final int ETHERNET_HEADER_BYTES = 14;
  private static final int IPV4 = 0x0800;
  private static final int IP_VERSION_AND_LENGTH = ETHERNET_HEADER_BYTES;
  private static final int IP_FRAGMENT = ETHERNET_HEADER_BYTES + 6;
  private static final int MORE_FRAGMENTS_OR_OFFSET = 0x3fff;
  private static final int IP_PROTOCOL = ETHERNET_HEADER_BYTES + 9;
  private static final int IP_DESTINATION = ETHERNET_HEADER_BYTES + 16;
  private static final int IP_HEADER_BYTES = 20;
  private static final int TCP = 6;
  private static final int TCP_PORTS_BYTES = 4;
  private static final int ARP = 0x0806;
  private static final int ARP_HARDWARE_AND_PROTOCOL = ETHERNET_HEADER_BYTES;
  private static final int ETHERNET_AND_IPV4 = 0x0001_0800;
  private static final int ARP_LENGTHS = ETHERNET_HEADER_BYTES + 4;
  private static final int SIX_AND_FOUR = 0x0604;
  private static final int ARP_TARGET = ETHERNET_HEADER_BYTES + 24;
  private static final int ARP_BYTES = 28;

  /** Upper 32 bits of the low half of an IPv4 address written as an IPv6 one. */
  private static final long MAPPED_IPV4 = 0xffff;

  private static final String ARP_FOR_US = "arp";
  private static final String NEXT_CLAIM = "next claim ";

  private ClaimMatcher() {}

  /**
   * Adds it to {@code program}, which then jumps to {@link #OURS} or {@link #OTHERS}. R2 holds the address of the
   * frame's first octet and R3 that behind the last one that may be read, and they keep them; R0, R4, R5 are spoilt.
   */
  public static void emit(final Assembler program, final List<Claim> claims) {
    program.move(Register.R4, Register.R2)
        .add(Register.R4, ETHERNET_HEADER_BYTES + IP_HEADER_BYTES)
        .jumpIf(Register.R4, Condition.GREATER, Register.R3, OTHERS)
        .load(Size.HALF, Register.R4, Register.R2, ETHERTYPE)
        .jumpIfWord(Register.R4, Condition.EQUAL, halfInNetworkOrder(ARP), ARP_FOR_US)
        .jumpIfWord(Register.R4, Condition.NOT_EQUAL, halfInNetworkOrder(IPV4), OTHERS);
    ipHeader(program);
    program.load(Size.WORD, Register.R4, Register.R2, IP_DESTINATION);
    wholeAddresses(program, claims);
    ports(program, claims.stream().filter(claim -> !claim.isWholeAddress()).toList());
    program.jump(OTHERS).label(ARP_FOR_US);
    arp(program);
    wholeAddresses(program, claims);
    program.jump(OTHERS);
  }

  /** Goes on with a whole packet of version 4; R5 then holds the length of its header. */
  private static void ipHeader(final Assembler program) {
    program.load(Size.BYTE, Register.R5, Register.R2, IP_VERSION_AND_LENGTH)
        .move(Register.R4, Register.R5)
        .shiftRight(Register.R4, 4)
        .jumpIfWord(Register.R4, Condition.NOT_EQUAL, 4, OTHERS)
        .and(Register.R5, 0xf)
        .shiftLeft(Register.R5, 2)
        .jumpIf(Register.R5, Condition.LESS, IP_HEADER_BYTES, OTHERS)
        .load(Size.HALF, Register.R4, Register.R2, IP_FRAGMENT)
        .jumpIfWord(Register.R4, Condition.ANY_BIT_OF, halfInNetworkOrder(MORE_FRAGMENTS_OR_OFFSET), OTHERS);
  }

  /** Goes on with ARP for IPv4 over Ethernet; R4 then holds the address that is asked for or answered to. */
  private static void arp(final Assembler program) {
    program.move(Register.R4, Register.R2)
        .add(Register.R4, ETHERNET_HEADER_BYTES + ARP_BYTES)
        .jumpIf(Register.R4, Condition.GREATER, Register.R3, OTHERS)
        .load(Size.WORD, Register.R4, Register.R2, ARP_HARDWARE_AND_PROTOCOL)
        .jumpIfWord(Register.R4, Condition.NOT_EQUAL, wordInNetworkOrder(ETHERNET_AND_IPV4), OTHERS)
        .load(Size.HALF, Register.R4, Register.R2, ARP_LENGTHS)
        .jumpIfWord(Register.R4, Condition.NOT_EQUAL, halfInNetworkOrder(SIX_AND_FOUR), OTHERS)
        .load(Size.WORD, Register.R4, Register.R2, ARP_TARGET);
  }

  private static void wholeAddresses(final Assembler program, final List<Claim> claims) {
    for (final Claim claim : claims) {
      if (claim.isWholeAddress()) {
        program.jumpIfWord(Register.R4, Condition.EQUAL, address(claim), OURS);
      }
    }
  }

  /** For an address in R4 and a header length in R5. */
  private static void ports(final Assembler program, final List<Claim> claims) {
    if (claims.isEmpty()) {
      return;
    }
    final int behindPorts = ETHERNET_HEADER_BYTES + TCP_PORTS_BYTES;
    program.load(Size.BYTE, Register.R0, Register.R2, IP_PROTOCOL)
        .jumpIfWord(Register.R0, Condition.NOT_EQUAL, TCP, OTHERS)
        .move(Register.R0, Register.R2)
        .add(Register.R0, Register.R5)
        .add(Register.R0, behindPorts)
        .jumpIf(Register.R0, Condition.GREATER, Register.R3, OTHERS)
        .load(Size.HALF, Register.R5, Register.R0, -Size.HALF.bytes()) // the destination's is the second
        .fromNetworkOrder(Register.R5, Size.HALF);
    for (int i = 0; i < claims.size(); i++) {
      final Claim claim = claims.get(i);
      program.jumpIfWord(Register.R4, Condition.NOT_EQUAL, address(claim), NEXT_CLAIM + i)
          .jumpIfWord(Register.R5, Condition.LESS, claim.firstPort(), NEXT_CLAIM + i)
          .jumpIfWord(Register.R5, Condition.AT_MOST, claim.lastPort(), OURS)
          .label(NEXT_CLAIM + i);
    }
  }

  private static int address(final Claim claim) {
    if (claim.addressHigh() != 0 || claim.addressLow() >>> Integer.SIZE != MAPPED_IPV4) {
      throw new IllegalArgumentException("only IPv4 addresses can be told from others yet");
    }
    return wordInNetworkOrder((int) claim.addressLow());
  }
}
