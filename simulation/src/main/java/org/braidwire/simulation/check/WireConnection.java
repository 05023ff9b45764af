package org.braidwire.simulation.check;

import org.braidwire.simulation.network.SimulatedHost;

/** What the wire has shown of one connection: its two streams and how it is spoken. */
final class WireConnection {
  /** Index 0 what the client sends, 1 what the server sends. */
  final WireStream[] streams;

  final SimulatedHost client;
  boolean checksumWanted;

  /** Known to have fallen back to TCP, or never to have been anything else. */
  boolean plain;

  /** Over, or one end forgot it in a crash: nothing is demanded any more. */
  boolean forgotten;

  WireConnection(final SimulatedHost client, final ByteStream fromClient, final ByteStream fromServer) {
    this.client = client;
    this.streams = new WireStream[] {new WireStream(fromClient), new WireStream(fromServer)};
  }
}
