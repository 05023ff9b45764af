package org.braidwire.gateway.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.braidwire.gateway.base.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HostNamesTest {
  private static final Address FOUND = Address.parse("192.0.2.1");

  private final AtomicLong nowNs = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();

  private HostNames names(final Duration timeout, final HostNames.Resolver resolver) {
    return new HostNames(timeout, nowNs::get, resolver);
  }

  @Test
  void theHostKnowsItself() throws Exception {
    try (HostNames names = new HostNames(Duration.ofSeconds(10), System::nanoTime)) {
      assertThat(names.resolve("localhost"))
          .isNotEmpty()
          .allMatch(address ->
              address.equals(Address.parse("127.0.0.1")) || address.equals(Address.parse("::1")));
    }
  }

  @Test
  void asksOnceForACrowdAndAgainLater() throws Exception {
    try (HostNames names = names(Duration.ofSeconds(10), name -> {
      asked.incrementAndGet();
      return List.of(FOUND);
    })) {
      for (int i = 0; i < 5; i++) {
        assertThat(names.resolve("a.example.net")).containsExactly(FOUND);
      }
      assertThat(asked).hasValue(1);
      nowNs.addAndGet(Duration.ofSeconds(10).toNanos());
      names.resolve("a.example.net");
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void waitsNoLongerThanItMay() throws Exception {
    final CountDownLatch never = new CountDownLatch(1);
    try (HostNames names = names(Duration.ofMillis(50), name -> {
      never.await();
      return List.of(FOUND);
    })) {
      assertThatIOException()
          .isThrownBy(() -> names.resolve("slow.example.net"))
          .withMessageContaining("said nothing");
    }
  }

  @Test
  void asksForNoMoreThanItsThreadsAtATime() throws Exception {
    final CountDownLatch never = new CountDownLatch(1);
    try (HostNames names = names(Duration.ofMillis(1), name -> {
      never.await();
      return List.of(FOUND);
    })) {
      for (int i = 0; i < HostNames.MOST_AT_ONCE; i++) {
        final String name = "n" + i + ".example.net";
        assertThatIOException().isThrownBy(() -> names.resolve(name)).withMessageContaining("said nothing");
      }
      assertThatIOException()
          .isThrownBy(() -> names.resolve("more.example.net"))
          .withMessageContaining("already");
    }
  }

  @Test
  void saysWhatTheResolverSays() {
    try (HostNames names = names(Duration.ofSeconds(10), name -> {
      throw new UnknownHostException(name);
    })) {
      assertThatIOException()
          .isThrownBy(() -> names.resolve("none.example.net"))
          .withMessage("none.example.net: the resolver knows no address");
    }
  }
}
