package org.braidwire.stack.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.braidwire.stack.connection.Connection;
import org.braidwire.stack.connection.MptcpSubflow;
import org.braidwire.stack.connection.ReinjectionCause;
import org.braidwire.stack.subflow.Subflow;
import org.braidwire.stack.wire.IpAddress;

/** Makes the public pictures of a connection and its subflows. Engine thread; allocates. */
final class ConnectionSnapshot {
  private ConnectionSnapshot() {}

  static ConnectionInfo of(final Connection connection) {
    final List<SubflowInfo> subflows = new ArrayList<>();
    for (int i = 0; i < connection.subflowCount(); i++) {
      subflows.add(of(connection.subflow(i)));
    }
    for (int i = 0; i < connection.figures().closedSubflowCount(); i++) {
      subflows.add(of(connection.figures().closedSubflow(i)));
    }
    subflows.sort(Comparator.comparingInt(SubflowInfo::id));
    return new ConnectionInfo(
        connection.state().name(),
        connection.isMultipath(),
        connection.fallbackReason().text(),
        connection.figures().sentBytes(),
        connection.figures().acknowledgedBytes(),
        connection.figures().consumedBytes(),
        connection.figures().reinjectedBytes(ReinjectionCause.TIMEOUT)
            + connection.figures().reinjectedBytes(ReinjectionCause.NO_DATA_ACK),
        connection.figures().reinjectedBytes(ReinjectionCause.LINK_DOWN),
        connection.figures().reinjectedBytes(ReinjectionCause.SUBFLOW_CLOSED),
        connection.figures().reinjectedBytes(ReinjectionCause.PATH_REFRESH),
        connection.figures().duplicateBytes(),
        connection.figures().firstReinjectionNs(),
        List.copyOf(subflows));
  }

  private static SubflowInfo of(final MptcpSubflow subflow) {
    final Subflow tcp = subflow.tcp();
    return new SubflowInfo(
        subflow.id(),
        tcp.link().port().name(),
        IpAddress.format(tcp.localHigh(), tcp.localLow()) + ":" + tcp.localPort(),
        IpAddress.format(tcp.remoteHigh(), tcp.remoteLow()) + ":" + tcp.remotePort(),
        tcp.state().name(),
        subflow.backup(),
        tcp.isSuspended(),
        subflow.srttNs(),
        subflow.cwndBytes(),
        subflow.flightSizeBytes(),
        subflow.lastProgressNs(),
        subflow.firstReinjectionNs(),
        tcp.sender().sentBytes(),
        tcp.receiver().receivedBytes(),
        tcp.sender().retransmittedBytes());
  }
}
