package org.braidwire.simulation.parse;

import static org.braidwire.simulation.parse.PacketParser.i32;
import static org.braidwire.simulation.parse.PacketParser.i64;
import static org.braidwire.simulation.parse.PacketParser.require;
import static org.braidwire.simulation.parse.PacketParser.u16;

import java.util.Optional;
import org.braidwire.simulation.parse.TcpOptions.Dss;
import org.braidwire.simulation.parse.TcpOptions.MpCapable;
import org.braidwire.simulation.parse.TcpOptions.MpJoin;

/** Reads the options of one segment between two offsets. Used once. */
final class OptionParser {
  private static final int END = 0;
  private static final int NOP = 1;
  private static final int MSS = 2;
  private static final int WINDOW_SCALE = 3;
  private static final int SACK_PERMITTED = 4;
  private static final int SACK = 5;
  private static final int TIMESTAMPS = 8;
  private static final int MPTCP = 30;
  private static final int MAX_SHIFT = 14;

  private final byte[] data;
  private final int end;
  private int at;
  private int mss;
  private int windowScale = -1;
  private boolean sackPermitted;
  private int sackBlocks;
  private boolean timestamps;
  private Optional<MpCapable> mpCapable = Optional.empty();
  private Optional<MpJoin> mpJoin = Optional.empty();
  private Optional<Dss> dss = Optional.empty();
  private boolean fastClose;
  private boolean reset;
  private boolean fail;
  private int multipathOptions;

  OptionParser(final byte[] data, final int at, final int end) {
    this.data = data;
    this.at = at;
    this.end = end;
  }

  TcpOptions parse() {
    while (at < end && data[at] != END) {
      if (data[at] == NOP) {
        at++;
        continue;
      }
      require(at + 1 < end, "option without a length");
      final int length = data[at + 1] & 0xff;
      require(length >= 2 && at + length <= end, "option " + data[at] + " of length " + length + " does not fit");
      option(data[at], length);
      at += length;
    }
    return new TcpOptions(
        mss,
        windowScale,
        sackPermitted,
        sackBlocks,
        timestamps,
        mpCapable,
        mpJoin,
        dss,
        fastClose,
        reset,
        fail,
        multipathOptions);
  }

  private void option(final int kind, final int length) {
    switch (kind) {
      case MSS -> {
        require(length == 4, "MSS length");
        mss = u16(data, at + 2);
      }
      case WINDOW_SCALE -> {
        require(length == 3, "window scale length");
        windowScale = data[at + 2];
        require(windowScale >= 0 && windowScale <= MAX_SHIFT, "window scale above 14");
      }
      case SACK_PERMITTED -> {
        require(length == 2, "SACK permitted length");
        sackPermitted = true;
      }
      case SACK -> {
        require(length > 2 && (length - 2) % 8 == 0, "SACK length");
        sackBlocks = (length - 2) / 8;
        for (int block = 0; block < sackBlocks; block++) {
          require(
              i32(data, at + 6 + 8 * block) - i32(data, at + 2 + 8 * block) > 0,
              "SACK block is empty or reversed");
        }
      }
      case TIMESTAMPS -> {
        require(length == 10, "timestamps length");
        timestamps = true;
      }
      case MPTCP -> multipath(length);
      default -> throw new ParseException("unknown option kind " + kind);
    }
  }

  private void multipath(final int length) {
    require(length >= 3, "MPTCP option of length " + length);
    multipathOptions++;
    final int subtype = data[at + 2] >>> 4 & 0xf;
    switch (subtype) {
      case 0 -> capable(length);
      case 1 -> join(length);
      case 2 -> dss(length);
      case 3 -> require(length >= 8 && length <= 30, "ADD_ADDR length");
      case 4 -> require(length >= 4, "REMOVE_ADDR length");
      case 5 -> require(length == 3, "MP_PRIO length");
      case 6 -> {
        require(length == 12, "MP_FAIL length");
        fail = true;
      }
      case 7 -> {
        require(length == 12, "MP_FASTCLOSE length");
        fastClose = true;
      }
      case 8 -> {
        require(length == 4, "MP_TCPRST length");
        reset = true;
      }
      default -> throw new ParseException("unknown MPTCP subtype " + subtype);
    }
  }

  private void capable(final int length) {
    require(mpCapable.isEmpty(), "two MP_CAPABLE");
    require(
        length == 4 || length == 12 || length == 20 || length == 22 || length == 24,
        "MP_CAPABLE length " + length);
    mpCapable = Optional.of(new MpCapable(
        length,
        data[at + 2] & 0xf,
        data[at + 3] & 0xff,
        length >= 12 ? i64(data, at + 4) : 0,
        length >= 20 ? i64(data, at + 12) : 0,
        length >= 22 ? u16(data, at + 20) : -1,
        length == 24 ? u16(data, at + 22) : -1));
  }

  private void join(final int length) {
    require(mpJoin.isEmpty(), "two MP_JOIN");
    require(length == 12 || length == 16 || length == 24, "MP_JOIN length " + length);
    mpJoin = Optional.of(new MpJoin(length, data[at + 3] & 0xff, length == 12 ? i32(data, at + 4) : 0));
  }

  private void dss(final int length) {
    require(dss.isEmpty(), "two DSS");
    require(length >= 4, "DSS length " + length);
    final int flags = data[at + 3];
    final int ackBytes = (flags & 0x01) == 0 ? 0 : (flags & 0x02) == 0 ? 4 : 8;
    final int dsnBytes = (flags & 0x04) == 0 ? 0 : (flags & 0x08) == 0 ? 4 : 8;
    final boolean fin = (flags & 0x10) != 0;
    require((flags & 0xe0) == 0 && (data[at + 2] & 0xf) == 0, "DSS reserved bits");
    require(!fin || dsnBytes != 0, "DATA_FIN without a mapping");
    final int ackAt = at + 4;
    final int dsnAt = ackAt + ackBytes;
    final int ssnAt = dsnAt + dsnBytes;
    final int plain = dsnBytes == 0 ? 4 + ackBytes : 4 + ackBytes + dsnBytes + 6;
    final boolean summed = dsnBytes != 0 && length == plain + 2;
    require(length == plain || summed, "DSS length " + length + " does not follow from its flags");
    dss = Optional.of(new Dss(
        ackBytes,
        number(ackAt, ackBytes),
        dsnBytes,
        number(dsnAt, dsnBytes),
        dsnBytes == 0 ? 0 : i32(data, ssnAt),
        dsnBytes == 0 ? 0 : u16(data, ssnAt + 4),
        summed ? u16(data, ssnAt + 6) : -1,
        fin));
  }

  private long number(final int from, final int bytes) {
    return bytes == 0 ? 0 : bytes == 8 ? i64(data, from) : i32(data, from) & 0xffff_ffffL;
  }
}
