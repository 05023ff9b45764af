package org.braidwire.gateway.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.stack.api.PathConfig;

/** What holds where nothing is said, and examples of what must be said. Stateless. */
public final class DefaultConfig {
  /** A gateway that was not given a name. */
  public static final String NAME = "gateway";

  private static final int EXAMPLE_PORT = 5000;

  private DefaultConfig() {}

  /** All defaults; addresses, names and files, which have none, are examples. */
  public static GatewayConfig of(final Role role) {
    final boolean entry = role == Role.ENTRY;
    return new GatewayConfig(
        role,
        NAME,
        List.of(new PathSpec("line-a", PathConfig.parse(entry ? "eth1=192.0.2.2/28" : "eth1=203.0.113.2/28"))),
        entry ? Endpoint.parse("203.0.113.2:" + EXAMPLE_PORT) : null,
        new TunnelConfig(new KeySource(Path.of("/etc/braidwire/tunnel.key"), null), entry ? 0 : EXAMPLE_PORT),
        entry ? List.of(new SocksConfig("lan", Endpoint.parse("127.0.0.1:1080"), null)) : List.of(),
        List.of(),
        List.of(),
        LimitsConfig.defaults(),
        EngineSettings.defaults());
  }

  /** The same as TOML that reads back as itself. */
  public static String text(final Role role) {
    return "# All keys of an " + role.label()
        + " with their defaults. Paths, addresses, names and files are examples.\n"
        + ConfigPrinter.print(of(role));
  }

  /** A documented example. */
  public static String example(final Role role) {
    try (InputStream in = DefaultConfig.class.getResourceAsStream(role.label() + ".toml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (final IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
