package org.braidwire.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.io.linux.DriverFacts;
import org.braidwire.io.linux.NetworkInterfaceFacts;
import org.braidwire.io.netlink.XdpFeatures;
import org.junit.jupiter.api.Test;

/** Each reason for which one kind of port is chosen, alone. */
class AutoChoiceTest {
  private static final NetworkInterfaceFacts CARD =
      new NetworkInterfaceFacts("eth9", 9, 0, 1500, true, false, true, true);
  private static final NetworkInterfaceFacts MODEM =
      new NetworkInterfaceFacts("wwan0", 9, 0, 1500, false, true, true, true);
  private static final DriverFacts ICE = new DriverFacts("ice", false, 4);
  private static final XdpFeatures ZERO_COPY = new XdpFeatures(true, 0b1111);
  private static final XdpFeatures COPY = new XdpFeatures(true, 0b0111);

  @Test
  void aCardThatAnnouncesZeroCopyIsServedByAfXdp() {
    expect(
        AutoChoice.of(CARD, ICE, ZERO_COPY, false, true),
        PortChoice.AF_XDP,
        "its driver ice announces zero-copy");
  }

  @Test
  void aDeviceWithoutALinkLayer() {
    expect(AutoChoice.of(MODEM, ICE, ZERO_COPY, false, true), PortChoice.AF_PACKET, "it has no link layer");
  }

  @Test
  void severalEngines() {
    expect(AutoChoice.of(CARD, ICE, ZERO_COPY, true, true), PortChoice.AF_PACKET, "several engines share it");
  }

  @Test
  void aVirtualDriver() {
    expect(
        AutoChoice.of(CARD, new DriverFacts("veth", true, 1), ZERO_COPY, false, true),
        PortChoice.AF_PACKET,
        "a virtual link, which passes super-segments whole");
  }

  @Test
  void aKernelThatDoesNotTell() {
    expect(
        AutoChoice.of(CARD, ICE, XdpFeatures.UNKNOWN, false, true),
        PortChoice.AF_PACKET,
        "this kernel does not tell whether its driver has zero-copy AF_XDP; Linux 6.3 does");
  }

  @Test
  void aDriverThatCopies() {
    expect(
        AutoChoice.of(CARD, ICE, COPY, false, true),
        PortChoice.AF_PACKET,
        "its driver ice has no zero-copy AF_XDP");
    expect(
        AutoChoice.of(CARD, new DriverFacts("", false, 1), COPY, false, true),
        PortChoice.AF_PACKET,
        "its driver has no zero-copy AF_XDP");
  }

  @Test
  void anMtuThatDoesNotFit() {
    expect(
        AutoChoice.of(CARD, ICE, ZERO_COPY, false, false),
        PortChoice.AF_PACKET,
        "the frames of AF_XDP do not hold an MTU of 1500");
  }

  @Test
  void aRefusalStandsBehindWhatWasChosen() {
    expect(
        AutoChoice.of(CARD, ICE, ZERO_COPY, false, true).refused("EBUSY"),
        PortChoice.AF_PACKET,
        "its driver ice announces zero-copy, but AF_XDP was refused: EBUSY");
  }

  private static void expect(final AutoChoice choice, final String io, final String why) {
    assertThat(choice.io()).isEqualTo(io);
    assertThat(choice.why()).isEqualTo(why);
    assertThat(choice.reason()).isEqualTo(" (--io auto: " + why + ")");
  }
}
