package org.braidwire.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class RequirementTest {
  @Test
  void goesOnWhereTheMachineHasIt() {
    assertThatCode(() -> Requirement.TSHARK.require(true, "tshark")).doesNotThrowAnyException();
  }

  @Test
  void skipsWithTheRemedyWhereTheMachineLacksIt() {
    assertThatThrownBy(() -> Requirement.TSHARK.require(false, "root, netns"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("apt-get install tshark");
    assertThatThrownBy(() -> Requirement.TSHARK.require(false, null)).isInstanceOf(TestAbortedException.class);
  }

  @Test
  void failsWhereTheEnvironmentInsists() {
    assertThatThrownBy(() -> Requirement.TSHARK.require(false, "root,tshark"))
        .isInstanceOf(AssertionFailedError.class)
        .hasMessageContaining("BRAIDWIRE_REQUIRE");
  }

  @Test
  void aShortcomingOfWhatTheMachineHasIsNoSmallerThing() {
    assertThatThrownBy(() -> Requirement.NFT.decline("too old", "root"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessage("too old");
    assertThatThrownBy(() -> Requirement.NFT.decline("too old", "root,nft"))
        .isInstanceOf(AssertionFailedError.class)
        .hasMessageContaining("too old");
  }
}
