package org.braidwire.benchmarks.echo;

import java.util.Map;

/** The end of a ping-pong that sends messages of {@link EchoMessages#BYTES} octets and takes them back. One thread. */
public interface EchoNear extends AutoCloseable {
  /** Opens it; the far end is open and being turned. */
  void open() throws Exception;

  /** Sends the message that begins with {@code number}; messages are numbered from 0. */
  void send(long number);

  /** Looks at the wire once; how many whole messages have come back since the last look. */
  int turn();

  /** What was really used, by name; fails where it was not what the peer's name says. */
  Map<String, String> used();

  @Override
  void close();
}
