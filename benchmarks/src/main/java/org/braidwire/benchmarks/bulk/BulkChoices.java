package org.braidwire.benchmarks.bulk;

import java.util.List;
import java.util.function.UnaryOperator;

/** What a sweep tries: for each kind of end the things that may be chosen, and the ways to choose. Stateless. */
final class BulkChoices {
  static final List<UnaryOperator<BulkSetting>> STEERING =
      List.of(setting -> setting.withSteering(false), setting -> setting.withSteering(true));

  private static final List<UnaryOperator<BulkSetting>> KERNEL_CONGESTION =
      List.of(setting -> setting.withCongestion("cubic"), setting -> setting.withCongestion("bbr"));

  private static final List<UnaryOperator<BulkSetting>> OUR_CONGESTION =
      List.of(setting -> setting.withCongestion("cubic"), setting -> setting.withCongestion("newreno"));

  private static final List<UnaryOperator<BulkSetting>> KERNEL_WRITES = List.of(
      setting -> setting.withWriteBytes(16 << 10),
      setting -> setting.withWriteBytes(64 << 10),
      setting -> setting.withWriteBytes(256 << 10));

  /** A claim is at most 15 KiB. */
  private static final List<UnaryOperator<BulkSetting>> OUR_WRITES =
      List.of(setting -> setting.withWriteBytes(4 << 10), setting -> setting.withWriteBytes(15 << 10));

  private static final List<UnaryOperator<BulkSetting>> BUFFERS = List.of(
      setting -> setting.withBufferBytes(0),
      setting -> setting.withBufferBytes(1 << 20),
      setting -> setting.withBufferBytes(4 << 20));

  private static final List<UnaryOperator<BulkSetting>> WAITING =
      List.of(setting -> setting.withBlocking(false), setting -> setting.withBlocking(true));

  private BulkChoices() {}

  /**
   * For the kernel at the sending end. On several links buffers of a fixed size make two kernels lose octets now and
   * then (Linux 6.18): the sweep refuses what it sees that with.
   */
  static List<List<UnaryOperator<BulkSetting>>> kernel() {
    return List.of(STEERING, KERNEL_CONGESTION, WAITING, KERNEL_WRITES, BUFFERS);
  }

  /** For Braidwire at the sending end; with a kernel at the other one, how that one waits is chosen, too. */
  static List<List<UnaryOperator<BulkSetting>>> braidwire(final boolean toKernel) {
    return toKernel
        ? List.of(STEERING, OUR_CONGESTION, WAITING, OUR_WRITES, BUFFERS)
        : List.of(STEERING, OUR_CONGESTION, OUR_WRITES, BUFFERS);
  }
}
