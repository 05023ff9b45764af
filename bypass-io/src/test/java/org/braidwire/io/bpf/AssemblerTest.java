package org.braidwire.io.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Against the octets that llvm-mc makes of the same instructions. */
class AssemblerTest {
  @Test
  void movesAndSums() {
    expect(code -> code.move(Register.R6, Register.R1), "bf 16 00 00 00 00 00 00");
    expect(code -> code.move(Register.R0, 2), "b7 00 00 00 02 00 00 00");
    expect(code -> code.move(Register.R0, -1), "b7 00 00 00 ff ff ff ff");
    expect(code -> code.add(Register.R4, 34), "07 04 00 00 22 00 00 00");
    expect(code -> code.add(Register.R4, Register.R5), "0f 54 00 00 00 00 00 00");
    expect(code -> code.and(Register.R5, 15), "57 05 00 00 0f 00 00 00");
    expect(code -> code.shiftLeft(Register.R5, 2), "67 05 00 00 02 00 00 00");
    expect(code -> code.shiftRight(Register.R4, 4), "77 04 00 00 04 00 00 00");
  }

  @Test
  void byteOrder() {
    expect(code -> code.fromNetworkOrder(Register.R4, Size.HALF), "dc 04 00 00 10 00 00 00");
    expect(code -> code.fromNetworkOrder(Register.R4, Size.WORD), "dc 04 00 00 20 00 00 00");
    expect(code -> code.fromNetworkOrder(Register.R4, Size.LONG), "dc 04 00 00 40 00 00 00");
    assertThat(Assembler.halfInNetworkOrder(0x0806)).isEqualTo(0x0608);
    assertThat(Assembler.halfInNetworkOrder(0x00ff)).isEqualTo(0xff00);
    assertThat(Assembler.wordInNetworkOrder(0xc000_0201)).isEqualTo(0x0102_00c0);
  }

  @Test
  void loadsAndStores() {
    expect(code -> code.load(Size.WORD, Register.R2, Register.R1, 0), "61 12 00 00 00 00 00 00");
    expect(code -> code.load(Size.BYTE, Register.R3, Register.R2, 14), "71 23 0e 00 00 00 00 00");
    expect(code -> code.load(Size.HALF, Register.R3, Register.R2, 12), "69 23 0c 00 00 00 00 00");
    expect(code -> code.load(Size.LONG, Register.R3, Register.R10, -8), "79 a3 f8 ff 00 00 00 00");
    expect(code -> code.store(Size.WORD, Register.R10, -4, Register.R1), "63 1a fc ff 00 00 00 00");
    expect(code -> code.store(Size.LONG, Register.R10, -8, Register.R1), "7b 1a f8 ff 00 00 00 00");
    expect(code -> code.store(Size.WORD, Register.R10, -4, 7), "62 0a fc ff 07 00 00 00");
    expect(
        code -> code.loadMap(Register.R1, 0x1234_5678),
        "18 11 00 00 78 56 34 12", // as a wide load, with the mark of a map in the source's place
        "00 00 00 00 00 00 00 00");
  }

  @Test
  void callsAndTheEnd() {
    expect(code -> code.call(Helper.REDIRECT_MAP), "85 00 00 00 33 00 00 00");
    expect(Assembler::exit, "95 00 00 00 00 00 00 00");
  }

  @Test
  void jumpsCountFromTheNextInstructionBothWays() {
    final long[] code = new Assembler()
        .label("back")
        .jumpIf(Register.R4, Condition.GREATER, Register.R3, "ahead")
        .jumpIf(Register.R4, Condition.NOT_EQUAL, Register.R3, "back")
        .jump("ahead")
        .loadMap(Register.R1, 1)
        .label("ahead")
        .exit()
        .assemble();
    assertThat(octets(code[0])).isEqualTo("2d 34 04 00 00 00 00 00");
    assertThat(octets(code[1])).isEqualTo("5d 34 fe ff 00 00 00 00");
    assertThat(octets(code[2])).isEqualTo("05 00 02 00 00 00 00 00");
  }

  @Test
  void jumpsOnValues() {
    expect(jump -> jump.jumpIf(Register.R0, Condition.EQUAL, 0, "next"), "15 00 00 00 00 00 00 00");
    expect(jump -> jump.jumpIf(Register.R5, Condition.LESS, 20, "next"), "a5 05 00 00 14 00 00 00");
    expect(jump -> jump.jumpIf(Register.R5, Condition.AT_MOST, 20, "next"), "b5 05 00 00 14 00 00 00");
    expect(jump -> jump.jumpIf(Register.R5, Condition.AT_LEAST, 20, "next"), "35 05 00 00 14 00 00 00");
    expect(jump -> jump.jumpIfWord(Register.R4, Condition.EQUAL, 0xc000_0202, "next"), "16 04 00 00 02 02 00 c0");
    expect(jump -> jump.jumpIfWord(Register.R4, Condition.ANY_BIT_OF, 0xff3f, "next"), "46 04 00 00 3f ff 00 00");
  }

  @Test
  void mistakesAreToldByName() {
    assertThatThrownBy(() -> new Assembler().jump("nowhere").assemble()).hasMessageContaining("nowhere");
    assertThatThrownBy(() -> new Assembler().label("twice").label("twice")).hasMessageContaining("twice");
    assertThatThrownBy(() -> new Assembler().load(Size.BYTE, Register.R0, Register.R1, 0x8000))
        .hasMessageContaining("32768");
  }

  private static void expect(final UnaryOperator<Assembler> instruction, final String... octets) {
    final long[] code =
        instruction.apply(new Assembler()).label("next").exit().assemble();
    assertThat(code).hasSize(octets.length + 1);
    for (int i = 0; i < octets.length; i++) {
      assertThat(octets(code[i])).isEqualTo(octets[i]);
    }
  }

  private static String octets(final long instruction) {
    final StringBuilder text = new StringBuilder();
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      text.append(shift == 0 ? "" : " ").append("%02x".formatted(instruction >>> shift & 0xff));
    }
    return text.toString();
  }
}
