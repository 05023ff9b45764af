package org.braidwire.io;

import java.io.IOException;

/** A namespace with one veth pair, {@code near} and {@code far}, both up; removed on close. */
public final class VethLink implements AutoCloseable {
  public static final String NEAR = "near";
  public static final String FAR = "far";

  private final TestNamespace namespace = new TestNamespace();

  public VethLink(final int mtuBytes) throws IOException, InterruptedException {
    try {
      namespace.ip(
          "link add dev " + NEAR + " mtu " + mtuBytes + " type veth peer name " + FAR + " mtu " + mtuBytes);
      namespace.ip("link set " + NEAR + " up");
      namespace.ip("link set " + FAR + " up");
    } catch (final IOException e) {
      close();
      throw e;
    }
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
