package org.braidwire.benchmarks.rtt;

import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.braidwire.benchmarks.echo.EchoMessages;
import org.braidwire.benchmarks.echo.EchoNear;
import org.braidwire.benchmarks.ends.Deadline;
import org.braidwire.io.frame.Region;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.lab.LabSide;

/** Aeron as the end that sends. */
final class AeronNear implements EchoNear {
  private static final int FRAGMENTS = 8;

  private final AeronLink link;
  private final EchoMessages messages = new EchoMessages();
  private final Region memory = Region.allocate(2L * EchoMessages.BYTES, Long.BYTES);
  private final UnsafeBuffer outgoing = new UnsafeBuffer(memory.address(), EchoMessages.BYTES);
  private final UnsafeBuffer incoming = new UnsafeBuffer(memory.address() + EchoMessages.BYTES, EchoMessages.BYTES);
  private final FragmentHandler handler = this::onFragment; // one object, made once
  private AeronHost host;
  private ExclusivePublication publication;
  private Subscription subscription;
  private int back;

  AeronNear(final AeronLink link) {
    this.link = link;
  }

  @Override
  public void open() {
    if (!link.isShared()) {
      NetNamespace.enter(link.laboratory().namespace(LabSide.WIRE));
    }
    host = link.isShared() ? AeronHost.withoutDriver(link.folder(true)) : AeronHost.withDriver(link.folder(true));
    subscription = host.subscribe(link.toNear(), AeronLink.TO_NEAR_STREAM);
    publication = host.publish(link.toFar(), AeronLink.TO_FAR_STREAM);
    Deadline.await("Aeron's connection", () -> {
      host.turn();
      return publication.isConnected() && subscription.isConnected();
    });
  }

  @Override
  public void send(final long number) {
    EchoMessages.write(memory.address(), number);
    while (publication.offer(outgoing, 0, EchoMessages.BYTES) < 0) {
      host.turn();
    }
  }

  @Override
  public int turn() {
    back = 0;
    host.turn();
    subscription.poll(handler, FRAGMENTS);
    return back;
  }

  private void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header) {
    buffer.getBytes(offset, incoming, 0, length);
    back += messages.accept(memory.address() + EchoMessages.BYTES, length);
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
    memory.close();
    messages.close();
  }
}
