package org.braidwire.io.reopen;

import java.util.function.Consumer;
import java.util.function.Function;
import org.braidwire.io.linux.EventFd;
import org.braidwire.io.netlink.InterfacePort;
import org.braidwire.io.netlink.LinkEvents;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.PortCapabilities;
import org.braidwire.io.port.PortCounters;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.io.port.PortRequest;
import org.braidwire.io.port.RxBurst;

/**
 * A port that outlives its interface. When that vanishes, is renamed, or comes back with another index, the link is
 * down; when an interface of the name is there again, it is opened and the link is up as its carrier says. Whoever uses
 * the port sees a link that went down and came back, perhaps with another Ethernet address. The link is down, too,
 * while the host does not have an address there that we share with it.
 *
 * <p>One thread, the one that polls the monitor of the links as well. Closing the old device and opening the new one
 * wait for the kernel; they are done by a thread beside, so that other links go on meanwhile.
 */
public final class ReopeningPort implements FramePort, LinkEvents {
  private static final int NONE = -1;

  /** What a link that is down is given at once is dropped at once. */
  private static final int ROOM_WITHOUT_DEVICE_FRAMES = 64;

  private static final Kind[] KINDS = Kind.values();

  private final PortRequest request;
  private final Function<PortRequest, FramePort> opener;
  private final String namespace;
  private final Consumer<String> warnings;
  private final EventFd bell = EventFd.open();
  private final PortCounters counters = new PortCounters();

  /** What this port counted itself, and what devices counted that are no more. */
  private final long[] before = new long[KINDS.length];

  /** Of the present device, or of the last one. */
  private PortCounters deviceCounters;

  private InterfacePort device;
  private DeviceMemory memory;
  private PortCapabilities capabilities;
  private long macAddress;
  private String description;

  /** The interface that has our name now, as far as the monitor has told. */
  private int seenIndex = NONE;

  private boolean seenCarrier;
  private final SharedAddresses sharedAddresses;

  /** Whether the host has on that interface what we share with it there. */
  private boolean addressed = true;

  /** What another thread does for us, or null. */
  private DeviceWork work;

  /** The interface changed since {@link #work} began: what that opened is of no use. */
  private boolean outdated;

  private boolean closed;

  private ReopeningPort(
      final PortRequest request,
      final Function<PortRequest, FramePort> opener,
      final String namespace,
      final Consumer<String> warnings) {
    this.request = request;
    sharedAddresses = new SharedAddresses(request.claims());
    this.opener = opener;
    this.namespace = namespace;
    this.warnings = warnings;
  }

  /**
   * Opens a port on the calling thread, which stands in the interface's namespace. Where {@code opener} gives a port
   * that hears nothing of its link, that one is given as it is.
   *
   * @param opener opens the interface of a request; asked again by threads inside {@code namespace}
   * @param namespace its name, null for the process's own
   * @param warnings who hears, in one line each, that the interface went and came; on the port's thread
   */
  public static FramePort open(
      final PortRequest request,
      final Function<PortRequest, FramePort> opener,
      final String namespace,
      final Consumer<String> warnings) {
    final DeviceMemory memory = new DeviceMemory(request.memory());
    final FramePort opened = opener.apply(request.withMemory(memory));
    if (!(opened instanceof InterfacePort device)) {
      return opened;
    }
    final ReopeningPort port = new ReopeningPort(request, opener, namespace, warnings);
    port.deviceCounters = device.counters();
    port.adopt(device, memory);
    return port;
  }

  private void adopt(final InterfacePort opened, final DeviceMemory openedOn) {
    device = opened;
    memory = openedOn;
    capabilities = opened.capabilities();
    macAddress = opened.macAddress();
    description = opened.description();
  }

  // ---- what the monitor tells ----------------------------------------------------------------------------------

  @Override
  public void onLink(final int interfaceIndex, final String linkName, final boolean present, final boolean carrier) {
    final boolean ours = present && linkName.equals(name());
    if (ours) {
      see(interfaceIndex, carrier);
    } else if (interfaceIndex == seenIndex) {
      see(NONE, false);
    }
    if (device == null) {
      return;
    }
    final boolean devices = interfaceIndex == device.interfaceIndex();
    if (ours && devices) {
      device.onLink(interfaceIndex, linkName, true, carrier);
    } else if (ours || devices) {
      lose(); // another one has our name, or this one has it no more
    }
  }

  @Override
  public void onAddress(
      final int interfaceIndex, final long high, final long low, final int prefixBits, final boolean added) {
    sharedAddresses.onAddress(interfaceIndex, high, low, added);
    if (interfaceIndex == seenIndex) {
      lookForAddresses();
    }
  }

  private void lookForAddresses() {
    final boolean now = sharedAddresses.areOn(seenIndex);
    if (now == addressed) {
      return;
    }
    addressed = now;
    if (device != null && device.linkUp()) {
      count(Kind.LINK_CHANGES, 1);
    }
    if (seenIndex != NONE) {
      warnings.accept(
          now
              ? "interface " + name() + " has its addresses again: its path is open again"
              : "interface " + name() + " has lost an address: its path is closed until that is back");
    }
  }

  private void see(final int index, final boolean carrier) {
    seenCarrier = carrier;
    if (index != seenIndex) {
      outdated = true;
      seenIndex = index;
      lookForAddresses();
    }
    if (device == null && work == null && index != NONE) {
      reopen(); // also where the last tries failed: something about it is new
    }
  }

  private void lose() {
    warnings.accept(
        "interface " + name() + " has gone: its path is closed until an interface of that name is back");
    if (device.linkUp() && addressed) {
      count(Kind.LINK_CHANGES, 1);
    }
    work = DeviceWork.close(device, memory, bell);
    device = null;
  }

  private void reopen() {
    outdated = false;
    work = DeviceWork.open(request, opener, namespace, bell);
  }

  /** Takes what the thread beside has done, and has it do what is to be done next. */
  private void settle() {
    final DeviceWork finished = work;
    work = null;
    bell.take();
    finished.memory().comeHome();
    count(Kind.REOPEN_FAILURES, finished.failures());
    if (finished.device() != null) {
      onOpened(finished);
    } else if (finished.failures() == 0 && finished.failure() != null) {
      throw new IllegalStateException("closing the device of " + name() + " went wrong", finished.failure());
    } else if (finished.failure() != null) {
      warnings.accept("interface " + name() + " cannot be opened again: "
          + finished.failure().getMessage());
    }
    final boolean mayTry = outdated || finished.failures() < DeviceWork.TRIES;
    if (device == null && work == null && seenIndex != NONE && mayTry) {
      reopen();
    }
  }

  private void onOpened(final DeviceWork finished) {
    final InterfacePort opened = finished.device();
    if (outdated) {
      work = DeviceWork.close(opened, finished.memory(), bell);
      return;
    }
    for (final Kind kind : KINDS) {
      count(kind, deviceCounters.get(kind));
    }
    deviceCounters = opened.counters();
    final String lastDescription = description;
    adopt(opened, finished.memory());
    count(Kind.REOPENS, 1);
    warnings.accept("interface " + name() + " is back: its path is open again"
        + (description.equals(lastDescription) ? "" : ", " + description));
    opened.onLink(opened.interfaceIndex(), name(), true, seenCarrier);
    if (opened.linkUp() && addressed) {
      count(Kind.LINK_CHANGES, 1);
    }
  }

  private void count(final Kind kind, final long amount) {
    before[kind.ordinal()] += amount;
  }

  // ---- a port like any other -----------------------------------------------------------------------------------

  @Override
  public String name() {
    return request.interfaceName();
  }

  @Override
  public String description() {
    return device == null ? name() + ", which has gone" : description;
  }

  @Override
  public PortCapabilities capabilities() {
    return capabilities;
  }

  @Override
  public long macAddress() {
    return macAddress;
  }

  @Override
  public int poll(final RxBurst burst) {
    assert !closed : name() + " is closed";
    if (work != null && work.isDone()) {
      settle();
    }
    if (device == null) {
      burst.clear();
      return 0;
    }
    return device.poll(burst);
  }

  @Override
  public boolean transmit(
      final long headerAddress,
      final int headerBytes,
      final long payloadAddress,
      final int payloadBytes,
      final long offload) {
    if (device != null) {
      return device.transmit(headerAddress, headerBytes, payloadAddress, payloadBytes, offload);
    }
    count(Kind.TX_LINK_DOWN, 1);
    request.memory().release(headerAddress);
    if (payloadBytes > 0) {
      request.memory().release(payloadAddress);
    }
    return true;
  }

  @Override
  public int transmitRoom() {
    return device == null ? ROOM_WITHOUT_DEVICE_FRAMES : device.transmitRoom();
  }

  @Override
  public void flush() {
    if (device != null) {
      device.flush();
    }
  }

  /** Without a device, readable when there is one. */
  @Override
  public int readinessFd() {
    return device == null ? bell.descriptor() : device.readinessFd();
  }

  @Override
  public boolean linkUp() {
    return device != null && addressed && device.linkUp();
  }

  @Override
  public PortCounters counters() {
    if (device != null) {
      device.counters(); // brings them up to date
    }
    for (final Kind kind : KINDS) {
      counters.add(kind, before[kind.ordinal()] + deviceCounters.get(kind) - counters.get(kind));
    }
    return counters;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (work != null) {
      work.cancel();
      work.memory().comeHome();
      if (work.device() != null) {
        work.device().close();
      }
    }
    if (device != null) {
      device.close();
    }
    bell.close();
  }
}
