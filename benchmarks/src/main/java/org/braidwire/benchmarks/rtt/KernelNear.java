package org.braidwire.benchmarks.rtt;

import java.util.Map;
import org.braidwire.benchmarks.echo.EchoMessages;
import org.braidwire.benchmarks.echo.EchoNear;
import org.braidwire.benchmarks.ends.Deadline;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.frame.Region;
import org.braidwire.io.linux.KernelSocket;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;

/** A socket of the kernel as the end that sends; non-blocking reads over and over, or blocking ones. */
final class KernelNear implements EchoNear {
  static final int BUFFER_BYTES = 16 * 1024;

  /** A blocking read returns after this long, so that its thread can be stopped. */
  static final long BLOCK_NS = 50_000_000L;

  private final Laboratory laboratory;
  private final KernelSocket.Protocol protocol;
  private final boolean blocking;
  private final EchoMessages messages = new EchoMessages();
  private final Region outgoing = Region.allocate(EchoMessages.BYTES, Long.BYTES);
  private final Region incoming = Region.allocate(BUFFER_BYTES, Long.BYTES);
  private KernelSocket socket;

  KernelNear(final Laboratory laboratory, final KernelSocket.Protocol protocol, final boolean blocking) {
    this.laboratory = laboratory;
    this.protocol = protocol;
    this.blocking = blocking;
  }

  @Override
  public void open() {
    NetNamespace.enter(laboratory.namespace(LabSide.WIRE));
    socket = KernelSocket.open(protocol, blocking);
    socket.noDelay(true);
    if (blocking) {
      socket.receiveTimeout(BLOCK_NS);
    }
    if (!socket.connect(LabAddresses.socket(LabSide.KERNEL, 0, RttPeers.PORT))) {
      Deadline.await("the kernel's connection", () -> socket.poll(KernelSocket.WRITABLE, BLOCK_NS) != 0);
      socket.finishConnect();
    }
  }

  @Override
  public void send(final long number) {
    EchoMessages.write(outgoing.address(), number);
    int written = 0;
    while (written < EchoMessages.BYTES) {
      written += socket.write(outgoing.address() + written, EchoMessages.BYTES - written);
    }
  }

  @Override
  public int turn() {
    final int taken = socket.read(incoming.address(), BUFFER_BYTES);
    if (taken == KernelSocket.END_OF_STREAM) {
      throw new BenchException("the kernel's connection ended");
    }
    return messages.accept(incoming.address(), taken);
  }

  @Override
  public Map<String, String> used() {
    return used(socket, protocol);
  }

  static Map<String, String> used(final KernelSocket socket, final KernelSocket.Protocol protocol) {
    final boolean mptcp = socket.info().mptcp();
    if (mptcp != (protocol == KernelSocket.Protocol.MPTCP)) {
      throw new BenchException("a socket of the kernel that was to speak " + protocol + " does not");
    }
    return Map.of("kernel socket", protocol.name(), "congestion control", socket.congestionControl());
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.close();
    }
    outgoing.close();
    incoming.close();
    messages.close();
  }
}
