package org.braidwire.benchmarks.rtt;

import java.util.Map;
import org.braidwire.benchmarks.echo.EchoFar;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.frame.Region;
import org.braidwire.io.linux.KernelSocket;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;

/** A socket of the kernel as the end that answers; non-blocking reads over and over, or blocking ones. */
final class KernelFar implements EchoFar {
  private static final int BACKLOG = 16;

  private final Laboratory laboratory;
  private final KernelSocket.Protocol protocol;
  private final boolean blocking;
  private final Region buffer = Region.allocate(KernelNear.BUFFER_BYTES, Long.BYTES);
  private KernelSocket listener;
  private KernelSocket socket;

  KernelFar(final Laboratory laboratory, final KernelSocket.Protocol protocol, final boolean blocking) {
    this.laboratory = laboratory;
    this.protocol = protocol;
    this.blocking = blocking;
  }

  @Override
  public void open() {
    NetNamespace.enter(laboratory.namespace(LabSide.KERNEL));
    listener = KernelSocket.open(protocol, blocking);
    if (blocking) {
      listener.receiveTimeout(KernelNear.BLOCK_NS);
    }
    listener.bind(LabAddresses.any(RttPeers.PORT));
    listener.listen(BACKLOG);
  }

  @Override
  public int turn() {
    if (socket == null) {
      listener.accept().ifPresent(this::take);
      return 0;
    }
    final int taken = socket.read(buffer.address(), KernelNear.BUFFER_BYTES);
    if (taken == KernelSocket.END_OF_STREAM) {
      return 0; // the near end is gone; this one follows
    }
    int written = 0;
    while (written < taken) {
      written += socket.write(buffer.address() + written, taken - written);
    }
    return taken;
  }

  private void take(final KernelSocket accepted) {
    socket = accepted;
    socket.noDelay(true);
    if (blocking) {
      socket.receiveTimeout(KernelNear.BLOCK_NS);
    }
  }

  @Override
  public Map<String, String> used() {
    if (socket == null) {
      throw new BenchException("nobody connected to the kernel's listener");
    }
    return KernelNear.used(socket, protocol);
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.close();
    }
    if (listener != null) {
      listener.close();
    }
    buffer.close();
  }
}
