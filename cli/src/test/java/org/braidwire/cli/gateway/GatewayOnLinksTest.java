package org.braidwire.cli.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.braidwire.gateway.config.ConfigReader;
import org.braidwire.gateway.config.ConfigReading;
import org.braidwire.gateway.config.GatewayConfig;
import org.braidwire.gateway.run.Gateway;
import org.braidwire.gateway.run.Machine;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;
import org.braidwire.stack.api.Braidwire;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Entry and exit with two real links between them, one of which dies in mid-stream. */
@Timeout(120)
class GatewayOnLinksTest {
  private static final int TUNNEL_PORT = 5000;
  private static final int PIECE_BYTES = 64 * 1024;
  private static final long FAULT_BYTES = 64L << 20;
  private static final long ALL_BYTES = 256L << 20;

  @TempDir
  private Path folder;

  private String config(final LabSide side, final String rest) {
    final StringBuilder text = new StringBuilder(rest);
    for (int link = 0; link < 2; link++) {
      text.append("[[path]]\nname = \"line-")
          .append(link)
          .append("\"\ninterface = \"")
          .append(LabAddresses.device(side, link))
          .append("\"\naddress = \"")
          .append(LabAddresses.of(side, link))
          .append('/')
          .append(LabAddresses.PREFIX_LENGTH)
          .append("\"\n");
    }
    return text + "[[rule]]\naction = \"allow\"\nspecial = [\"loopback\"]\n";
  }

  private Gateway open(final Laboratory lab, final LabSide side, final String text) throws IOException {
    final Path file = Files.writeString(folder.resolve(side + ".toml"), text);
    final ConfigReading reading = ConfigReader.read(file);
    assertThat(reading).as(reading.problems().toString()).isInstanceOf(ConfigReading.Accepted.class);
    final GatewayConfig config = ((ConfigReading.Accepted) reading).config();
    final Braidwire stack = Gateway.stackOf(config)
        .networkNamespace(lab.namespace(side))
        .countersFolder(null)
        .start();
    return Gateway.open(config, stack, Machine.ofThisProcess(), event -> {});
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void aLineThatDiesIsNotNoticed(final boolean silently) throws Exception {
    Requirement.NETNS.require();
    final Path key = folder.resolve("key");
    Files.writeString(key, "1 " + Base64.getEncoder().encodeToString(new byte[32]));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    final String exitText = "role = \"exit\"\n[tunnel]\nkey_file = \"key\"\nlisten = " + TUNNEL_PORT + "\n";
    final int socks = freePort();
    final String entryText = "role = \"entry\"\n[exit]\naddress = \"" + LabAddresses.of(LabSide.KERNEL, 0) + ":"
        + TUNNEL_PORT + "\"\n[tunnel]\nkey_file = \"key\"\n[[socks]]\nname = \"lan\"\nlisten = \"127.0.0.1:"
        + socks + "\"\n";
    try (Laboratory lab = Laboratory.open(LabPlan.links(2).withTwoWires());
        Gateway exit = open(lab, LabSide.KERNEL, config(LabSide.KERNEL, exitText));
        Gateway entry = open(lab, LabSide.WIRE, config(LabSide.WIRE, entryText));
        ServerSocket server = new ServerSocket(0, 16, InetAddress.getByName("127.0.0.1"));
        Socket client = new Socket(new Proxy(Proxy.Type.SOCKS, new InetSocketAddress("127.0.0.1", socks)))) {
      assertThat(exit.connections()).isZero();
      Thread.startVirtualThread(() -> echo(server));
      client.connect(server.getLocalSocketAddress());
      final AtomicLong back = new AtomicLong();
      final FutureTask<Void> reading = new FutureTask<>(() -> {
        check(client.getInputStream(), back);
        return null;
      });
      Thread.startVirtualThread(reading);
      final FutureTask<Void> breaking = new FutureTask<>(() -> {
        breakWhenUnderWay(lab, back, silently);
        return null;
      });
      Thread.startVirtualThread(breaking);
      send(client.getOutputStream());
      client.shutdownOutput();
      reading.get();
      breaking.get();
      assertThat(back).hasValue(ALL_BYTES);
      assertThat(entry.connections()).isLessThanOrEqualTo(1);
    }
  }

  private static void breakWhenUnderWay(final Laboratory lab, final AtomicLong back, final boolean silently)
      throws InterruptedException {
    while (back.get() < FAULT_BYTES) {
      Thread.sleep(1);
    }
    if (silently) {
      lab.silentDrop(0, true);
    } else {
      lab.setLinkUp(0, false);
    }
  }

  private static void echo(final ServerSocket server) {
    try (Socket client = server.accept()) {
      client.getInputStream().transferTo(client.getOutputStream());
      client.shutdownOutput();
    } catch (final IOException gone) {
      // the test sees that octets are missing
    }
  }

  private static void send(final OutputStream out) throws IOException {
    final byte[] piece = new byte[PIECE_BYTES];
    for (long at = 0; at < ALL_BYTES; at += PIECE_BYTES) {
      for (int i = 0; i < PIECE_BYTES; i++) {
        piece[i] = octet(at + i);
      }
      out.write(piece);
    }
  }

  private static void check(final InputStream in, final AtomicLong back) throws IOException {
    final byte[] piece = new byte[PIECE_BYTES];
    for (int count = in.read(piece); count > 0; count = in.read(piece)) {
      final long at = back.get();
      for (int i = 0; i < count; i++) {
        if (piece[i] != octet(at + i)) {
          throw new IOException("octet " + (at + i) + " is another one");
        }
      }
      back.addAndGet(count);
    }
  }

  /** Of a period that no buffer's size divides. */
  private static byte octet(final long at) {
    return (byte) (at % 251 + at / 65_521);
  }

  @Test
  void aConfigurationThatDoesNotHoldIsNotRun() throws IOException {
    final Path file = Files.writeString(folder.resolve("wrong.toml"), "role = \"middle\"\n");
    final StringWriter err = new StringWriter();
    final int status = new CommandLine(new GatewayCommand())
        .setErr(new PrintWriter(err))
        .execute("--config", file.toString());
    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).contains("wrong.toml:1:");
  }
}
