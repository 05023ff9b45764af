package org.braidwire.benchmarks.rtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.braidwire.benchmarks.echo.EchoNear;
import org.braidwire.benchmarks.echo.EchoPeer;
import org.braidwire.benchmarks.echo.EchoSession;
import org.braidwire.benchmarks.ends.EndPair;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.linux.KernelSocket.Protocol;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.Laboratory;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An MPTCP socket whose peer speaks TCP echoes every message all the same. */
@Timeout(60)
class KernelFallbackTest {
  private static final long SLICE_NS = 10_000_000L;

  @Test
  void aFallBackIsFoundAlsoWhereTheSocketsDoNotTell() {
    Requirement.NETNS.require();
    Requirement.MPTCP.require();
    final Laboratory hosts = Laboratory.open(LabPlan.links(1).withTwoKernels());
    final EchoPeer peer = EchoPeer.spinning(
        "fallen back",
        hosts,
        new Untold(new KernelNear(hosts, Protocol.MPTCP, false)),
        new KernelFar(hosts, Protocol.TCP, false));
    try (EndPair pair = new EndPair();
        EchoSession session = new EchoSession(peer, pair)) {
      assertThat(session.closedLoop(SLICE_NS).messages()).isPositive();

      assertThatThrownBy(session::used)
          .isInstanceOf(BenchException.class)
          .hasMessageStartingWith("fallen back: a kernel counted MPTcpExtMPCapableFallback");
    }
  }

  /** Says nothing of what was used. */
  private record Untold(EchoNear near) implements EchoNear {
    @Override
    public void open() throws Exception {
      near.open();
    }

    @Override
    public void send(final long number) {
      near.send(number);
    }

    @Override
    public int turn() {
      return near.turn();
    }

    @Override
    public Map<String, String> used() {
      return Map.of();
    }

    @Override
    public void close() {
      near.close();
    }
  }
}
