package org.braidwire.lab.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.braidwire.io.PortChoice;
import org.braidwire.io.silence.SilencePolicy;
import org.braidwire.stack.api.Braidwire;
import org.braidwire.stack.api.BraidwireBuilder;
import org.braidwire.stack.api.ConnectionHandler;
import org.braidwire.stack.api.MptcpConnection;

/** A stack in a process of its own that listens, takes what comes, and is killed, or told to end. */
final class StackProcess implements AutoCloseable {
  private final Process process;

  /**
   * @param folder where the BPF file system is mounted
   */
  StackProcess(
      final String namespace, final List<String> paths, final PortChoice ports, final int port, final Path folder)
      throws IOException {
    final List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
        "-Dbraidwire.bpffs=" + folder,
        "-cp",
        System.getProperty("java.class.path"),
        StackProcess.class.getName(),
        namespace,
        ports.io(),
        ports.silence().name(),
        Integer.toString(port)));
    command.addAll(paths);
    process = new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    assertThat(process.inputReader().readLine()).isEqualTo("listening");
  }

  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Ends it as a process ends that is told to. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      process.waitFor();
    } catch (final IOException dead) {
      // It was killed before.
    } catch (final InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  public static void main(final String[] arguments) throws IOException {
    final PortChoice ports =
        PortChoice.auto().withIo(arguments[1]).withSilence(SilencePolicy.valueOf(arguments[2]));
    final List<String> unexpected = new ArrayList<>();
    final BraidwireBuilder builder =
        Braidwire.builder().networkNamespace(arguments[0]).io(ports).warnings(unexpected::add);
    Stream.of(arguments).skip(4).forEach(builder::path);
    try (Braidwire stack = builder.start()) {
      stack.listen(Integer.parseInt(arguments[3]), Sink::new);
      System.out.println("listening");
      System.in.read();
    }
  }

  /** Takes what comes. */
  private static final class Sink implements ConnectionHandler {
    @Override
    public int onData(
        final MptcpConnection connection, final MemorySegment memory, final long offset, final int length) {
      return length;
    }
  }
}
