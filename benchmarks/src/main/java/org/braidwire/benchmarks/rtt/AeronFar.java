package org.braidwire.benchmarks.rtt;

import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.braidwire.benchmarks.echo.EchoFar;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.lab.LabSide;

/** Aeron as the end that answers. */
final class AeronFar implements EchoFar {
  private static final int FRAGMENTS = 8;

  private final AeronLink link;
  private final FragmentHandler handler = this::onFragment; // one object, made once
  private AeronHost host;
  private ExclusivePublication publication;
  private Subscription subscription;

  AeronFar(final AeronLink link) {
    this.link = link;
  }

  @Override
  public void open() {
    if (!link.isShared()) {
      NetNamespace.enter(link.laboratory().namespace(LabSide.KERNEL));
    }
    host = AeronHost.withDriver(link.folder(false));
    subscription = host.subscribe(link.toFar(), AeronLink.TO_FAR_STREAM);
    publication = host.publish(link.toNear(), AeronLink.TO_NEAR_STREAM);
  }

  @Override
  public int turn() {
    return host.turn() + subscription.poll(handler, FRAGMENTS);
  }

  private void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header) {
    while (publication.offer(buffer, offset, length) < 0) {
      host.turn();
    }
    if (!link.isShared()) {
      host.turn(); // the driver sends at once
    }
  }

  @Override
  public Map<String, String> used() {
    return Map.of("channel", publication.channel());
  }

  @Override
  public void close() {
    if (host != null) {
      host.close();
    }
  }
}
