package org.braidwire.io.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.braidwire.io.VethLink;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.Test;

class NetfilterRulesTest {
  @Test
  void countsTheRulesOfEachTableOfTheNamespace() throws Exception {
    Requirement.NETNS.require();
    Requirement.NFT.require();
    try (VethLink link = new VethLink(1500)) {
      assertThat(NetNamespace.call(link.namespace(), NetfilterRules::byTable))
          .contains(Map.of());

      nft(link, "add table ip first; add chain ip first c; add rule ip first c accept; add rule ip first c drop");
      nft(link, "add table inet second; add chain inet second c; add rule inet second c accept");
      nft(link, "add table inet empty");

      assertThat(NetNamespace.call(link.namespace(), NetfilterRules::byTable))
          .contains(Map.of("first", 2, "second", 1));
    }
  }

  private static void nft(final VethLink link, final String commands) throws Exception {
    final int status = new ProcessBuilder("ip", "netns", "exec", link.namespace(), "nft", commands)
        .inheritIO()
        .start()
        .waitFor();
    assertThat(status).isZero();
  }
}
