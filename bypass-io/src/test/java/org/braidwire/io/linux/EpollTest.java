package org.braidwire.io.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EpollTest {
  @Test
  void itsDescriptorIsReadableWhileAnyThatIsWatchedIs() {
    try (EventFd one = EventFd.open();
        EventFd other = EventFd.open();
        Epoll set = Epoll.open(1);
        DescriptorWait wait = new DescriptorWait(1)) {
      wait.add(set.descriptor());
      other.signal();
      set.watch(one.descriptor(), 1, false);
      set.watch(other.descriptor(), 2, false);
      assertThat(wait.await(0)).as("what was there before").isTrue();
      other.take();
      assertThat(wait.await(0)).isFalse();

      one.signal();
      other.signal();
      assertThat(wait.await(0)).isTrue();
      assertThat(wait.await(0)).as("as often as it is asked").isTrue();
      one.take();
      assertThat(wait.await(0)).as("the other still is").isTrue();
      other.take();
      assertThat(wait.await(0)).isFalse();
      one.signal();
      assertThat(wait.await(0)).isTrue();
    }
  }
}
