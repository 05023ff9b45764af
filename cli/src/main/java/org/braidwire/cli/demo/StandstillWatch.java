package org.braidwire.cli.demo;

import java.util.List;

/** Whether both streams of both directions move: the bulk bytes and the small messages. The run's thread. */
final class StandstillWatch {
  private final ProgressWatch bulkToOwn;
  private final ProgressWatch bulkToPeer;
  private final ProgressWatch messagesToOwn;
  private final ProgressWatch messagesToPeer;

  StandstillWatch(final DemoPlan plan) {
    final String toOwn = plan.peerName() + " -> " + plan.ownName();
    final String toPeer = plan.ownName() + " -> " + plan.peerName();
    bulkToOwn = new ProgressWatch("bulk bytes " + toOwn);
    bulkToPeer = new ProgressWatch("bulk bytes " + toPeer);
    messagesToOwn = new ProgressWatch("messages " + toOwn);
    messagesToPeer = new ProgressWatch("messages " + toPeer);
  }

  void look(final EndSample own, final EndSample peer, final long nowNs) {
    bulkToOwn.look(peer.sentBytes(), own.receivedBytes(), nowNs);
    bulkToPeer.look(own.sentBytes(), peer.receivedBytes(), nowNs);
    messagesToOwn.look(peer.messagesSent(), own.messages(), nowNs);
    messagesToPeer.look(own.messagesSent(), peer.messages(), nowNs);
  }

  /**
   * What has stood still for {@code limitNs}, or an empty string.
   *
   * @param ending whether the sources have ended: what has arrived whole need not move any more
   */
  String find(final boolean ending, final long nowNs, final long limitNs) {
    boolean moving = false;
    for (final ProgressWatch watch : List.of(bulkToOwn, bulkToPeer, messagesToOwn, messagesToPeer)) {
      if (!watch.isStuck(nowNs, limitNs)) {
        moving = true;
      } else if (!ending || !watch.isComplete()) {
        return watch + " made no progress";
      }
    }
    return moving ? "" : "everything has arrived, but the connections did not close";
  }
}
