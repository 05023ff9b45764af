package org.braidwire.cli.options;

import org.braidwire.io.PortChoice;
import org.braidwire.io.silence.SilencePolicy;
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

  /** As it is written. */
  enum Death {
    reset,
    silent
  }

  @Option(
      names = "--io",
      paramLabel = "NAME",
      defaultValue = PortChoice.AUTO,
      converter = IoConverter.class,
      description = {
        "How frames reach the wire: auto, af_packet, af_xdp or tap (default: ${DEFAULT-VALUE}).",
        "Auto is AF_XDP where a card's driver does it without copies, else AF_PACKET; each port's line says why."
      })
  private PortChoice io;

  @Option(
      names = "--offloads",
      paramLabel = "on|off",
      defaultValue = "on",
      description = "Leave checksums and super-segments to the device on transmit (default: ${DEFAULT-VALUE}).")
  private Switch offloads;

  @Option(
      names = "--silence",
      paramLabel = "on|off",
      defaultValue = "on",
      description = {
        "Keep the host's kernel from seeing, and answering, what is ours (default: ${DEFAULT-VALUE}).",
        "Off is for kernels without TCX: the host must not own the address, nor forward."
      })
  private Switch silence;

  @Option(
      names = "--on-death",
      paramLabel = "reset|silent",
      defaultValue = "reset",
      description = {
        "Who answers the peers of a process that died: the host's kernel as it answers anyone,",
        "or nobody until the next process takes the address (default: ${DEFAULT-VALUE})."
      })
  private Death onDeath;

  /** What the options say. */
  public PortChoice choice() {
    return io.withOffloads(offloads == Switch.on).withSilence(policy());
  }

  private SilencePolicy policy() {
    if (silence == Switch.off) {
      return SilencePolicy.OFF;
    }
    return onDeath == Death.silent ? SilencePolicy.SILENT_ON_DEATH : SilencePolicy.RESET_ON_DEATH;
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
