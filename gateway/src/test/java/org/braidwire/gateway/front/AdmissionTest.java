package org.braidwire.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.gateway.base.Address;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final Address ONE = Address.parse("192.0.2.1");
  private static final Address OTHER = Address.parse("192.0.2.2");

  private final Admission admission = new Admission(3, 2);

  @Test
  void countsEachSourceAndAll() {
    assertThat(admission.enter(ONE)).isEmpty();
    assertThat(admission.enter(ONE)).isEmpty();
    assertThat(admission.enter(ONE))
        .hasValueSatisfying(why -> assertThat(why).contains("2 connections of this source"));
    assertThat(admission.enter(OTHER)).isEmpty();
    assertThat(admission.enter(OTHER))
        .hasValueSatisfying(why -> assertThat(why).contains("there are 3 connections"));
    admission.leave(ONE);
    assertThat(admission.enter(OTHER)).isEmpty();
    assertThat(admission.count()).isEqualTo(3);
    admission.leave(ONE);
    admission.leave(OTHER);
    admission.leave(OTHER);
    assertThat(admission.count()).isZero();
  }
}
