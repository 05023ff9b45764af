package org.braidwire.cli.options;

import org.braidwire.io.PortChoice;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of every command that opens ports of this machine. */
public final class PortOptions {
  /** As it is written. */
  enum Switch {
    on,
    off
  }

  @Option(
      names = "--io",
      paramLabel = "NAME",
      defaultValue = PortChoice.AUTO,
      converter = IoConverter.class,
      description = "How frames reach the wire: auto, af_packet, af_xdp or tap (default: ${DEFAULT-VALUE}).")
  private PortChoice io;

  @Option(
      names = "--offloads",
      paramLabel = "on|off",
      defaultValue = "on",
      description = "Leave checksums and super-segments to the device on transmit (default: ${DEFAULT-VALUE}).")
  private Switch offloads;

  /** What the options say. */
  public PortChoice choice() {
    return io.withOffloads(offloads == Switch.on);
  }

  /** Gives the kind of port, or its complaint, to the shell. */
  static final class IoConverter implements ITypeConverter<PortChoice> {
    @Override
    public PortChoice convert(final String text) {
      try {
        return PortChoice.auto().withIo(text);
      } catch (final IllegalArgumentException wrong) {
        throw new TypeConversionException(wrong.getMessage());
      }
    }
  }
}
