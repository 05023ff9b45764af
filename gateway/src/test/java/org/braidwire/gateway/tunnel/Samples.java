package org.braidwire.gateway.tunnel;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.braidwire.gateway.base.Address;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.base.NamedTarget;

/** Requests and answers as another program wrote and signed them, and a signer of our own for those that are wrong. */
final class Samples {
  static final int KEY_ID = 0x01020304;
  static final long TIME_MS = 1_700_000_000_123L;
  static final TunnelKey KEY = new TunnelKey(KEY_ID, secret());
  static final TunnelKeys KEYS = new TunnelKeys(List.of(KEY));

  /** The nonce a0 a1 ... af, ever again. */
  static final RandomGenerator NONCE = new FixedNonce();

  static final String HEAD = "42570100010203040000018bcfe5687ba0a1a2a3a4a5a6a7a8a9aaabacadaeaf";
  static final String NAME_BODY = "030b6578616d706c652e6e657401bb03776562057a6fc3ab2101c0000209c350";
  static final String NAME_MAC = "048534d92eb6e82a7a9242b30ae24ad7b102787cb8d246709923f2c56dde2ad4";
  static final String NAME = HEAD + "0020" + NAME_BODY + NAME_MAC;
  static final String NAME_ANSWER =
      "42570100" + "01cb0071029c40" + "6c11980b1fbf70054c503ee41267589811a71e9a6943c76852e68d842c6d7c4e";
  static final String V6 = HEAD
      + "0028"
      + "0420010db8000000000000000000000001001600000420010db80000000000000000000000ffffff"
      + "0a1a441b327b5e51ea83a24ea310757f1f7b54aea57dc9107c736dadd9309e00";
  static final String V6_ANSWER = "42570105"
      + "0420010db80000000000000000000000020000"
      + "c44c4343b8d466f4ac9ac0bc91bd1889820ff5e11b206390f4d1ef7efd058311";
  static final String V4 = HEAD
      + "0010"
      + "01c63364070050000001c00002090001"
      + "1682f8da3440a1004d3b91afdd2a27d06f5dd509432333ad3e3c35b83040100f";

  static final Endpoint SOURCE = new Endpoint(Address.ofV4(0xc0000209), 50_000);
  static final TunnelRequest NAME_REQUEST =
      new TunnelRequest(new NamedTarget("example.net", 443), "web", "zoë!", SOURCE);
  static final TunnelRequest V6_REQUEST = new TunnelRequest(
      new Endpoint(new Address(0x2001_0db8_0000_0000L, 1), 22),
      "",
      "",
      new Endpoint(new Address(0x2001_0db8_0000_0000L, 0xff), 65_535));
  static final TunnelRequest V4_REQUEST = new TunnelRequest(
      new Endpoint(Address.ofV4(0xc6336407), 80), "", "", new Endpoint(Address.ofV4(0xc0000209), 1));

  private final Mac mac = newMac();

  private Samples() {}

  static Samples signer() {
    return new Samples();
  }

  static byte[] octets(final String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /** Puts the MAC of the first {@code macAt} octets behind them. */
  void sign(final byte[] octets, final int macAt) {
    mac.update(octets, 0, macAt);
    System.arraycopy(mac.doFinal(), 0, octets, macAt, 32);
  }

  /** Puts the MAC of {@code requestMac} and the first {@code macAt} octets behind them. */
  void signAnswer(final byte[] requestMac, final byte[] octets, final int macAt) {
    mac.update(requestMac);
    sign(octets, macAt);
  }

  /** A request with this body, well signed. */
  String request(final String body) {
    final byte[] octets = new byte[34 + body.length() / 2 + 32];
    ByteBuffer.wrap(octets)
        .put(octets(HEAD))
        .putShort((short) (body.length() / 2))
        .put(octets(body));
    sign(octets, octets.length - 32);
    return HexFormat.of().formatHex(octets);
  }

  private static byte[] secret() {
    final byte[] secret = new byte[32];
    for (int i = 0; i < secret.length; i++) {
      secret[i] = (byte) i;
    }
    return secret;
  }

  private static Mac newMac() {
    try {
      final Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret(), "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class FixedNonce implements RandomGenerator {
    @Override
    public long nextLong() {
      throw new IllegalStateException("only octets are drawn");
    }

    @Override
    public void nextBytes(final byte[] bytes) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (0xa0 + i);
      }
    }
  }
}
