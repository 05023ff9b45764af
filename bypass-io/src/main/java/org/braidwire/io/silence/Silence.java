package org.braidwire.io.silence;

import java.util.List;
import org.braidwire.io.linux.BpfLink;
import org.braidwire.io.linux.BpfProgram;
import org.braidwire.io.linux.LinuxException;
import org.braidwire.io.linux.NetworkInterfaceFacts;
import org.braidwire.io.port.Claim;

/**
 * Keeps the host's kernel from seeing what is ours on one interface, so that it answers nothing for it: no reset, no
 * ARP, no redirect, even where it forwards or owns the address. A {@link SilenceProgram} at TCX ingress, which packet
 * sockets do not notice. For set-up; the thread that opens it stands in the interface's namespace.
 */
public final class Silence implements AutoCloseable {
  /** No silence. */
  public static final Silence NONE = new Silence(null, null, null);

  private final BpfProgram program;
  private final BpfLink link;
  private final SilencePin pin;

  private Silence(final BpfProgram program, final BpfLink link, final SilencePin pin) {
    this.program = program;
    this.link = link;
    this.pin = pin;
  }

  /**
   * Begins the silence for {@code claims} on an interface, before whatever receives there is opened. What a predecessor
   * left behind ends then.
   *
   * @throws LinuxException saying what it needs, and what does without
   */
  public static Silence open(
      final NetworkInterfaceFacts facts, final List<Claim> claims, final SilencePolicy policy) {
    if (policy == SilencePolicy.OFF) {
      return NONE;
    }
    final SilencePin pin = SilencePin.of(facts, claims);
    final Silence silence = attach(facts, claims, policy == SilencePolicy.SILENT_ON_DEATH ? pin : null);
    try {
      if (silence.pin == null) {
        pin.remove();
      } else {
        pin.keep(silence.link);
      }
      return silence;
    } catch (final RuntimeException refused) {
      silence.detach();
      throw refused;
    }
  }

  /**
   * The same for a port that takes our frames from the interface before its kernel has any: while it lives nothing
   * more is needed, and after its death what {@code policy} says.
   */
  public static Silence afterDeath(
      final NetworkInterfaceFacts facts, final List<Claim> claims, final SilencePolicy policy) {
    if (policy == SilencePolicy.SILENT_ON_DEATH) {
      return open(facts, claims, policy);
    }
    SilencePin.of(facts, claims).remove();
    return NONE;
  }

  private static Silence attach(
      final NetworkInterfaceFacts facts, final List<Claim> claims, final SilencePin pin) {
    BpfProgram program = null;
    try {
      program = BpfProgram.load(
          BpfProgram.Type.SCHED_CLS, 0, SilenceProgram.assemble(claims, facts.rawIp()), "bw_silence");
      return new Silence(program, BpfLink.tcxIngress(program, facts), pin);
    } catch (final LinuxException refused) {
      if (program != null) {
        program.close();
      }
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
    if (pin != null) {
      pin.remove();
    }
    detach();
  }

  private void detach() {
    if (link != null) {
      link.close();
      program.close();
    }
  }
}
