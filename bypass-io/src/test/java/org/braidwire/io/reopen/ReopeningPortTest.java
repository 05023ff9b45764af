package org.braidwire.io.reopen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.braidwire.io.LinuxPorts;
import org.braidwire.io.PortChoice;
import org.braidwire.io.VethLink;
import org.braidwire.io.VethPair;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.linux.Errno;
import org.braidwire.io.linux.LinuxException;
import org.braidwire.io.port.Claim;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.FramePortContract;
import org.braidwire.io.port.Offload;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.io.port.PortPair;
import org.braidwire.io.port.RxBurst;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A port that outlives its interface is a port like any other, and then some. */
class ReopeningPortTest extends FramePortContract {
  private static final long WAIT_NS = Duration.ofSeconds(10).toNanos();
  private static final int MTU_BYTES = 1500;
  private static final String ADDRESS = "192.0.2.2/28";

  private final List<String> warnings = new ArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();

  @BeforeAll
  static void probe() {
    Requirement.NETNS.require();
  }

  @Override
  protected PortPair open() throws Exception {
    return pair(new VethLink(mtuBytes()), PortChoice.AF_PACKET);
  }

  @Override
  protected int measuredFrames() {
    return 200_000;
  }

  private VethPair pair(final VethLink link, final String io) throws Exception {
    return pair(link, io, CLAIM);
  }

  private VethPair pair(final VethLink link, final String io, final Claim claim) throws Exception {
    final PortChoice choice = PortChoice.auto().withIo(io);
    return new VethPair(
        link,
        claim,
        request -> ReopeningPort.open(
            request,
            asked -> {
              if (refusals.get() > 0 && asked.interfaceName().equals(VethLink.NEAR)) {
                refusals.decrementAndGet();
                throw new LinuxException("bind", "interface near", Errno.EBUSY, "for a test");
              }
              return LinuxPorts.open(choice, asked);
            },
            link.namespace(),
            warnings::add));
  }

  @ParameterizedTest
  @ValueSource(strings = {PortChoice.AF_PACKET, PortChoice.AF_XDP})
  void anInterfaceThatComesBackWithAnotherIndexAndAddressCarriesAgain(final String io) throws Exception {
    try (VethPair pair = pair(new VethLink(MTU_BYTES), io)) {
      send(pair, 100);
      assertThat(pair.receive(1)).containsExactly(100);
      final long macBefore = pair.near().macAddress();

      pair.link().ip("link", "del", VethLink.NEAR);
      until(
          pair,
          "both links are down",
          () -> !pair.near().linkUp() && !pair.far().linkUp());
      send(pair, 100);
      assertThat(pair.near().counters().get(Kind.TX_LINK_DOWN)).isEqualTo(1);
      pair.link().remake(MTU_BYTES, 77, 78);
      until(
          pair,
          "both links are up",
          () -> pair.near().linkUp() && pair.far().linkUp());

      assertThat(pair.near().macAddress()).isNotEqualTo(macBefore);
      send(pair, 200);
      assertThat(pair.receive(1)).containsExactly(200);
      assertThat(pair.near().counters().get(Kind.REOPENS)).isEqualTo(1);
      assertThat(pair.near().counters().get(Kind.TX_FRAMES)).isEqualTo(2);
      assertThat(pair.near().counters().get(Kind.LINK_CHANGES)).isEqualTo(2);
      assertThat(warnings)
          .contains(
              "interface near has gone: its path is closed until an interface of that name is back",
              "interface near is back: its path is open again");
    }
  }

  @Test
  void anInterfaceThatIsReplacedBetweenTwoLooksIsOpenedAnew() throws Exception {
    try (VethPair pair = pair(new VethLink(MTU_BYTES), PortChoice.AF_PACKET)) {
      for (int index = 80; index < 90; index += 2) {
        pair.link().ip("link", "del", VethLink.NEAR);
        pair.link().remake(MTU_BYTES, index, index + 1);
      }
      until(
          pair,
          "both are opened anew",
          () -> pair.near().counters().get(Kind.REOPENS) > 0
              && pair.far().counters().get(Kind.REOPENS) > 0);
      until(
          pair,
          "both links are up",
          () -> pair.near().linkUp() && pair.far().linkUp());
      send(pair, 300);
      assertThat(pair.receive(1)).containsExactly(300);
    }
  }

  @Test
  void whatComesBackAsAnotherKindOfInterfaceIsChosenForAnewAndSaid() throws Exception {
    try (VethPair pair = pair(new VethLink(MTU_BYTES), PortChoice.AUTO)) {
      assertThat(pair.near().description())
          .endsWith(" (--io auto: a virtual link, which passes super-segments whole)");
      pair.link().ip("link", "del", VethLink.NEAR);
      until(pair, "the link is down", () -> !pair.near().linkUp());
      pair.link().ip("tuntap", "add", "dev", VethLink.NEAR, "mode", "tun");
      until(pair, "it is opened anew", () -> pair.near().counters().get(Kind.REOPENS) == 1);
      assertThat(pair.near().description()).endsWith(" (--io auto: it has no link layer)");
      assertThat(warnings)
          .contains("interface near is back: its path is open again, "
              + pair.near().description());
    }
  }

  @Test
  void aNameThatGoesToAnotherInterfaceTakesThePortWithIt() throws Exception {
    try (VethPair pair = pair(new VethLink(MTU_BYTES), PortChoice.AF_PACKET)) {
      pair.link().ip("link", "set", VethLink.NEAR, "down");
      pair.link().ip("link", "set", VethLink.NEAR, "name", "other");
      pair.link().ip("link", "set", "other", "up");
      until(
          pair,
          "its link is down, whatever the carrier",
          () -> !pair.near().linkUp());
      until(pair, "the far end has carrier", () -> pair.far().linkUp());
      assertThat(pair.near().linkUp()).isFalse();

      pair.link().ip("link", "set", "other", "down");
      pair.link().ip("link", "set", "other", "name", VethLink.NEAR);
      pair.link().ip("link", "set", VethLink.NEAR, "up");
      until(pair, "its link is up", () -> pair.near().linkUp());
      send(pair, 400);
      assertThat(pair.receive(1)).containsExactly(400);
    }
  }

  @Test
  void anAddressThatWeShareWithTheHostIsThereOrTheLinkIsDown() throws Exception {
    final VethLink link = new VethLink(MTU_BYTES);
    link.ip("addr", "add", ADDRESS, "dev", VethLink.NEAR);
    final Claim shared = new Claim(0, 0xffff_c000_0202L, 5000, 5999);
    try (VethPair pair = pair(link, PortChoice.AF_PACKET, shared)) {
      link.ip("addr", "add", "192.0.2.3/28", "dev", VethLink.NEAR);
      link.ip("addr", "del", "192.0.2.3/28", "dev", VethLink.NEAR);
      link.ip("addr", "del", ADDRESS, "dev", VethLink.NEAR);
      until(pair, "the link is down", () -> !pair.near().linkUp());
      assertThat(pair.far().linkUp()).as("where the address never was").isTrue();
      link.ip("addr", "add", ADDRESS, "dev", VethLink.FAR);
      until(pair, "the far end is as it was", () -> pair.far().linkUp());
      assertThat(pair.near().linkUp()).isFalse();
      link.ip("addr", "add", ADDRESS, "dev", VethLink.NEAR);
      until(pair, "the link is up", () -> pair.near().linkUp());
      assertThat(pair.near().counters().get(Kind.LINK_CHANGES)).isEqualTo(2);

      link.ip("link", "del", VethLink.NEAR);
      until(pair, "the link is down again", () -> !pair.near().linkUp());
      link.remake(MTU_BYTES, 77, 78);
      until(
          pair,
          "the new interface is open",
          () -> pair.near().counters().get(Kind.REOPENS) == 1);
      assertThat(pair.near().linkUp()).as("without the address").isFalse();
      link.ip("addr", "add", ADDRESS, "dev", VethLink.NEAR);
      until(pair, "the link is up again", () -> pair.near().linkUp());
    }
  }

  @Test
  void openingIsTriedABoundedNumberOfTimesAndAgainWhenThereIsNews() throws Exception {
    try (VethPair pair = pair(new VethLink(MTU_BYTES), PortChoice.AF_PACKET)) {
      pair.link().ip("link", "del", VethLink.NEAR);
      until(pair, "the link is down", () -> !pair.near().linkUp());
      refusals.set(DeviceWork.TRIES);
      pair.link().remake(MTU_BYTES, 77, 78);
      until(
          pair,
          "the tries are over",
          () -> warnings.stream().anyMatch(line -> line.contains("cannot be opened")));
      assertThat(pair.near().counters().get(Kind.REOPEN_FAILURES)).isEqualTo(DeviceWork.TRIES);
      assertThat(warnings)
          .filteredOn(line -> line.contains("cannot be opened"))
          .hasSize(1);

      pair.link().ip("link", "set", VethLink.NEAR, "down");
      pair.link().ip("link", "set", VethLink.NEAR, "up");
      until(pair, "the link is up", () -> pair.near().linkUp());
      assertThat(pair.near().counters().get(Kind.REOPENS)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20, 100})
  void closingItWhileItIsOpenedAnewLeavesNothing(final int afterMs) throws Exception {
    final VethPair pair = pair(new VethLink(MTU_BYTES), PortChoice.AF_XDP);
    pair.link().ip("link", "del", VethLink.NEAR);
    pair.link().remake(MTU_BYTES, 77, 78);
    pair.pollLinks();
    pair.near().poll(new RxBurst());
    Thread.sleep(afterMs);
    pair.near().poll(new RxBurst());
    pair.near().close();
    pair.far().close();
    assertThat(pair.nearMemory().leased()).isZero();
    assertThat(pair.farMemory().leased()).isZero();
    pair.close();
  }

  private static void send(final VethPair pair, final int bytes) {
    final long frame = pair.nearMemory().frames().lease();
    Memory.zero(frame, bytes);
    Memory.putShort(frame, 0xffff);
    Memory.putInt(frame + 2, 0xffff_ffff);
    Memory.putShort(frame + 6, (int) (pair.near().macAddress() >>> 32));
    Memory.putInt(frame + 8, (int) pair.near().macAddress());
    Memory.putShort(frame + 12, 0x0800);
    Memory.putByte(frame + 14, 0x45);
    Memory.putInt(frame + 30, (int) CLAIM.addressLow());
    assertThat(pair.near().transmit(frame, bytes, 0, 0, Offload.NONE)).isTrue();
    pair.near().flush();
  }

  private static void until(final VethPair pair, final String what, final BooleanSupplier condition) {
    final long deadline = System.nanoTime() + WAIT_NS;
    final RxBurst burst = new RxBurst();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      pair.pollLinks();
      turn(pair.near(), burst);
      turn(pair.far(), burst);
    }
  }

  private static void turn(final FramePort port, final RxBurst burst) {
    port.poll(burst);
    assertThat(burst.size()).isZero();
    port.flush();
  }
}
