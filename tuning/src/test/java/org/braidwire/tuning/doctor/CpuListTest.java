package org.braidwire.tuning.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpuListTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"2;2", "0-3,5;0-3,5", "3,1,2;1-3", "(null);none", "'';none"})
  void readsAndWritesLists(final String text, final String same) {
    assertThat(CpuList.format(CpuList.parse(text))).isEqualTo(same);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "3-1", "1-2-3", "-1", "1024", "99999"})
  void refusesWhatIsNoList(final String text) {
    assertThatThrownBy(() -> CpuList.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a list of processors");
  }

  @Test
  void writesMasksInWordsOf32() {
    assertThat(CpuList.mask(0)).isEqualTo("1");
    assertThat(CpuList.mask(5)).isEqualTo("20");
    assertThat(CpuList.mask(31)).isEqualTo("80000000");
    assertThat(CpuList.mask(33)).isEqualTo("2,00000000");
    assertThat(CpuList.isEmptyMask("00000000,00000000")).isTrue();
    assertThat(CpuList.isEmptyMask("00000000,00000010")).isFalse();
  }
}
