package org.braidwire.benchmarks.bulk;

import java.util.Map;
import org.braidwire.benchmarks.loop.ApplicationBytes;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.linux.KernelSocket;
import org.braidwire.io.linux.KernelSocket.Protocol;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;

/** A socket of the kernel as the end that receives. */
final class KernelReceiver implements BulkFar {
  private static final int BACKLOG = 16;
  private static final int READ_BYTES = 256 * 1024;

  private final Laboratory laboratory;
  private final LabSide side;
  private final Protocol protocol;
  private final BulkCase transfer;
  private final BulkSetting setting;
  private final ApplicationBytes bytes = new ApplicationBytes(BraidwireBulk.FOOTPRINT_BYTES);
  private final ByteCount received = new ByteCount();
  private KernelSocket listener;
  private KernelSocket socket;
  private Map<String, String> usedAtEnd;

  KernelReceiver(
      final Laboratory laboratory,
      final LabSide side,
      final Protocol protocol,
      final BulkCase transfer,
      final BulkSetting setting) {
    this.laboratory = laboratory;
    this.side = side;
    this.protocol = protocol;
    this.transfer = transfer;
    this.setting = setting;
  }

  @Override
  public void open() {
    NetNamespace.enter(laboratory.namespace(side));
    listener = KernelBulk.open(protocol, setting);
    listener.bind(LabAddresses.any(BulkPeers.PORT));
    listener.listen(BACKLOG);
  }

  @Override
  public int turn() {
    if (socket == null) {
      listener.accept().ifPresent(this::take);
      return 0;
    }
    if (usedAtEnd != null) {
      return 0;
    }
    final int taken = socket.read(bytes.room(READ_BYTES), READ_BYTES);
    if (taken == KernelSocket.END_OF_STREAM) {
      usedAtEnd = KernelBulk.used(socket, protocol, transfer, false);
      socket.shutdownWrite();
      return 0;
    }
    received.add(taken);
    return taken;
  }

  private void take(final KernelSocket accepted) {
    socket = accepted;
    if (setting.blocking()) {
      socket.receiveTimeout(KernelBulk.BLOCK_NS);
    }
  }

  @Override
  public long receivedBytes() {
    return received.get();
  }

  @Override
  public Map<String, String> used() {
    if (usedAtEnd == null) {
      throw new BenchException("the transfer to the kernel did not end");
    }
    return usedAtEnd;
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.close();
    }
    if (listener != null) {
      listener.close();
    }
    bytes.close();
  }
}
