package org.braidwire.stack.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.PortCounters;
import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.Counters;
import org.braidwire.stack.base.CountersFile;
import org.braidwire.stack.base.DropCounters;
import org.braidwire.stack.base.DropReason;
import org.braidwire.stack.base.PublishedKind;

/**
 * Copies an engine's counters into a {@link CountersFile} at most every {@link #INTERVAL_NS}: what a segment touches
 * stays plain, and other processes see it a little later. Engine thread; allocates only when listeners come and go.
 */
public final class CountersPublisher implements AutoCloseable {
  /** Least time between two copies. */
  public static final long INTERVAL_NS = 100_000_000;

  /** Bound on the listeners that are published; further ones go unseen. */
  static final int MAX_LISTENERS = 64;

  private static final int NUMBERS_OF_A_LISTENER = 2;
  private static final int MAX_GAUGES = 8;

  private final CountersFile file;
  private final ListenArrival listenArrival;
  private final List<FramePort> ports = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();
  private final List<Row> listenerRows = new ArrayList<>();
  private int seenChanges;
  private long nextNs;

  /** Whether anything was done since the last copy, so that there may be numbers that no reader has seen. */
  private boolean news;

  private CountersPublisher(final CountersFile file, final ListenArrival listenArrival) {
    this.file = file;
    this.listenArrival = listenArrival;
  }

  /**
   * Makes the file; what stands in it is added before the first publication, in the order that readers see.
   *
   * @param links how many ports will be added
   */
  static CountersPublisher open(final Path folder, final int links, final ListenArrival listenArrival)
      throws IOException {
    final int capacity = Counter.values().length
        + DropReason.values().length
        + MAX_GAUGES
        + links * (PortCounters.Kind.values().length + 1)
        + MAX_LISTENERS * NUMBERS_OF_A_LISTENER;
    return new CountersPublisher(CountersFile.create(folder, capacity), listenArrival);
  }

  void addGauge(final String name, final LongSupplier source) {
    add(rows, PublishedKind.ENGINE_GAUGE, "", name, source);
  }

  void addEngine(final Counters counters, final DropCounters drops) {
    for (final Counter counter : Counter.values()) {
      add(rows, PublishedKind.ENGINE, "", counter.name(), () -> counters.get(counter));
    }
    for (final DropReason reason : DropReason.values()) {
      add(rows, PublishedKind.DROP, "", reason.name(), () -> drops.get(reason));
    }
  }

  void addPort(final FramePort port) {
    final PortCounters counters = port.counters();
    ports.add(port);
    add(rows, PublishedKind.PORT_GAUGE, port.name(), "LINK_UP", () -> port.linkUp() ? 1 : 0);
    for (final PortCounters.Kind kind : PortCounters.Kind.values()) {
      add(rows, PublishedKind.PORT, port.name(), kind.name(), () -> counters.get(kind));
    }
  }

  private void add(
      final List<Row> to,
      final PublishedKind kind,
      final String scope,
      final String name,
      final LongSupplier source) {
    final int id = file.allocate(kind, scope, name);
    if (id != CountersFile.NO_COUNTER) {
      to.add(new Row(file, id, source));
    }
  }

  /**
   * Publishes when it is time to; called at the end of every cycle.
   *
   * @param worked whether the cycle has done anything
   */
  public void onCycle(final long nowNs, final boolean worked) {
    news |= worked;
    if (nowNs - nextNs >= 0) {
      publish(nowNs);
    }
  }

  /** When an engine that would sleep must go through a cycle first, so that what it counted last is seen. */
  public long nextDeadlineNs() {
    return news ? nextNs : Long.MAX_VALUE;
  }

  /** Publishes now. */
  public void publish(final long nowNs) {
    nextNs = nowNs + INTERVAL_NS;
    news = false;
    if (listenArrival.changes() != seenChanges) {
      seenChanges = listenArrival.changes();
      renewListeners();
    }
    for (int i = 0; i < ports.size(); i++) {
      ports.get(i).counters(); // brings up to date what the kernel or another thread counts
    }
    copy(rows);
    copy(listenerRows);
    file.stamp(nowNs);
  }

  private static void copy(final List<Row> rows) {
    for (int i = 0; i < rows.size(); i++) {
      rows.get(i).copy();
    }
  }

  private void renewListeners() {
    for (final Row row : listenerRows) {
      file.free(row.id);
    }
    listenerRows.clear();
    final List<Listener> listeners = listenArrival.listeners();
    for (final Listener listener : listeners.subList(0, Math.min(listeners.size(), MAX_LISTENERS))) {
      final String port = Integer.toString(listener.port());
      add(listenerRows, PublishedKind.LISTENER, port, "CONNECTIONS_TAKEN", listener::taken);
      add(listenerRows, PublishedKind.LISTENER, port, "CONNECTIONS_REFUSED", listener::refused);
    }
  }

  public Path file() {
    return file.file();
  }

  /** Removes the file; who has it mapped keeps the last numbers. */
  @Override
  public void close() {
    file.close();
  }

  /** One number: where it comes from, where it goes, and what was stored last. */
  private static final class Row {
    private final CountersFile file;
    private final int id;
    private final LongSupplier source;
    private long stored;

    Row(final CountersFile file, final int id, final LongSupplier source) {
      this.file = file;
      this.id = id;
      this.source = source;
    }

    void copy() {
      final long value = source.getAsLong();
      if (value != stored) {
        stored = value;
        file.set(id, value);
      }
    }
  }
}
