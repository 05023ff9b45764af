package org.braidwire.benchmarks.ends;

import org.braidwire.io.port.FramePort;
import org.braidwire.stack.api.MptcpStack;
import org.braidwire.stack.api.PathConfig;
import org.braidwire.stack.wire.IpAddress;

/** Who is who on the in-memory links of a benchmark, of which there are up to 16, with two ends each. Stateless. */
public final class MemoryLink {
  private static final long FIRST_MAC = 0x02_00_00_00_00_00L;
  private static final int HOSTS = 16;

  private MemoryLink() {}

  /** The Ethernet address of an end, 0 or 1. */
  public static long macAddress(final int link, final int end) {
    return FIRST_MAC + host(link, end);
  }

  /** The lower half of an end's address. */
  public static long addressLow(final int link, final int end) {
    return IpAddress.parseLow(address(link, end));
  }

  /** The path of a stack that is at this end, by its port there. */
  public static MptcpStack.Path path(final int link, final int end, final FramePort port) {
    return new MptcpStack.Path(PathConfig.parse("wire" + link + "=" + address(link, end) + "/28"), port);
  }

  private static String address(final int link, final int end) {
    return "192.0.2." + host(link, end);
  }

  private static int host(final int link, final int end) {
    return HOSTS * link + end + 1;
  }
}
