package org.braidwire.simulation.network;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.braidwire.simulation.parse.WireFrame;

/**
 * Writes every frame as its sender sent it, with virtual time, to a pcap file (nanosecond times): for looking
 * at a failing seed with the usual tools.
 */
public final class CaptureFile implements NetworkObserver, AutoCloseable {
  private static final int MAGIC_NANOSECONDS = 0xa1b2_3c4d;
  private static final int SNAP_BYTES = 65_535;
  private static final int LINKTYPE_ETHERNET = 1;
  private static final long NS_PER_SECOND = 1_000_000_000L;

  private final DataOutputStream out;

  public CaptureFile(final Path file) throws IOException {
    out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
    out.writeInt(MAGIC_NANOSECONDS);
    out.writeShort(2);
    out.writeShort(4);
    out.writeLong(0);
    out.writeInt(SNAP_BYTES);
    out.writeInt(LINKTYPE_ETHERNET);
  }

  @Override
  public void onSent(final SimulatedPort port, final WireFrame frame, final long nowNs) {
    try {
      out.writeInt((int) (nowNs / NS_PER_SECOND));
      out.writeInt((int) (nowNs % NS_PER_SECOND));
      out.writeInt(frame.length());
      out.writeInt(frame.length());
      out.write(frame.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the capture", e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
