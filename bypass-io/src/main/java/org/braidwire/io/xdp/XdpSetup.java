package org.braidwire.io.xdp;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.linux.BpfLink.XdpMode;
import org.braidwire.io.linux.DriverFacts;
import org.braidwire.io.linux.Errno;
import org.braidwire.io.linux.LinuxException;
import org.braidwire.io.linux.NetworkInterfaceFacts;
import org.braidwire.io.linux.XdpSocket;
import org.braidwire.io.port.PortCounters;
import org.braidwire.io.port.PortRequest;
import org.braidwire.io.silence.Silence;
import org.braidwire.io.silence.SilencePolicy;

/**
 * Opens what an {@link XdpPort} is made of, one socket a receive queue, and closes it again. What it chooses on the way
 * it tells by {@link #description()}. The thread that opens stands in the interface's namespace.
 */
final class XdpSetup implements AutoCloseable {
  /** Each queue costs frames and a look at its ring every cycle. */
  static final int MAX_QUEUES = 16;

  private static final int ETHERNET_HEADER_BYTES = 14;

  /** Of the pool the rings of all ports together take this share to receive; the rest is for what they received. */
  private static final int RECEIVE_SHARE = 2;

  private static final int TRANSMIT_SHARE = 16;
  private static final int FEWEST_FRAMES = 64;

  /** A whole window of 4 MiB of super-segments in pieces, and some milliseconds of anything else. */
  private static final int MOST_RECEIVE_FRAMES = 4096;

  /**
   * Nobody but this bounds what the kernel holds of ours on its way: behind a virtual link that is one queue for all of
   * a core's links, which drops what is beyond a thousand frames (net.core.netdev_max_backlog).
   */
  private static final int MOST_TRANSMIT_FRAMES = 256;

  /** A ring that is never used still has to be there. */
  private static final int UNUSED_RING = 2;

  /** A queue is let go of a moment after the socket that had it was closed. */
  private static final long QUEUE_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(1_000);

  private static final long QUEUE_LOOK_NS = TimeUnit.MILLISECONDS.toNanos(5);

  final NetworkInterfaceFacts facts;
  final LentFrames lent;
  final PortCounters counters = new PortCounters();
  final List<XdpSocket> sockets = new ArrayList<>();
  final List<XdpReceiver> receivers = new ArrayList<>();
  XdpSender sender;
  XdpReadiness readiness;

  private final PortRequest request;
  private final DriverFacts driver;
  private final boolean offloads;
  private final FramePool frames;
  private XdpAttachment attachment;
  private Silence silence = Silence.NONE;
  private boolean zeroCopy;
  private String whyCopy = "";

  private XdpSetup(
      final PortRequest request,
      final NetworkInterfaceFacts facts,
      final DriverFacts driver,
      final boolean offloads) {
    this.request = request;
    this.facts = facts;
    this.driver = driver;
    this.offloads = offloads;
    frames = request.pools().frames();
    lent = new LentFrames(frames);
  }

  /** Opens all of it, or throws and leaves nothing behind. */
  static XdpSetup open(final PortRequest request, final boolean offloads, final SilencePolicy policy) {
    final NetworkInterfaceFacts facts = NetworkInterfaceFacts.read(request.interfaceName());
    final XdpSetup setup = open(request, facts, DriverFacts.read(facts), offloads);
    try {
      setup.silence = Silence.afterDeath(facts, request, policy);
      return setup;
    } catch (final RuntimeException e) {
      setup.close();
      throw e;
    }
  }

  /** The same with a driver that is taken for what {@code driver} says. */
  static XdpSetup open(
      final PortRequest request,
      final NetworkInterfaceFacts facts,
      final DriverFacts driver,
      final boolean offloads) {
    final XdpSetup setup = new XdpSetup(request, facts, driver, offloads);
    setup.check();
    try {
      setup.attachment = XdpAttachment.open(facts, driver, request.claims());
      for (int queue = 0; queue < driver.receiveQueues(); queue++) {
        setup.openQueue(queue);
      }
      setup.readiness = new XdpReadiness(setup.sockets);
      return setup;
    } catch (final RuntimeException e) {
      setup.close();
      throw e;
    }
  }

  private void check() {
    if (!facts.ethernet()) {
      throw refusal(Errno.EOPNOTSUPP, "it does not carry Ethernet frames");
    }
    final int largestMtuBytes = largestMtuBytes(frames);
    if (facts.mtuBytes() > largestMtuBytes) {
      throw refusal(
          Errno.EMSGSIZE,
          "an MTU of " + facts.mtuBytes() + " does not fit AF_XDP's frames of " + frames.pieceBytes()
              + " octets; `ip link set dev " + facts.name() + " mtu " + largestMtuBytes
              + "`, or --io af_packet");
    }
    if (driver.receiveQueues() > MAX_QUEUES) {
      throw refusal(
          Errno.EOPNOTSUPP,
          "it has " + driver.receiveQueues() + " receive queues, and a port takes " + MAX_QUEUES
              + "; `ethtool -L " + facts.name() + " combined " + MAX_QUEUES + "` lessens them");
    }
    final int fewest = RECEIVE_SHARE * FEWEST_FRAMES * (driver.receiveQueues() + 1) * ports();
    if (frames.pieces() < fewest) {
      throw refusal(
          Errno.ENOBUFS,
          "a pool of " + frames.pieces() + " frames is too small; AF_XDP takes at least " + fewest);
    }
  }

  /** The largest IP packet that AF_XDP puts into one frame of a pool. */
  static int largestMtuBytes(final FramePool frames) {
    return frames.pieceBytes() - XdpSocket.HEADROOM_BYTES - ETHERNET_HEADER_BYTES;
  }

  private LinuxException refusal(final int errno, final String why) {
    return new LinuxException("AF_XDP", "interface " + facts.name(), errno, why);
  }

  private void openQueue(final int queue) {
    final XdpSocket socket = XdpSocket.open(facts);
    sockets.add(socket);
    socket.register(frames.base(), frames.bytes(), frames.pieceBytes(), metadataBytes());
    receivers.add(new XdpReceiver(
        socket,
        ring(MOST_RECEIVE_FRAMES, RECEIVE_SHARE * driver.receiveQueues()),
        frames,
        lent,
        request.memory(),
        counters,
        new ReceivedOffload(facts.mtuBytes(), maybePartial())));
    if (queue == 0) {
      sender = new XdpSender(
          socket,
          ring(MOST_TRANSMIT_FRAMES, TRANSMIT_SHARE),
          frames,
          lent,
          request.memory(),
          counters,
          metadataBytes());
    } else {
      socket.ring(XdpSocket.Ring.COMPLETION, UNUSED_RING);
    }
    bind(socket, queue);
    receivers.getLast().refill();
    attachment.redirect(queue, socket.descriptor());
  }

  /** Entries of a ring that may take one of so many parts of a port's share of the pool: a power of two. */
  private int ring(final int most, final int parts) {
    final int fair = Math.min(most, frames.pieces() / ports() / parts);
    return Math.max(FEWEST_FRAMES, Integer.highestOneBit(fair));
  }

  /** How many ports share the pool, at most: every path of the engine has an address. */
  private int ports() {
    return Math.max(1, request.claims().size());
  }

  private int metadataBytes() {
    return offloads ? TransmitMetadata.BYTES : 0;
  }

  private boolean maybePartial() {
    return driver.virtual() || attachment.mode() == XdpMode.GENERIC;
  }

  private void bind(final XdpSocket socket, final int queue) {
    if (queue == 0) {
      zeroCopy = attachment.mode() == XdpMode.NATIVE && bindZeroCopy(socket);
      if (zeroCopy) {
        return;
      }
    }
    final int flags = zeroCopy ? XdpSocket.ZERO_COPY : XdpSocket.COPY | XdpSocket.SEVERAL_BUFFERS;
    final int result = bindWhenFree(socket, queue, flags | XdpSocket.NEED_WAKEUP);
    if (result < 0) {
      throw new LinuxException(
          "bind",
          "interface " + facts.name() + " queue " + queue,
          -result,
          result == -Errno.EBUSY
              ? "another AF_XDP socket has this receive queue; `ss -f xdp -p` tells whose"
              : "AF_XDP here needs Linux 6.11 or later");
    }
  }

  private boolean bindZeroCopy(final XdpSocket socket) {
    final int result = bindWhenFree(socket, 0, XdpSocket.ZERO_COPY | XdpSocket.NEED_WAKEUP);
    whyCopy = result == 0 ? "" : "the driver refused zero-copy: " + Errno.describe(-result);
    return result == 0;
  }

  private static int bindWhenFree(final XdpSocket socket, final int queue, final int flags) {
    final long deadline = System.nanoTime() + QUEUE_WAIT_NS;
    int result = socket.bind(queue, flags);
    while (result == -Errno.EBUSY && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(QUEUE_LOOK_NS);
      result = socket.bind(queue, flags);
    }
    return result;
  }

  boolean isZeroCopy() {
    return zeroCopy;
  }

  /** Whether the device completes checksums of what is sent. */
  boolean checksumOffload() {
    return offloads && !zeroCopy; // the line says why
  }

  /** Who runs the program and whether frames are copied, and why. */
  String modes() {
    final String copying = zeroCopy
        ? "zero-copy"
        : "copy mode (" + (whyCopy.isEmpty() ? "generic mode has no other" : whyCopy) + ")";
    return (attachment.mode() == XdpMode.NATIVE ? "native" : "generic") + " mode (" + attachment.reason() + "), "
        + copying;
  }

  /** What was chosen, and why, in one line. */
  String description() {
    return "AF_XDP on " + facts.name() + ": " + modes()
        + ", need-wakeup, " + sockets.size() + (sockets.size() == 1 ? " queue" : " queues") + ", "
        + left(offloads, checksumOffload())
        + request.reason();
  }

  /** What is left to the device and, where that is less than was asked for, why. */
  static String left(final boolean asked, final boolean checksums) {
    if (checksums) {
      return "checksums left to the device";
    }
    return "nothing left to the device"
        + (asked ? " (no driver tells whether it completes checksums in zero-copy mode)" : "");
  }

  /** Gives the interface back to the kernel, then every frame to its memory. */
  @Override
  public void close() {
    if (attachment != null) {
      attachment.close();
    }
    if (readiness != null) {
      readiness.close();
    }
    sockets.forEach(XdpSocket::close);
    lent.releaseAll(request.memory());
    silence.close();
  }
}
