package org.braidwire.io.silence;

import java.util.List;
import org.braidwire.io.linux.BpfLink;
import org.braidwire.io.linux.BpfProgram;
import org.braidwire.io.linux.LinuxException;
import org.braidwire.io.linux.NetworkInterfaceFacts;
import org.braidwire.io.port.Claim;
import org.braidwire.io.port.PortRequest;

/**
 * Keeps the host's kernel from seeing what is ours on one interface, so that it answers nothing for it: no reset, no
 * ARP, no redirect, even where it forwards or owns the address. A {@link SilenceProgram} at TCX ingress, which packet
 * sockets do not notice; the ports of a group have one together. For set-up; the thread that opens it stands in the
 * interface's namespace.
 */
public final class Silence implements AutoCloseable {
  /** No silence. */
  public static final Silence NONE = new Silence(() -> {});

  private final Runnable end;
  private boolean closed;

  private Silence(final Runnable end) {
    this.end = end;
  }

  /**
   * Begins the silence for the claims of {@code request} on its interface, before whatever receives there is opened.
   * What a predecessor left behind ends then.
   *
   * @throws LinuxException saying what it needs, and what does without
   */
  public static Silence open(
      final NetworkInterfaceFacts facts, final PortRequest request, final SilencePolicy policy) {
    if (policy == SilencePolicy.OFF) {
      return NONE;
    }
    return new Silence(request.group().share(facts.index(), () -> begin(facts, request.claims(), policy)));
  }

  /**
   * The same for a port that takes our frames from the interface before its kernel has any: while it lives nothing
   * more is needed, and after its death what {@code policy} says.
   */
  public static Silence afterDeath(
      final NetworkInterfaceFacts facts, final PortRequest request, final SilencePolicy policy) {
    if (policy == SilencePolicy.SILENT_ON_DEATH) {
      return open(facts, request, policy);
    }
    SilencePin.of(facts, request.claims()).remove();
    return NONE;
  }

  private static Runnable begin(
      final NetworkInterfaceFacts facts, final List<Claim> claims, final SilencePolicy policy) {
    final SilencePin pin = SilencePin.of(facts, claims);
    final BpfLink link = attach(facts, claims);
    try {
      if (policy == SilencePolicy.RESET_ON_DEATH) {
        pin.remove();
        return link::close;
      }
      pin.keep(link);
      return () -> {
        pin.remove();
        link.close();
      };
    } catch (final RuntimeException refused) {
      link.close();
      throw refused;
    }
  }

  /** The link holds the program. */
  private static BpfLink attach(final NetworkInterfaceFacts facts, final List<Claim> claims) {
    final long[] instructions = SilenceProgram.assemble(claims, facts.rawIp());
    try (BpfProgram program = BpfProgram.load(BpfProgram.Type.SCHED_CLS, 0, instructions, "bw_silence")) {
      return BpfLink.tcxIngress(program, facts);
    } catch (final LinuxException refused) {
      throw new LinuxException(
          "silencing the kernel",
          "interface " + facts.name(),
          refused.errno(),
          "it takes Linux 6.6 and root, or CAP_BPF and CAP_NET_ADMIN; --silence off does without, where the host"
              + " neither owns the address nor forwards (net.ipv4.ip_forward=0)");
    }
  }

  /** Ends it, for this process and those to come. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      end.run();
    }
  }
}
