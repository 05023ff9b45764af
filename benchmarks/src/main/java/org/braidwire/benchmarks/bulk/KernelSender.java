package org.braidwire.benchmarks.bulk;

import java.util.Map;
import org.braidwire.benchmarks.ends.Deadline;
import org.braidwire.benchmarks.loop.ApplicationBytes;
import org.braidwire.io.linux.KernelSocket;
import org.braidwire.io.linux.KernelSocket.Protocol;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;

/** A socket of the kernel as the end that sends. */
final class KernelSender implements BulkNear {
  private static final int SMALL_BYTES = 64;

  private final Laboratory laboratory;
  private final LabSide side;
  private final Protocol protocol;
  private final BulkCase transfer;
  private final BulkSetting setting;
  private final ApplicationBytes bytes = new ApplicationBytes(BraidwireBulk.FOOTPRINT_BYTES);
  private KernelSocket socket;
  private Map<String, String> usedAtEnd;
  private long pending;
  private int pendingBytes;
  private boolean finished;
  private boolean done;
  private long sentBytes;

  KernelSender(
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
    socket = KernelBulk.open(protocol, setting);
    final LabSide far = side == LabSide.WIRE ? LabSide.KERNEL : LabSide.WIRE;
    if (!socket.connect(LabAddresses.socket(far, 0, BulkPeers.PORT))) {
      Deadline.await(
          "the kernel's connection", () -> socket.poll(KernelSocket.WRITABLE, KernelBulk.BLOCK_NS) != 0);
      socket.finishConnect();
    }
    Deadline.await(
        "the kernel's subflows",
        () -> { // a worker of the kernel joins, when it is given a core
          turn();
          return KernelBulk.subflows(socket) == KernelBulk.subflows(protocol, transfer);
        });
  }

  @Override
  public int turn() {
    if (finished) {
      done |= socket.read(bytes.room(SMALL_BYTES), SMALL_BYTES) == KernelSocket.END_OF_STREAM;
      return 0;
    }
    if (pendingBytes == 0) {
      pending = bytes.next(setting.writeBytes());
      pendingBytes = setting.writeBytes();
    }
    final int taken = socket.write(pending, pendingBytes);
    pending += taken;
    pendingBytes -= taken;
    sentBytes += taken;
    return taken;
  }

  @Override
  public long sentBytes() {
    return sentBytes;
  }

  @Override
  public void finish() {
    usedAtEnd = KernelBulk.used(socket, protocol, transfer, true);
    finished = true;
    socket.shutdownWrite();
  }

  @Override
  public boolean isDone() {
    return done;
  }

  @Override
  public Map<String, String> used() {
    return usedAtEnd;
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.close();
    }
    bytes.close();
  }
}
