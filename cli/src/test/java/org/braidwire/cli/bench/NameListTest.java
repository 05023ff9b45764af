package org.braidwire.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class NameListTest {
  private static final List<String> KNOWN =
      List.of("Braidwire", "kernel MPTCP", "kernel MPTCP, blocking on one core", "kernel TCP");

  @Test
  void aNameMayHaveACommaOfItsOwn() {
    assertThat(NameList.parse("kernel MPTCP, blocking on one core", KNOWN))
        .containsExactly("kernel MPTCP, blocking on one core");
    assertThat(NameList.parse("Braidwire,kernel MPTCP, blocking on one core,kernel TCP", KNOWN))
        .containsExactly("Braidwire", "kernel MPTCP, blocking on one core", "kernel TCP");
    assertThat(NameList.parse("kernel MPTCP, kernel TCP", KNOWN)).containsExactly("kernel MPTCP", "kernel TCP");
  }

  @Test
  void whatIsNoNameIsTold() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NameList.parse("Braidwire,kernel,Netty", KNOWN))
        .withMessage("kernel");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NameList.parse("", KNOWN))
        .withMessage("");
  }
}
