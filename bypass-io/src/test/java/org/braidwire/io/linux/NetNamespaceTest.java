package org.braidwire.io.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class NetNamespaceTest {
  @Test
  void namesTheNamespaceThatDoesNotExist() {
    assertThatThrownBy(() -> NetNamespace.call("bw-no-such-namespace", () -> 1))
        .isInstanceOf(LinuxException.class)
        .hasMessageContaining("bw-no-such-namespace")
        .hasMessageContaining("ENOENT");
  }

  @Test
  void handsBackTheResultOfAFreshThread() throws Exception {
    final Thread ran = NetNamespace.call(null, Thread::currentThread);

    assertThat(ran).isNotSameAs(Thread.currentThread());
    assertThat(ran.isVirtual()).isFalse();
  }

  @Test
  void handsBackTheFailureOfTheBody() {
    assertThatThrownBy(() -> NetNamespace.call(null, () -> {
          throw new IOException("from the body");
        }))
        .isInstanceOf(IOException.class)
        .hasMessage("from the body");
  }
}
