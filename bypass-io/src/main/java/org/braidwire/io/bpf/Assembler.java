package org.braidwire.io.bpf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes an eBPF program, one call an instruction, for {@code BpfProgram.load} (RFC 9669; kernel
 * Documentation/bpf/standardization/instruction-set.rst). Labels are names; a jump may go to one that comes later.
 *
 * <p>An instruction is a {@code long}: operation, registers, offset and operand from its lowest octet up. One thread,
 * one program; a mistake is an exception here, where it can be told more clearly than by the verifier.
 */
public final class Assembler {
  /** A program longer than this is not what this is for. */
  private static final int MAX_INSTRUCTIONS = 4096;

  private static final int CLASS_LD = 0x00;
  private static final int CLASS_LDX = 0x01;
  private static final int CLASS_ST = 0x02;
  private static final int CLASS_STX = 0x03;
  private static final int CLASS_ALU = 0x04;
  private static final int CLASS_JMP = 0x05;
  private static final int CLASS_JMP32 = 0x06;
  private static final int CLASS_ALU64 = 0x07;
  private static final int MODE_IMM = 0x00;
  private static final int MODE_MEM = 0x60;
  private static final int SOURCE_REGISTER = 0x08;
  private static final int ADD = 0x00;
  private static final int AND = 0x50;
  private static final int SHIFT_LEFT = 0x60;
  private static final int SHIFT_RIGHT = 0x70;
  private static final int MOVE = 0xb0;
  private static final int TO_BIG_ENDIAN = 0xd8;
  private static final int JUMP = 0x00;
  private static final int CALL = 0x80;
  private static final int EXIT = 0x90;

  /** In the source register's place: the operand is the descriptor of a map. */
  private static final int MAP_BY_DESCRIPTOR = 1;

  private final List<Long> code = new ArrayList<>();
  private final Map<String, Integer> labels = new HashMap<>();
  private final Map<Integer, String> jumps = new HashMap<>();

  /** What a 16-bit field of a packet that means {@code value} compares equal to when it was just loaded. */
  public static int halfInNetworkOrder(final int value) {
    return Short.toUnsignedInt(Short.reverseBytes((short) value));
  }

  /** What a 32-bit field of a packet that means {@code value} compares equal to when it was just loaded. */
  public static int wordInNetworkOrder(final int value) {
    return Integer.reverseBytes(value);
  }

  /** Names the next instruction. */
  public Assembler label(final String name) {
    if (labels.put(name, code.size()) != null) {
      throw new IllegalStateException("label " + name + " is there twice");
    }
    return this;
  }

  /** {@code to = from}. */
  public Assembler move(final Register to, final Register from) {
    return emit(CLASS_ALU64 | MOVE | SOURCE_REGISTER, to, from, 0, 0);
  }

  /** {@code to = value}, its sign extended to 64 bits. */
  public Assembler move(final Register to, final int value) {
    return emit(CLASS_ALU64 | MOVE, to, Register.R0, 0, value);
  }

  /** {@code to += value}. */
  public Assembler add(final Register to, final int value) {
    return emit(CLASS_ALU64 | ADD, to, Register.R0, 0, value);
  }

  /** {@code to += other}. */
  public Assembler add(final Register to, final Register other) {
    return emit(CLASS_ALU64 | ADD | SOURCE_REGISTER, to, other, 0, 0);
  }

  /** {@code to &= mask}. */
  public Assembler and(final Register to, final int mask) {
    return emit(CLASS_ALU64 | AND, to, Register.R0, 0, mask);
  }

  /** {@code to <<= bits}. */
  public Assembler shiftLeft(final Register to, final int bits) {
    return emit(CLASS_ALU64 | SHIFT_LEFT, to, Register.R0, 0, bits);
  }

  /** {@code to >>>= bits}. */
  public Assembler shiftRight(final Register to, final int bits) {
    return emit(CLASS_ALU64 | SHIFT_RIGHT, to, Register.R0, 0, bits);
  }

  /** What was loaded from a packet becomes the number it means there; clears what is above {@code size}. */
  public Assembler fromNetworkOrder(final Register register, final Size size) {
    return emit(CLASS_ALU | TO_BIG_ENDIAN, register, Register.R0, 0, Byte.SIZE * size.bytes());
  }

  /** {@code to = *(base + offset)}, without sign. */
  public Assembler load(final Size size, final Register to, final Register base, final int offset) {
    return emit(CLASS_LDX | MODE_MEM | size.code(), to, base, offset, 0);
  }

  /** {@code *(base + offset) = from}. */
  public Assembler store(final Size size, final Register base, final int offset, final Register from) {
    return emit(CLASS_STX | MODE_MEM | size.code(), base, from, offset, 0);
  }

  /** {@code *(base + offset) = value}. */
  public Assembler store(final Size size, final Register base, final int offset, final int value) {
    return emit(CLASS_ST | MODE_MEM | size.code(), base, Register.R0, offset, value);
  }

  /** {@code to} becomes the map with this descriptor; takes the room of two instructions. */
  public Assembler loadMap(final Register to, final int descriptor) {
    code.add(instruction(CLASS_LD | MODE_IMM | Size.LONG.code(), to.number(), MAP_BY_DESCRIPTOR, 0, descriptor));
    code.add(0L);
    return this;
  }

  public Assembler jump(final String label) {
    return jump(CLASS_JMP | JUMP, Register.R0, Register.R0, 0, label);
  }

  /** Compares all 64 bits; the way to compare addresses. */
  public Assembler jumpIf(final Register left, final Condition condition, final Register right, final String label) {
    return jump(CLASS_JMP | condition.code() | SOURCE_REGISTER, left, right, 0, label);
  }

  /** Compares all 64 bits with a value whose sign is extended; the way to see that a look-up gave nothing. */
  public Assembler jumpIf(final Register left, final Condition condition, final int value, final String label) {
    return jump(CLASS_JMP | condition.code(), left, Register.R0, value, label);
  }

  /** Compares the lower 32 bits; the way to compare words of a packet, which may look negative. */
  public Assembler jumpIfWord(final Register left, final Condition condition, final int value, final String label) {
    return jump(CLASS_JMP32 | condition.code(), left, Register.R0, value, label);
  }

  public Assembler call(final Helper helper) {
    return emit(CLASS_JMP | CALL, Register.R0, Register.R0, 0, helper.number());
  }

  /** Ends the program; what R0 holds is its answer. */
  public Assembler exit() {
    return emit(CLASS_JMP | EXIT, Register.R0, Register.R0, 0, 0);
  }

  /** The program. */
  public long[] assemble() {
    if (code.size() > MAX_INSTRUCTIONS) {
      throw new IllegalStateException(
          "the program has " + code.size() + " instructions, more than " + MAX_INSTRUCTIONS);
    }
    final long[] program = code.stream().mapToLong(Long::longValue).toArray();
    jumps.forEach((at, label) -> {
      final Integer target = labels.get(label);
      if (target == null) {
        throw new IllegalStateException("there is no label " + label);
      }
      program[at] |= (target - at - 1 & 0xffffL) << 16; // counted from the next instruction
    });
    return program;
  }

  private Assembler jump(
      final int operation, final Register left, final Register right, final int value, final String label) {
    jumps.put(code.size(), label);
    return emit(operation, left, right, 0, value);
  }

  private Assembler emit(
      final int operation, final Register to, final Register from, final int offset, final int operand) {
    code.add(instruction(operation, to.number(), from.number(), offset, operand));
    return this;
  }

  private static long instruction(
      final int operation, final int to, final int from, final int offset, final int operand) {
    if (offset != (short) offset) {
      throw new IllegalArgumentException("an offset has 16 bits: " + offset);
    }
    return operation | (long) to << 8 | (long) from << 12 | (offset & 0xffffL) << 16 | (long) operand << 32;
  }
}
