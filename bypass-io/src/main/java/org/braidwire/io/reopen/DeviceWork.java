package org.braidwire.io.reopen;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.braidwire.io.linux.EventFd;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.io.netlink.InterfacePort;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.PortRequest;

/**
 * What a thread beside the port's does for it: closes a device, or opens one, either of which waits for the kernel for
 * longer than the other links can be left alone. One use; the port's thread starts it, looks whether it is done, and
 * only then asks for the rest.
 */
final class DeviceWork {
  /** An interface that was just made may not be ready: its driver, or whoever renames and configures it. */
  static final int TRIES = 8;

  /** Doubles with each try: some seconds in all. */
  private static final long FIRST_DELAY_MS = 10;

  private final EventFd bell;
  private final Thread thread;
  private final DeviceMemory memory;
  private InterfacePort device;
  private Throwable failure;
  private int failures;
  private volatile boolean cancelled;
  private volatile boolean done;

  private DeviceWork(final DeviceMemory memory, final EventFd bell, final Consumer<DeviceWork> body) {
    this.memory = memory;
    this.bell = bell;
    memory.leave();
    thread = Thread.ofPlatform().name("braidwire-device").daemon(true).start(() -> run(body));
  }

  /**
   * Closes {@code device}; what that releases waits in its {@code memory}.
   *
   * @param bell signalled when it is done
   */
  static DeviceWork close(final InterfacePort device, final DeviceMemory memory, final EventFd bell) {
    return new DeviceWork(memory, bell, work -> device.close());
  }

  /**
   * Opens a device for {@code request} inside {@code namespace}, null for the process's own, trying several times.
   *
   * @param bell signalled when it is done
   */
  static DeviceWork open(
      final PortRequest request,
      final Function<PortRequest, FramePort> opener,
      final String namespace,
      final EventFd bell) {
    final DeviceMemory memory = new DeviceMemory(request.memory());
    return new DeviceWork(memory, bell, work -> {
      work.enter(namespace);
      work.open(request.withMemory(memory), opener);
    });
  }

  private void run(final Consumer<DeviceWork> body) {
    try {
      body.accept(this);
    } catch (final RuntimeException | Error thrown) {
      failure = thrown;
    } finally {
      done = true;
      bell.signal();
    }
  }

  private void enter(final String namespace) {
    if (namespace != null) {
      failures = TRIES; // one that has gone does not come back
      NetNamespace.enter(namespace);
      failures = 0;
    }
  }

  private void open(final PortRequest request, final Function<PortRequest, FramePort> opener) {
    while (device == null) {
      try {
        device = (InterfacePort) opener.apply(request);
      } catch (final RuntimeException refused) {
        if (++failures == TRIES || cancelled || !paused(FIRST_DELAY_MS << failures - 1)) {
          throw refused;
        }
      }
    }
  }

  private static boolean paused(final long ms) {
    try {
      Thread.sleep(Duration.ofMillis(ms));
      return true;
    } catch (final InterruptedException cancelled) {
      return false;
    }
  }

  boolean isDone() {
    return done;
  }

  /** Ends it soon, whatever has become of it, and waits for that. */
  void cancel() {
    cancelled = true;
    thread.interrupt();
    boolean interrupted = false;
    while (!done || thread.isAlive()) {
      try {
        thread.join();
      } catch (final InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What was opened, or null. */
  InterfacePort device() {
    return device;
  }

  /** What the device was opened on; the port's thread takes it home. */
  DeviceMemory memory() {
    return memory;
  }

  /** How often opening failed. */
  int failures() {
    return failures;
  }

  /** Why it failed in the end, or null. */
  Throwable failure() {
    return failure;
  }
}
