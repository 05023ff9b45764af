package org.braidwire.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.braidwire.io.linux.ProcessIdentity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LabNamespacesTest {
  private final LabNamespaces namespaces = new LabNamespaces();
  private final String name = LabNames.of(ProcessIdentity.self(), "b" + LabNames.nextNumber());

  @BeforeEach
  void requireLaboratory() {
    LabRequirement.laboratory();
  }

  @Test
  void atTheEndWhatWasMadeIsRemovedAndNothingIsMadeAnyMore() {
    namespaces.add(name);
    assertThat(LabNames.existing()).contains(name);

    namespaces.end();

    assertThat(LabNames.existing()).doesNotContain(name);
    assertThatThrownBy(() -> namespaces.add(name))
        .isInstanceOf(LaboratoryException.class)
        .hasMessageContaining("ending");
    assertThat(LabNames.existing()).doesNotContain(name);
  }

  @Test
  void whatOthersRemovedIsFine() {
    namespaces.add(name);
    LabCommand.run("ip", "netns", "delete", name);

    namespaces.remove(name);
    namespaces.end();

    assertThat(LabNames.existing()).doesNotContain(name);
  }

  @Test
  void aThreadThatWasInterruptedRemovesAllTheSame() {
    namespaces.add(name);
    Thread.currentThread().interrupt();

    namespaces.remove(name);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(LabNames.existing()).doesNotContain(name);
  }
}
