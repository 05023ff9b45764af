package org.braidwire.cli.options;

import java.util.ArrayList;
import java.util.List;
import org.braidwire.stack.api.ThreadPlan;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of every command that starts engines. */
public final class ThreadOptions {
  /** As it is written. */
  enum Shape {
    one,
    two
  }

  @Option(
      names = "--threads",
      paramLabel = "one|two",
      defaultValue = "one",
      description = {
        "Whether an engine drives its ports itself or a second thread does (default: ${DEFAULT-VALUE})."
      })
  private Shape shape;

  @Option(
      names = "--engines",
      paramLabel = "N",
      defaultValue = "1",
      description = "Engines that share the links, each on threads of its own (default: ${DEFAULT-VALUE}).")
  private int engines;

  @Option(
      names = "--pin",
      paramLabel = "CORE",
      split = ",",
      description = {
        "The core of each thread, such as 2,3: the engine's, then its second thread's where there is one,",
        "and so on for each engine."
      })
  private List<Integer> cores = new ArrayList<>();

  @Option(
      names = "--idle",
      paramLabel = "NAME",
      defaultValue = "backoff",
      converter = IdleConverter.class,
      description = {
        "A thread without work: spin burns its core, yield lends it, backoff sleeps 100 us at a time,",
        "park sleeps until a frame comes (default: ${DEFAULT-VALUE})."
      })
  private String idle;

  /** What the options say; an {@link IllegalArgumentException} says what is wrong with it. */
  public ThreadPlan plan() {
    return ThreadPlan.defaults()
        .withEngines(engines)
        .withNicThread(shape == Shape.two)
        .withIdle(idle)
        .withCores(cores);
  }

  /** Gives the name, or the plan's complaint about it, to the shell. */
  static final class IdleConverter implements ITypeConverter<String> {
    @Override
    public String convert(final String text) {
      try {
        return ThreadPlan.defaults().withIdle(text).idle();
      } catch (final IllegalArgumentException wrong) {
        throw new TypeConversionException(wrong.getMessage());
      }
    }
  }
}
