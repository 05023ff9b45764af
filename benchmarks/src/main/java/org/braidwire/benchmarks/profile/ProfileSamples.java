package org.braidwire.benchmarks.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where one thread was, by the JVM's own sampling of processor time (JEP 509): counts by station and by method, each
 * sample charged to the innermost frame of Braidwire's, inlined or not. Immutable once made.
 *
 * @param byStation samples by {@link Station}
 * @param byMethod samples by class and method
 * @param total all samples
 */
record ProfileSamples(Map<String, Integer> byStation, Map<String, Integer> byMethod, int total) {
  private static final String EVENT = "jdk.CPUTimeSample";
  private static final String PERIOD = "1ms";
  private static final String JVM = "not Java";

  /** Samples the calling thread while {@code work} runs on it. */
  static ProfileSamples of(final Runnable work) {
    try (Recording recording = new Recording()) {
      recording.enable(EVENT).with("throttle", PERIOD).withStackTrace();
      recording.start();
      work.run();
      recording.stop();
      final Path file = Files.createTempFile("braidwire-profile", ".jfr");
      try {
        recording.dump(file);
        return count(
            RecordingFile.readAllEvents(file),
            Thread.currentThread().threadId());
      } finally {
        Files.delete(file);
      }
    } catch (final IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private static ProfileSamples count(final List<RecordedEvent> events, final long threadId) {
    final Map<String, Integer> byStation = new HashMap<>();
    final Map<String, Integer> byMethod = new HashMap<>();
    int total = 0;
    for (final RecordedEvent event : events) {
      if (event.getEventType().getName().equals(EVENT)
          && event.getThread("eventThread") != null
          && event.getThread("eventThread").getJavaThreadId() == threadId) {
        final RecordedFrame frame = innermost(event);
        final String className =
            frame == null ? "" : frame.getMethod().getType().getName();
        byStation.merge(frame == null ? Station.OTHER : Station.of(className), 1, Integer::sum);
        final String simple = className.substring(className.lastIndexOf('.') + 1);
        byMethod.merge(
            frame == null ? JVM : simple + "." + frame.getMethod().getName(), 1, Integer::sum);
        total++;
      }
    }
    return new ProfileSamples(byStation, byMethod, total);
  }

  private static RecordedFrame innermost(final RecordedEvent event) {
    if (event.getStackTrace() == null) {
      return null;
    }
    for (final RecordedFrame frame : event.getStackTrace().getFrames()) {
      if (Station.hasOwn(frame.getMethod().getType().getName())) {
        return frame;
      }
    }
    return null;
  }

  /** The part of all samples that a station has, 0 to 1. */
  double share(final String station) {
    return total == 0 ? 0 : (double) byStation.getOrDefault(station, 0) / total;
  }
}
