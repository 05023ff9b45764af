package org.braidwire.io.netlink;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.braidwire.io.linux.Errno;
import org.braidwire.io.linux.LinuxException;
import org.braidwire.io.linux.NetlinkSocket;

/**
 * How many nftables rules this network namespace has, table by table (nft(8), {@code iptables-nft} included). Asks the
 * kernel once; for reports. Whatever does not parse ends the answer.
 */
public final class NetfilterRules {
  private static final int ANSWER_MS = 1_000;
  private static final int NLMSG_ERROR = 2;
  private static final int NLMSG_DONE = 3;
  private static final int HEADER_BYTES = 16;

  // linux/netfilter/nfnetlink.h and nf_tables.h
  private static final int NFTABLES_SUBSYSTEM = 10 << 8;
  private static final int NFT_MSG_NEWRULE = 6;
  private static final int NFT_MSG_GETRULE = 7;
  private static final int NFGENMSG_BYTES = 4;
  private static final int NFTA_RULE_TABLE = 1;
  private static final int ALL_FAMILIES = 0;

  private final Map<String, Integer> byTable = new TreeMap<>();
  private boolean complete;
  private boolean refused;

  private NetfilterRules() {}

  /** Table to number of rules; empty where this process may not ask (CAP_NET_ADMIN). */
  public static Optional<Map<String, Integer>> byTable() {
    final NetfilterRules rules = new NetfilterRules();
    try (NetlinkSocket socket = NetlinkSocket.openNetfilter()) {
      socket.requestDump(NFTABLES_SUBSYSTEM | NFT_MSG_GETRULE, ALL_FAMILIES);
      while (!rules.complete) {
        final int received = socket.receive();
        if (received > 0) {
          rules.read(socket.buffer());
        } else if (received != -Errno.EAGAIN || !socket.await(ANSWER_MS)) {
          throw new LinuxException("recv", "netlink", received < 0 ? -received : Errno.ETIMEDOUT, "");
        }
      }
    } catch (final LinuxException none) {
      // Without netfilter in the kernel there is no such protocol, and no rule.
      return none.errno() == Errno.EPROTONOSUPPORT ? Optional.of(Map.of()) : Optional.empty();
    }
    return rules.refused ? Optional.empty() : Optional.of(rules.byTable);
  }

  private void read(final ByteBuffer datagram) {
    int at = datagram.position();
    while (datagram.limit() - at >= HEADER_BYTES) {
      final int bytes = datagram.getInt(at);
      if (bytes < HEADER_BYTES || bytes > datagram.limit() - at) {
        complete = true;
        return;
      }
      message(datagram, datagram.getShort(at + 4) & 0xffff, at + HEADER_BYTES, at + bytes);
      at += NetlinkAttributes.align(bytes);
    }
  }

  private void message(final ByteBuffer in, final int type, final int body, final int end) {
    switch (type) {
      case NFTABLES_SUBSYSTEM | NFT_MSG_NEWRULE ->
        byTable.merge(table(in, body + NFGENMSG_BYTES, end), 1, Integer::sum);
      case NLMSG_DONE -> complete = true;
      case NLMSG_ERROR -> {
        complete = true;
        // EINVAL: netfilter without nftables, so no rule of theirs.
        refused = end - body >= Integer.BYTES && in.getInt(body) == -Errno.EPERM;
      }
      default -> {} // news of other kinds
    }
  }

  private static String table(final ByteBuffer in, final int from, final int end) {
    final int at = NetlinkAttributes.find(in, from, end, NFTA_RULE_TABLE);
    if (at == NetlinkAttributes.NONE) {
      return "unknown";
    }
    final byte[] name = new byte[NetlinkAttributes.valueBytes(in, at)];
    in.get(NetlinkAttributes.value(at), name);
    final String text = new String(name, StandardCharsets.UTF_8);
    return text.indexOf(0) < 0 ? text : text.substring(0, text.indexOf(0));
  }
}
