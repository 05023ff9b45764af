package org.braidwire.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.stack.api.Braidwire;
import org.braidwire.stack.api.CloseReason;
import org.braidwire.stack.api.StreamConnection;
import org.braidwire.stack.api.StreamListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NetcatTest {
  private static final int PORT = 5001;
  private static final int BYTES = 3_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final MemoryWire wire = new MemoryWire("wire");
  private final Braidwire listening = stack(0, "192.0.2.2");
  private final Braidwire connecting = stack(1, "192.0.2.3");
  private StreamConnection accepted;
  private StreamConnection opened;

  private Braidwire stack(final int end, final String address) {
    final PacketMemory memory = PacketMemory.allocate(16 * 1024, 256);
    return Braidwire.builder()
        .memory(memory)
        .port("eth1", wire.open(end, memory, 0x02_00_5e_00_00_10L + end))
        .path("eth1=" + address + "/28")
        .start();
  }

  @BeforeEach
  void connect() throws IOException {
    try (StreamListener listener = listening.listen(PORT)) {
      opened = connecting.connect("192.0.2.2", PORT, PATIENCE);
      accepted = listener.accept(PATIENCE);
    }
  }

  @AfterEach
  void close() {
    connecting.close();
    listening.close();
  }

  private static FutureTask<CloseReason> start(final Netcat netcat, final StreamConnection connection) {
    final FutureTask<CloseReason> task = new FutureTask<>(() -> netcat.run(connection));
    Thread.ofVirtual().start(task);
    return task;
  }

  @Test
  void relaysBothWaysUntilBothInputsHaveEnded() throws Exception {
    final byte[] up = new PatternStream(BYTES).readAllBytes();
    final ByteArrayOutputStream arrivedUp = new ByteArrayOutputStream();
    final ByteArrayOutputStream arrivedDown = new ByteArrayOutputStream();
    final FutureTask<CloseReason> one = start(Netcat.between(InputStream.nullInputStream(), arrivedUp), accepted);
    final FutureTask<CloseReason> other = start(Netcat.between(new ByteArrayInputStream(up), arrivedDown), opened);

    assertThat(one.get()).isEqualTo(CloseReason.FINISHED);
    assertThat(other.get()).isEqualTo(CloseReason.FINISHED);
    assertThat(arrivedUp.toByteArray()).isEqualTo(up);
    assertThat(arrivedDown.size()).isZero();
  }

  @Test
  void echoesEverythingASourceSends() throws Exception {
    final FutureTask<CloseReason> echo = start(Netcat.echo(), accepted);

    assertThat(Netcat.source(BYTES).run(opened)).isEqualTo(CloseReason.FINISHED);
    assertThat(echo.get()).isEqualTo(CloseReason.FINISHED);
    assertThat(opened.info().receivedBytes()).isEqualTo(BYTES);
  }

  @Test
  void countsWhatASinkDiscards() throws Exception {
    final FutureTask<CloseReason> sink = start(Netcat.sink(), accepted);

    assertThat(Netcat.source(BYTES).run(opened)).isEqualTo(CloseReason.FINISHED);
    assertThat(sink.get()).isEqualTo(CloseReason.FINISHED);
    assertThat(StatsPrinter.format(accepted.info())).contains("received=" + BYTES, "subflow 0", "192.0.2.3:");
  }

  @Test
  void reportsAResetAsNotClean() throws Exception {
    final FutureTask<CloseReason> sink = start(Netcat.sink(), accepted);
    opened.abort();
    assertThat(sink.get()).isEqualTo(CloseReason.RESET_BY_PEER);
  }

  @Test
  void abortsWhenItsOutputIsBroken() throws Exception {
    final OutputStream broken = new OutputStream() {
      @Override
      public void write(final int octet) throws IOException {
        throw new IOException("Broken pipe");
      }
    };
    final FutureTask<CloseReason> source = start(Netcat.source(BYTES), opened);
    assertThatThrownBy(() ->
            Netcat.between(InputStream.nullInputStream(), broken).run(accepted))
        .isInstanceOf(IOException.class)
        .hasMessage("standard output: Broken pipe");
    assertThat(source.get()).isEqualTo(CloseReason.RESET_BY_PEER);
  }
}
