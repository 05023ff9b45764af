package org.braidwire.gateway.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.braidwire.gateway.base.Endpoint;

/** A server on loopback that does the same with each of its clients, on a thread for each. */
final class LoopbackServer implements AutoCloseable {
  /** What it does; the socket is closed afterwards. */
  @FunctionalInterface
  interface Service {
    void serve(Socket client) throws IOException;
  }

  private final ServerSocket server = new ServerSocket(0, 1024, InetAddress.getByName("127.0.0.1"));

  LoopbackServer(final Service service) throws IOException {
    Thread.startVirtualThread(() -> accept(service));
  }

  /** Sends everything back, and the end behind it. */
  static LoopbackServer echo() throws IOException {
    return new LoopbackServer(client -> {
      client.getInputStream().transferTo(client.getOutputStream());
      client.shutdownOutput();
    });
  }

  private void accept(final Service service) {
    try {
      while (true) {
        final Socket client = server.accept();
        Thread.startVirtualThread(() -> serve(service, client));
      }
    } catch (final IOException closed) {
      // as was wanted
    }
  }

  private static void serve(final Service service, final Socket client) {
    try (client) {
      service.serve(client);
    } catch (final IOException gone) {
      // the client has its own opinion of that
    }
  }

  Endpoint endpoint() {
    return Endpoint.of(server.getLocalSocketAddress());
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
