package org.braidwire.gateway.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressReaderTest {
  private static final String NAME_OF_255 = "61".repeat(255);

  private final AddressReader reader = new AddressReader();

  @ParameterizedTest
  @CsvSource({
    "01c00002090050, 192.0.2.9:80",
    "0420010db8000000000000000000000001ffff, [2001:db8::1]:65535",
    "030b6578616d706c652e6e657401bb, example.net:443",
    "0301780001, x:1",
    "03085f2d2e415a303961c350, _-.AZ09a:50000",
  })
  void readsTargetsAndWritesThemTheSame(final String octets, final String text) {
    final ByteBuffer in = octets(octets + "aabb");
    assertThat(reader.readTarget(in)).isEqualTo(AddressFault.NONE);
    assertThat(reader.target()).hasToString(text);
    assertThat(in.remaining()).as("what stands behind").isEqualTo(2);
    final ByteBuffer out = ByteBuffer.allocate(AddressReader.MAX_BYTES);
    reader.target().writeTo(out);
    assertThat(HexFormat.of().formatHex(out.array(), 0, out.position())).isEqualTo(octets);
  }

  @Test
  void theLongestNameFillsTheLongestField() {
    assertThat(reader.readTarget(octets("03ff" + NAME_OF_255 + "0001"))).isEqualTo(AddressFault.NONE);
    final ByteBuffer out = ByteBuffer.allocate(AddressReader.MAX_BYTES);
    reader.target().writeTo(out);
    assertThat(out.hasRemaining()).isFalse();
  }

  @Test
  void aMappedAddressIsTheIpv4AddressThatItCarries() {
    assertThat(reader.readTarget(octets("0400000000000000000000ffffc00002090050")))
        .isEqualTo(AddressFault.NONE);
    assertThat(reader.target()).isEqualTo(new Endpoint(Address.ofV4(0xc0000209), 80));
  }

  @ParameterizedTest
  @CsvSource({
    "'', TRUNCATED",
    "01, TRUNCATED",
    "01c000020900, TRUNCATED",
    "0420010db8000000000000000000000001ff, TRUNCATED",
    "03, TRUNCATED",
    "03016100, TRUNCATED",
    "00, UNKNOWN_TYPE",
    "02c00002090050, UNKNOWN_TYPE",
    "05c00002090050, UNKNOWN_TYPE",
    "81c00002090050, UNKNOWN_TYPE",
    "ffc00002090050, UNKNOWN_TYPE",
    "03000050, EMPTY_NAME",
    "03000000, EMPTY_NAME",
    "0303610a620050, BAD_NAME",
    "0301e90050, BAD_NAME",
    "0302c3a90050, BAD_NAME",
    "0303613a620050, BAD_NAME",
    "0301000050, BAD_NAME",
    "0301200050, BAD_NAME",
    "0301610000, PORT_ZERO",
    "01c00002090000, PORT_ZERO",
  })
  void saysWhatIsWrongWithATarget(final String octets, final AddressFault fault) {
    assertThat(reader.readTarget(octets(octets))).isEqualTo(fault);
  }

  @ParameterizedTest
  @CsvSource({
    "01c00002090000, NONE",
    "04000000000000000000000000000000000000, NONE",
    "0301610050, NAME_NOT_ALLOWED",
    "03, NAME_NOT_ALLOWED",
    "07, UNKNOWN_TYPE",
    "'', TRUNCATED",
    "01c0000209, TRUNCATED",
  })
  void anEndpointMayHavePortZeroButNoName(final String octets, final AddressFault fault) {
    assertThat(reader.readEndpoint(octets(octets))).isEqualTo(fault);
    assertThat(reader.endpoint().port()).isZero();
  }

  @Test
  void addressesAreTheirOctets() {
    final byte[] v6 = HexFormat.of().parseHex("20010db8000000000000000000000001");
    assertThat(Address.of(v6).octets()).isEqualTo(v6);
    assertThat(Address.of(v6).isV4()).isFalse();
    final byte[] v4 = {(byte) 192, 0, 2, 9};
    assertThat(Address.of(v4)).isEqualTo(Address.ofV4(0xc0000209)).hasToString("192.0.2.9");
    assertThat(Address.of(v4).octets()).isEqualTo(v4);
    assertThat(Endpoint.NONE).hasToString("0.0.0.0:0");
    assertThatThrownBy(() -> Address.of(new byte[5])).hasMessageContaining("5");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65_536})
  void namesHaveAPort(final int port) {
    assertThatThrownBy(() -> new NamedTarget("example.net", port)).hasMessageContaining("port");
  }

  @Test
  void namesAndPortsAreHeldToTheirBounds() {
    assertThatThrownBy(() -> new NamedTarget("", 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new NamedTarget("a".repeat(256), 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new NamedTarget("a\nb", 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Endpoint(Address.NONE, 65_536)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Endpoint(Address.NONE, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theCodesAreThoseOfTheRfc() {
    assertThat(Outcome.values()).hasSize(Outcome.CODES);
    assertThat(Outcome.ofCode(0)).isEqualTo(Outcome.CONNECTED);
    assertThat(Outcome.ofCode(1)).isEqualTo(Outcome.GENERAL_FAILURE);
    assertThat(Outcome.ofCode(2)).isEqualTo(Outcome.NOT_ALLOWED);
    assertThat(Outcome.ofCode(3)).isEqualTo(Outcome.NETWORK_UNREACHABLE);
    assertThat(Outcome.ofCode(4)).isEqualTo(Outcome.HOST_UNREACHABLE);
    assertThat(Outcome.ofCode(5)).isEqualTo(Outcome.CONNECTION_REFUSED);
    assertThat(Outcome.ofCode(6)).isEqualTo(Outcome.TTL_EXPIRED);
    assertThat(Outcome.ofCode(7)).isEqualTo(Outcome.COMMAND_NOT_SUPPORTED);
    assertThat(Outcome.ofCode(8)).isEqualTo(Outcome.ADDRESS_TYPE_NOT_SUPPORTED);
  }

  private static ByteBuffer octets(final String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }
}
