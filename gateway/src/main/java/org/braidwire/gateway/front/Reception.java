package org.braidwire.gateway.front;

import java.util.Optional;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.relay.Leg;
import org.braidwire.gateway.watch.GatewayEvent;
import org.braidwire.gateway.watch.GatewayEvent.Kind;
import org.braidwire.gateway.watch.GatewayEvents;

/** Where every accepted connection comes to, from whatever listener: it is counted, and served on a virtual thread. */
public final class Reception {
  private final String name;
  private final Front front;
  private final Admission admission;
  private final GatewayEvents events;

  /**
   * The reception of one listener.
   *
   * @param name of the listener
   * @param admission of all listeners
   */
  public Reception(final String name, final Front front, final Admission admission, final GatewayEvents events) {
    this.name = name;
    this.front = front;
    this.admission = admission;
    this.events = events;
  }

  String name() {
    return name;
  }

  /** Takes a client over; aborts it where there are too many. Does not wait. */
  void receive(final Leg client, final Endpoint source) {
    final Optional<String> refusal = admission.enter(source.address());
    if (refusal.isPresent()) {
      tell(Kind.REFUSED, source + " by " + name, refusal.get());
      client.abort();
      return;
    }
    Thread.ofVirtual().name(name + " " + source).start(() -> serve(client, source));
  }

  private void serve(final Leg client, final Endpoint source) {
    try {
      front.serve(client, source);
    } catch (final RuntimeException | Error bug) {
      tell(Kind.TROUBLE, source + " by " + name, "a bug: " + bug);
      client.abort();
      throw bug;
    } finally {
      admission.leave(source.address());
    }
  }

  void listening(final String where) {
    tell(Kind.LISTENING, name, where);
  }

  void trouble(final String what) {
    tell(Kind.TROUBLE, name, what);
  }

  private void tell(final Kind kind, final String subject, final String detail) {
    events.tell(new GatewayEvent(kind, subject, detail));
  }
}
