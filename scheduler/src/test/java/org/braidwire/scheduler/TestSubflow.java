package org.braidwire.scheduler;

/** A subflow as plain values: usable, regular, with room for one segment, until told otherwise. */
final class TestSubflow implements SubflowView {
  private static final int ONE_SEGMENT_BYTES = 1460;

  private final int id;
  private final long srttNs;
  private boolean usable = true;
  private boolean backup;
  private boolean suspect;
  private int sendableBytes = ONE_SEGMENT_BYTES;

  private TestSubflow(final int id, final long srttNs) {
    this.id = id;
    this.srttNs = srttNs;
  }

  static TestSubflow subflow(final int id, final long srttNs) {
    return new TestSubflow(id, srttNs);
  }

  TestSubflow asBackup() {
    backup = true;
    return this;
  }

  TestSubflow asSuspect() {
    suspect = true;
    return this;
  }

  TestSubflow asUnusable() {
    usable = false;
    return this;
  }

  TestSubflow asFull() {
    sendableBytes = 0;
    return this;
  }

  @Override
  public int id() {
    return id;
  }

  @Override
  public boolean usable() {
    return usable;
  }

  @Override
  public boolean backup() {
    return backup;
  }

  @Override
  public boolean suspect() {
    return suspect;
  }

  @Override
  public long srttNs() {
    return srttNs;
  }

  @Override
  public long rttVarNs() {
    return srttNs / 2;
  }

  @Override
  public int sendableBytes() {
    return sendableBytes;
  }

  @Override
  public long cwndBytes() {
    return 10L * ONE_SEGMENT_BYTES;
  }

  @Override
  public long flightSizeBytes() {
    return cwndBytes() - sendableBytes;
  }

  @Override
  public long lastProgressNs() {
    return 0;
  }
}
