package org.braidwire.io.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.braidwire.io.VethLink;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetlinkMonitorTest {
  private static final long ADDRESS_LOW = 0xffff_c000_0207L; // ::ffff:192.0.2.7

  @TempDir
  private Path directory;

  private final List<String> heard = new ArrayList<>();
  private final LinkEvents listener = new LinkEvents() {
    @Override
    public void onLink(final int index, final String name, final boolean present, final boolean carrier) {
      heard.add(name + (present ? carrier ? " up" : " down" : " gone"));
    }

    @Override
    public void onAddress(
        final int index, final long high, final long low, final int prefixBits, final boolean added) {
      heard.add((added ? "+" : "-") + Long.toHexString(low) + "/" + prefixBits);
    }
  };

  private VethLink link;
  private NetlinkMonitor monitor;

  @BeforeAll
  static void probe() {
    Requirement.NETNS.require();
  }

  @BeforeEach
  void open() throws Exception {
    link = new VethLink(1500);
    monitor = NetNamespace.call(link.namespace(), NetlinkMonitor::open);
    monitor.listen(listener);
  }

  @AfterEach
  void close() throws Exception {
    monitor.close();
    link.close();
  }

  @Test
  void aListenerHearsOfEveryPresentLinkAtOnce() {
    assertThat(heard)
        .contains("lo down")
        .anyMatch(s -> s.startsWith("near "))
        .anyMatch(s -> s.startsWith("far "));
  }

  @Test
  void carrierLostAtTheOtherEndIsHeardOfHere() throws Exception {
    await(() -> heard.lastIndexOf("near up") >= 0);
    link.ip("link", "set", VethLink.FAR, "down");
    await(() -> heard.contains("near down"));
    link.ip("link", "set", VethLink.FAR, "up");
    await(() -> heard.lastIndexOf("near up") > heard.lastIndexOf("near down"));
  }

  @Test
  void addressesComeAndGo() throws Exception {
    link.ip("addr", "add", "192.0.2.7/28", "dev", VethLink.NEAR);
    await(() -> heard.contains("+ffffc0000207/28"));
    link.ip("addr", "del", "192.0.2.7/28", "dev", VethLink.NEAR);
    await(() -> heard.contains("-ffffc0000207/28"));
  }

  @Test
  void aRemovedLinkIsGone() throws Exception {
    link.ip("link", "del", VethLink.NEAR);
    await(() -> heard.contains("near gone") && heard.contains("far gone"));
  }

  @Test
  void afterAnOverrunTheStateIsLearnedAnewIncludingWhatHasGone() throws Exception {
    link.ip("addr", "add", "192.0.2.7/28", "dev", VethLink.NEAR);
    await(() -> heard.contains("+ffffc0000207/28"));
    // Some thousand pieces of news, more than the socket can hold, while nobody polls.
    final StringBuilder batch = new StringBuilder();
    for (int round = 0; round < 12; round++) {
      for (final String verb : List.of("add", "del")) {
        for (int host = 1; host < 255; host++) {
          batch.append("addr ")
              .append(verb)
              .append(" 198.51.100.")
              .append(host)
              .append("/32 dev far\n");
        }
      }
    }
    final Path commands = Files.writeString(directory.resolve("commands"), batch);
    link.ip("-batch", commands.toString());
    link.ip("link", "del", VethLink.NEAR);
    await(() -> heard.contains("near gone") && heard.contains("-ffffc0000207/28"));
    assertThat(monitor.overruns()).isPositive();
  }

  @Test
  void addressesOfTheHostAreFoundWithTheirInterface() throws Exception {
    assertThat(NetNamespace.call(link.namespace(), () -> HostAddresses.owned(0, ADDRESS_LOW)))
        .isEmpty();
    link.ip("addr", "add", "192.0.2.7/28", "dev", VethLink.FAR);
    assertThat(NetNamespace.call(link.namespace(), () -> HostAddresses.owned(0, ADDRESS_LOW)))
        .hasValue("far");
    assertThat(NetNamespace.call(link.namespace(), () -> HostAddresses.owned(0, ADDRESS_LOW + 1)))
        .isEmpty();
  }

  private void await(final BooleanSupplier condition) {
    final long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("heard so far: " + heard).isLessThan(deadline);
      monitor.poll();
    }
  }
}
