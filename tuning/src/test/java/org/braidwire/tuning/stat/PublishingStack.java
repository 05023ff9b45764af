package org.braidwire.tuning.stat;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.stack.api.Braidwire;
import org.braidwire.stack.api.BraidwireBuilder;
import org.braidwire.stack.api.ConnectionHandler;
import org.braidwire.stack.api.MptcpConnection;

/** A stack on a wire that leads nowhere, listening on port 5001; as a program it runs until its input ends. */
public final class PublishingStack {
  private static final int FRAMES = 4096;
  private static final int CHUNKS = 64;

  private PublishingStack() {}

  /** Takes what comes. */
  static final class Sink implements ConnectionHandler {
    @Override
    public int onData(
        final MptcpConnection connection, final MemorySegment memory, final long offset, final int length) {
      return length;
    }
  }

  static Braidwire start(final Path folder) {
    final PacketMemory memory = PacketMemory.allocate(FRAMES, CHUNKS);
    return start(Braidwire.builder()
        .memory(memory)
        .port("eth1", new MemoryWire("wire").open(0, memory, 0x02_00_5e_00_00_10L))
        .countersFolder(folder));
  }

  /** The same with several engines that sleep, each with a wire of its own. */
  static Braidwire start(final Path folder, final int engines) {
    return start(Braidwire.builder()
        .engines(engines)
        .idle("park")
        .port(
            "eth1",
            (engine, request) ->
                new MemoryWire("wire" + engine).open(0, request.memory(), 0x02_00_5e_00_00_10L))
        .countersFolder(folder));
  }

  private static Braidwire start(final BraidwireBuilder builder) {
    final Braidwire stack = builder.path("eth1=192.0.2.2/28").start();
    stack.listen(5001, Sink::new);
    return stack;
  }

  /** {@code FOLDER}: publishes there, says so in a line, and ends with its input, without closing anything. */
  public static void main(final String[] arguments) throws Exception {
    start(Path.of(arguments[0]));
    System.out.println("ready");
    final int ended = System.in.read();
    System.exit(ended < 0 ? 0 : 1);
  }
}
