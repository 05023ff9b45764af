package org.braidwire.benchmarks.bulk;

import java.util.LinkedHashMap;
import java.util.Map;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.linux.KernelSocket;
import org.braidwire.io.linux.KernelSocket.Protocol;
import org.braidwire.io.linux.KernelSocketInfo;

/** What the kernel's two ends of a bulk transfer have in common. Stateless. */
final class KernelBulk {
  /** A blocking call returns after this long, so that its thread can be stopped. */
  static final long BLOCK_NS = 50_000_000L;

  private KernelBulk() {}

  static KernelSocket open(final Protocol protocol, final BulkSetting setting) {
    final KernelSocket socket = KernelSocket.open(protocol, setting.blocking());
    socket.congestionControl(setting.congestion());
    if (setting.bufferBytes() > 0) {
      socket.receiveBufferBytes(setting.bufferBytes());
      socket.sendBufferBytes(setting.bufferBytes());
    }
    if (setting.blocking()) {
      socket.receiveTimeout(BLOCK_NS);
      socket.sendTimeout(BLOCK_NS);
    }
    return socket;
  }

  /** As many as a connection of this case is to have. */
  static int subflows(final Protocol protocol, final BulkCase transfer) {
    return protocol == Protocol.MPTCP ? transfer.links() : 1;
  }

  /** As many as a connection has. */
  static int subflows(final KernelSocket socket) {
    return socket.info().subflows().size();
  }

  /** What the kernel says of the connection; fails unless it is what the case says. */
  static Map<String, String> used(
      final KernelSocket socket, final Protocol protocol, final BulkCase transfer, final boolean sending) {
    final KernelSocketInfo info = socket.info();
    final boolean wanted = protocol == Protocol.MPTCP;
    final int subflows = subflows(protocol, transfer);
    if (info.mptcp() != wanted || info.subflows().size() != subflows) {
      throw new BenchException("the kernel spoke " + (info.mptcp() ? "MPTCP" : "TCP") + " on "
          + info.subflows().size() + " subflows, not " + protocol + " on " + subflows);
    }
    final Map<String, String> used = new LinkedHashMap<>();
    used.put("kernel socket", protocol.name());
    used.put("congestion control", socket.congestionControl());
    for (int i = 0;
        i < info.subflows().size();
        i++) { // by number: ports differ from run to run, and TCP tells none
      final KernelSocketInfo.Subflow subflow = info.subflows().get(i);
      final long bytes = sending ? subflow.bytesSent() : subflow.bytesReceived();
      used.put("octets on subflow " + (i + 1), Long.toString(bytes));
    }
    return used;
  }
}
