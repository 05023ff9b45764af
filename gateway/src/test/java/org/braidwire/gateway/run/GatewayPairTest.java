package org.braidwire.gateway.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.config.LimitsConfig;
import org.braidwire.gateway.watch.GatewayEvent;
import org.braidwire.gateway.watch.GatewayEvent.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole way, from a client's socket to a server's, with every kind of end. */
@Timeout(60)
class GatewayPairTest {
  private static final int MANY_BYTES = 8 << 20;
  private static final int PATIENCE_MS = 20_000;
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

  @TempDir
  private Path folder;

  private LoopbackServer echo;
  private GatewayPair pair;

  @BeforeEach
  void open() throws IOException {
    echo = LoopbackServer.echo();
    pair = new GatewayPair(folder, LimitsConfig.defaults(), echo.endpoint());
  }

  @AfterEach
  void close() throws IOException {
    pair.close();
    echo.close();
  }

  private static Socket to(final Endpoint endpoint) throws IOException {
    final Socket socket = new Socket();
    socket.setSoTimeout(PATIENCE_MS);
    socket.connect(endpoint.socketAddress(), PATIENCE_MS);
    return socket;
  }

  private Socket bySocks(final InetSocketAddress target) throws IOException {
    final Socket socket =
        new Socket(new Proxy(Proxy.Type.SOCKS, pair.socks().socketAddress()));
    socket.setSoTimeout(PATIENCE_MS);
    socket.connect(target, PATIENCE_MS);
    return socket;
  }

  private static void assertEchoes(final Socket socket, final byte[] octets) throws Exception {
    final FutureTask<byte[]> reading =
        new FutureTask<>(() -> socket.getInputStream().readAllBytes());
    Thread.startVirtualThread(reading);
    final OutputStream out = socket.getOutputStream();
    out.write(octets);
    socket.shutdownOutput();
    assertThat(Arrays.equals(reading.get(), octets)).isTrue();
  }

  private static byte[] random(final int bytes) {
    final byte[] octets = new byte[bytes];
    new Random(4711).nextBytes(octets);
    return octets;
  }

  private static GatewayEvent await(final Queue<GatewayEvent> events, final Kind kind) throws InterruptedException {
    while (true) {
      for (final GatewayEvent event : events) {
        if (event.kind() == kind) {
          return event;
        }
      }
      Thread.sleep(1);
    }
  }

  @Test
  void aForwardCarriesEveryOctetAndTheEndBehindIt() throws Exception {
    try (Socket client = to(pair.forward())) {
      assertEchoes(client, random(MANY_BYTES));
    }
    assertThat(await(pair.entryEvents, Kind.CLOSED).detail())
        .startsWith("FINISHED, " + MANY_BYTES + " B up, " + MANY_BYTES + " B down");
    assertThat(await(pair.exitEvents, Kind.CLOSED).detail())
        .startsWith("FINISHED, " + MANY_BYTES + " B up, " + MANY_BYTES + " B down");
  }

  @Test
  void socksReachesAddressesAndNames() throws Exception {
    try (Socket client = bySocks(echo.endpoint().socketAddress())) {
      assertEchoes(client, random(100_000));
    }
    try (Socket client = bySocks(
        InetSocketAddress.createUnresolved("localhost", echo.endpoint().port()))) {
      assertEchoes(client, HELLO);
    }
    assertThat(await(pair.exitEvents, Kind.OPENED).subject()).contains("by tunnel to 127.0.0.1:");
  }

  @Test
  void whatAServerSaysFirstComesAtOnce() throws Exception {
    try (LoopbackServer greeting = new LoopbackServer(client -> {
          client.getOutputStream().write(HELLO);
          client.getInputStream().read();
        });
        Socket client = bySocks(greeting.endpoint().socketAddress())) {
      assertThat(client.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
    }
  }

  @Test
  void socksSaysWhyATargetIsNotReached() throws Exception {
    final Endpoint closed;
    try (LoopbackServer gone = LoopbackServer.echo()) {
      closed = gone.endpoint();
    }
    assertThatThrownBy(() -> bySocks(closed.socketAddress())).hasMessageContaining("Connection refused");
    assertThat(await(pair.exitEvents, Kind.UNREACHED).detail()).contains("refused");
    assertThatThrownBy(() -> bySocks(new InetSocketAddress("127.0.0.1", GatewayPair.DENIED_PORT)))
        .hasMessageContaining("not allowed");
    assertThat(await(pair.entryEvents, Kind.REFUSED).detail()).contains("rule 1 (line 1) denies");
  }

  @Test
  void aForwardWhoseTargetIsGoneIsReset() throws Exception {
    echo.close();
    try (Socket client = to(pair.forward())) {
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void aResetOfTheServerReachesTheClient() throws Exception {
    try (LoopbackServer resetting = new LoopbackServer(client -> {
          client.getInputStream().read();
          client.setSoLinger(true, 0);
        });
        Socket client = bySocks(resetting.endpoint().socketAddress())) {
      client.getOutputStream().write(1);
      assertThatThrownBy(() -> client.getInputStream().read()).hasMessageContaining("reset");
    }
    assertThat(await(pair.exitEvents, Kind.CLOSED).detail()).startsWith("TARGET_FAILED");
    assertThat(await(pair.entryEvents, Kind.CLOSED).detail()).startsWith("TARGET_FAILED");
  }

  @Test
  void aResetOfTheClientReachesTheServer() throws Exception {
    final CompletableFuture<String> server = new CompletableFuture<>();
    try (LoopbackServer waiting = new LoopbackServer(client -> {
          try {
            client.getInputStream().readAllBytes();
            server.complete("an end");
          } catch (final IOException failure) {
            server.complete(failure.getMessage());
          }
        });
        Socket client = bySocks(waiting.endpoint().socketAddress())) {
      client.getOutputStream().write(HELLO);
      client.setSoLinger(true, 0);
      client.close();
      assertThat(server.get()).contains("reset");
    }
  }

  @Test
  void aConnectionThatRestsTooLongIsEnded() throws Exception {
    pair.close();
    pair = new GatewayPair(folder, limits(Duration.ofSeconds(5), Duration.ofSeconds(1)), echo.endpoint());
    try (Socket client = to(pair.forward())) {
      client.getOutputStream().write(HELLO);
      client.getInputStream().readNBytes(HELLO.length);
      assertThatThrownBy(() -> client.getInputStream().read()).hasMessageContaining("reset");
    }
  }

  @Test
  void aClientThatSaysNothingIsShownTheDoor() throws Exception {
    pair.close();
    pair = new GatewayPair(folder, limits(Duration.ofMillis(300), Duration.ofHours(1)), echo.endpoint());
    try (Socket client = to(pair.socks())) {
      client.getOutputStream().write(5);
      assertThatThrownBy(() -> client.getInputStream().read()).hasMessageContaining("reset");
    }
    assertThat(await(pair.entryEvents, Kind.REFUSED))
        .satisfies(event -> assertThat(event.detail()).contains("no request within 300 ms"));
  }

  @Test
  void whoHasAnotherKeyGetsNothing() throws Exception {
    pair.close();
    final byte[] other = new byte[32];
    other[0] = 1;
    pair = new GatewayPair(
        GatewayPair.key(folder.resolve("1"), new byte[32]),
        GatewayPair.key(folder.resolve("2"), other),
        LimitsConfig.defaults(),
        echo.endpoint());
    assertThatThrownBy(() -> bySocks(echo.endpoint().socketAddress())).isInstanceOf(IOException.class);
    assertThat(await(pair.exitEvents, Kind.REFUSED).detail()).contains("not signed with the key");
    assertThat(await(pair.entryEvents, Kind.UNREACHED).detail()).contains("no answer from the exit");
  }

  /** The defaults but for how long a handshake may take, and how long a connection may rest. */
  private static LimitsConfig limits(final Duration handshake, final Duration idle) {
    final LimitsConfig all = LimitsConfig.defaults();
    return new LimitsConfig(
        all.connections(),
        all.connectionsPerSource(),
        handshake,
        all.connectTimeout(),
        idle,
        all.halfOpenTimeout(),
        all.memoryBytes(),
        all.memoryPerConnectionBytes());
  }
}
