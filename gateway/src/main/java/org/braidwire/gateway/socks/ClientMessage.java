package org.braidwire.gateway.socks;

import org.braidwire.gateway.base.AddressReader;
import org.braidwire.gateway.base.MessageBuffer;

/** The messages of a client, each begun by the version of its protocol, and where each ends. */
enum ClientMessage {
  /** RFC 1928 section 3: VER, NMETHODS, METHODS. */
  METHODS(5, SocksRefusal.NOT_SOCKS5),
  /** RFC 1929 section 2: VER, ULEN, UNAME, PLEN, PASSWD. */
  PASSWORD(1, SocksRefusal.BAD_PASSWORD_VERSION),
  /** RFC 1928 section 4: VER, CMD, RSV, ATYP, DST.ADDR, DST.PORT. */
  REQUEST(5, SocksRefusal.BAD_REQUEST_VERSION);

  /** The longest of them, a user and a password of 255 octets each. */
  static final int MAX_BYTES = 1 + 1 + 255 + 1 + 255;

  /** Where ATYP of a request stands. */
  static final int ADDRESS_AT = 3;

  private final int version;
  private final SocksRefusal wrongVersion;

  ClientMessage(final int version, final SocksRefusal wrongVersion) {
    this.version = version;
    this.wrongVersion = wrongVersion;
  }

  int version() {
    return version;
  }

  /** What it is to begin with another version. */
  SocksRefusal wrongVersion() {
    return wrongVersion;
  }

  /** How many octets are needed to know more of the length than {@code held} tells, or all of them. */
  int neededBytes(final MessageBuffer held) {
    if (held.count() == 0) {
      return 1;
    }
    return switch (this) {
      case METHODS -> held.count() < 2 ? 2 : 2 + held.octet(1);
      case PASSWORD -> passwordBytes(held);
      case REQUEST -> requestBytes(held);
    };
  }

  private static int passwordBytes(final MessageBuffer held) {
    if (held.count() < 2) {
      return 2;
    }
    final int userEnd = 2 + held.octet(1);
    return held.count() <= userEnd ? userEnd + 1 : userEnd + 1 + held.octet(userEnd);
  }

  private static int requestBytes(final MessageBuffer held) {
    if (held.count() <= ADDRESS_AT) {
      return ADDRESS_AT + 1;
    }
    final int type = held.octet(ADDRESS_AT);
    if (AddressReader.fieldBytes(type, 0) == AddressReader.UNKNOWN_TYPE) {
      return held.count(); // where it ends nobody knows
    }
    return held.count() == ADDRESS_AT + 1
        ? held.count() + 1
        : ADDRESS_AT + AddressReader.fieldBytes(type, held.octet(ADDRESS_AT + 1));
  }
}
