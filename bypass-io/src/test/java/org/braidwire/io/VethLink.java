package org.braidwire.io;

import java.io.IOException;

/** A namespace with one veth pair, {@code near} and {@code far}, both up; removed on close. */
public final class VethLink implements AutoCloseable {
  public static final String NEAR = "near";
  public static final String FAR = "far";

  private final TestNamespace namespace = new TestNamespace();

  public VethLink(final int mtuBytes) throws IOException, InterruptedException {
    this(" mtu " + mtuBytes);
  }

  /** The same with so many queues each way at either end. */
  public VethLink(final int mtuBytes, final int queues) throws IOException, InterruptedException {
    this(" mtu " + mtuBytes + " numrxqueues " + queues + " numtxqueues " + queues);
  }

  private VethLink(final String settings) throws IOException, InterruptedException {
    try {
      make("dev " + NEAR + settings, FAR + settings);
    } catch (final IOException e) {
      close();
      throw e;
    }
  }

  private void make(final String near, final String far) throws IOException, InterruptedException {
    namespace.ip("link add " + near + " type veth peer name " + far);
    namespace.ip("link set " + NEAR + " up");
    namespace.ip("link set " + FAR + " up");
  }

  /** Makes the pair anew after it was deleted, with these indexes. */
  public void remake(final int mtuBytes, final int nearIndex, final int farIndex)
      throws IOException, InterruptedException {
    make(
        "dev " + NEAR + " index " + nearIndex + " mtu " + mtuBytes,
        FAR + " index " + farIndex + " mtu " + mtuBytes);
  }

  public String namespace() {
    return namespace.name();
  }

  /** {@code ip} inside the namespace. */
  public void ip(final String... arguments) throws IOException, InterruptedException {
    namespace.ip(arguments);
  }

  /** Any of iproute2's programs inside the namespace. */
  public void in(final String program, final String... arguments) throws IOException, InterruptedException {
    namespace.in(program, arguments);
  }

  /** Any program inside the namespace. */
  public void exec(final String... command) throws IOException, InterruptedException {
    namespace.exec(command);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    namespace.close();
  }
}
