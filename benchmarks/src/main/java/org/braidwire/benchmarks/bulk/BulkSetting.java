package org.braidwire.benchmarks.bulk;

/**
 * What may be chosen for a bulk transfer; each peer runs at what a sweep found best for it. Immutable.
 *
 * @param steering whether the first core does all receiving
 * @param congestion name of the congestion control
 * @param writeBytes octets that the application gives at once
 * @param bufferBytes of both directions, 0 for the peer's own choice
 * @param blocking whether a kernel's socket sleeps where it cannot go on, instead of being tried again
 */
record BulkSetting(boolean steering, String congestion, int writeBytes, int bufferBytes, boolean blocking) {
  static BulkSetting begin(final String congestion, final int writeBytes) {
    return new BulkSetting(false, congestion, writeBytes, 0, false);
  }

  BulkSetting withSteering(final boolean on) {
    return new BulkSetting(on, congestion, writeBytes, bufferBytes, blocking);
  }

  BulkSetting withCongestion(final String name) {
    return new BulkSetting(steering, name, writeBytes, bufferBytes, blocking);
  }

  BulkSetting withWriteBytes(final int bytes) {
    return new BulkSetting(steering, congestion, bytes, bufferBytes, blocking);
  }

  BulkSetting withBufferBytes(final int bytes) {
    return new BulkSetting(steering, congestion, writeBytes, bytes, blocking);
  }

  BulkSetting withBlocking(final boolean on) {
    return new BulkSetting(steering, congestion, writeBytes, bufferBytes, on);
  }

  @Override
  public String toString() {
    return "receive steering " + (steering ? "on" : "off") + ", " + congestion + ", writes of " + writeBytes
        + " B, buffers " + (bufferBytes == 0 ? "its own choice" : bufferBytes + " B") + ", "
        + (blocking ? "blocking" : "spinning");
  }
}
