package org.braidwire.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.braidwire.stack.api.CloseReason;
import org.braidwire.stack.api.ConnectionEndedException;
import org.braidwire.stack.api.StreamConnection;

/**
 * Joins one connection to something local: standard streams, itself, nothing, or a generator. Each direction ends
 * by itself, so that no byte is lost to an end of the other one.
 */
final class Netcat {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final Duration FOR_EVER = Duration.ofDays(10_000);

  private enum Kind {
    STANDARD,
    ECHO,
    SINK,
    SOURCE
  }

  private final Kind kind;
  private final InputStream standardInput;
  private final OutputStream standardOutput;

  /** Why the local end failed, when it did; written by the sending thread before it aborts. */
  private volatile IOException localFailure;

  private Netcat(final Kind kind, final InputStream standardInput, final OutputStream standardOutput) {
    this.kind = kind;
    this.standardInput = standardInput;
    this.standardOutput = standardOutput;
  }

  static Netcat standard() {
    // System.out would hide a broken pipe.
    return between(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
  }

  static Netcat between(final InputStream input, final OutputStream output) {
    return new Netcat(Kind.STANDARD, input, output);
  }

  static Netcat echo() {
    return new Netcat(Kind.ECHO, InputStream.nullInputStream(), OutputStream.nullOutputStream());
  }

  static Netcat sink() {
    return new Netcat(Kind.SINK, InputStream.nullInputStream(), OutputStream.nullOutputStream());
  }

  static Netcat source(final long bytes) {
    return new Netcat(Kind.SOURCE, new PatternStream(bytes), OutputStream.nullOutputStream());
  }

  /**
   * Runs until the connection has ended.
   *
   * @return why it ended
   * @throws IOException if the local end failed; the connection was then aborted
   */
  CloseReason run(final StreamConnection connection) throws IOException {
    final Thread sender = kind == Kind.STANDARD || kind == Kind.SOURCE ? startSender(connection) : null;
    receive(connection);
    if (sender == null) {
      connection.shutdownOutput();
    }
    // The peer has finished; what is still to be sent goes out first. A reset ends the wait too.
    connection.awaitEnd(FOR_EVER);
    if (localFailure != null) {
      throw localFailure;
    }
    if (connection.closeReason() == null) {
      connection.abort();
      return CloseReason.ABORTED;
    }
    return connection.closeReason();
  }

  private void receive(final StreamConnection connection) throws IOException {
    final OutputStream target = kind == Kind.ECHO ? connection.output() : standardOutput;
    final byte[] buffer = new byte[BUFFER_BYTES];
    while (true) {
      final int count;
      try {
        count = connection.input().read(buffer);
      } catch (final ConnectionEndedException ended) {
        return;
      }
      if (count < 0) {
        return;
      }
      try {
        target.write(buffer, 0, count);
      } catch (final ConnectionEndedException ended) {
        return;
      } catch (final IOException failure) {
        connection.abort();
        throw new IOException("standard output: " + failure.getMessage(), failure);
      }
    }
  }

  /** A daemon: a read of standard input cannot be interrupted, and must not keep the process alive. */
  private Thread startSender(final StreamConnection connection) {
    return Thread.ofPlatform().name("netcat-sender").daemon(true).start(() -> send(connection));
  }

  private void send(final StreamConnection connection) {
    final byte[] buffer = new byte[BUFFER_BYTES];
    while (true) {
      final int count;
      try {
        count = standardInput.read(buffer);
      } catch (final IOException failure) {
        localFailure = new IOException("standard input: " + failure.getMessage(), failure);
        connection.abort();
        return;
      }
      if (count < 0) {
        connection.shutdownOutput();
        return;
      }
      try {
        connection.output().write(buffer, 0, count);
      } catch (final IOException ended) {
        // The receiving side reports why.
        return;
      }
    }
  }
}
