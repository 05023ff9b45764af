package org.braidwire.benchmarks.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.braidwire.benchmarks.ends.EndPair;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.linux.KernelSocket.Protocol;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SetupPeerTest {
  private static final KernelShape SHAPE = new KernelShape(Protocol.TCP, SetupWay.ONE_CORE, 2);
  private static final long RUN_NS = 20_000_000L;

  @Test
  void aFarEndThatNeverAnswersIsOneLineAndLeavesNothingBehind() {
    Requirement.NETNS.require();
    final String namespace;
    try (EndPair pair = new EndPair();
        SetupPeer peer = silentPeer(pair)) {
      namespace = peer.laboratory().namespace(LabSide.WIRE);
      assertThat(Path.of("/var/run/netns", namespace)).exists();

      assertThatThrownBy(() -> peer.run(SHAPE.outstanding(), RUN_NS, RUN_NS))
          .isInstanceOf(BenchException.class)
          .hasMessageStartingWith("silent, 2 outstanding: of 1 connections 0 were answered");

      assertThat(pair.far().call(() -> "its thread takes work again")).isNotEmpty();
    }
    assertThat(Files.exists(Path.of("/var/run/netns", namespace))).isFalse();
  }

  private static SetupPeer silentPeer(final EndPair pair) {
    final Laboratory hosts = Laboratory.open(LabPlan.links(1).withTwoKernels());
    return new SetupPeer(
        "silent",
        hosts,
        pair,
        Protocol.TCP,
        true,
        outstanding -> new KernelSetupNear(hosts, SHAPE),
        outstanding -> new Silent(new KernelSetupFar(hosts, SHAPE)));
  }

  /** Listens and never accepts. */
  private record Silent(SetupFar far) implements SetupFar {
    @Override
    public void open() {
      far.open();
    }

    @Override
    public int turn() {
      Thread.yield();
      return 0;
    }

    @Override
    public long accepted() {
      return 0;
    }

    @Override
    public long closed() {
      return 0;
    }

    @Override
    public Map<String, String> used() {
      return Map.of();
    }

    @Override
    public void close() {
      far.close();
    }
  }
}
