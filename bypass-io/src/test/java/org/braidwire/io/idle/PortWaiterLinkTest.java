package org.braidwire.io.idle;

import java.util.concurrent.atomic.AtomicBoolean;
import org.braidwire.io.VethLink;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.io.netlink.NetlinkMonitor;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread that sleeps on news of real links; on ports see {@link PortWaiterContract}. */
@Timeout(60)
class PortWaiterLinkTest {
  @BeforeAll
  static void probe() {
    Requirement.NETNS.require();
  }

  @Test
  void wakesForNewsOfALink() throws Exception {
    try (VethLink link = new VethLink(1500);
        NetlinkMonitor monitor = NetNamespace.call(link.namespace(), NetlinkMonitor::open);
        PortWaiter waiter = new PortWaiter(System::nanoTime)) {
      final AtomicBoolean carrier = new AtomicBoolean();
      monitor.listen(
          (index, name, present, isUp) -> carrier.set(name.equals(VethLink.FAR) ? isUp : carrier.get()));
      while (!carrier.get()) { // a link is up a little after it was said to be
        monitor.poll();
      }
      waiter.watch(monitor);
      final Thread switcher = Thread.ofPlatform().start(() -> {
        try {
          link.ip("link", "set", VethLink.FAR, "down");
        } catch (final Exception refused) {
          throw new IllegalStateException(refused);
        }
      });
      while (carrier.get()) { // for ever, if nothing wakes it
        waiter.idle(monitor.poll());
      }
      switcher.join();
    }
  }
}
