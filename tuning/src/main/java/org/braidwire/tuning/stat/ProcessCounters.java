package org.braidwire.tuning.stat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.braidwire.io.linux.ProcessIdentity;
import org.braidwire.stack.base.CountersFolder;

/** The counters of one running process, engine by engine; engines may come and go between two looks. One thread. */
public final class ProcessCounters {
  private final long pid;
  private final List<Path> folders;
  private final ProcessIdentity process;
  private final Map<Path, MappedCounters> mapped = new HashMap<>();

  private ProcessCounters(final long pid, final List<Path> folders, final ProcessIdentity process) {
    this.pid = pid;
    this.folders = folders;
    this.process = process;
  }

  /** Finds the process, or says why it cannot be read. */
  public static ProcessCounters open(final long pid, final List<Path> folders) throws StatException {
    final PublishingProcess found = PublishingProcess.findAll(folders).stream()
        .filter(candidate -> candidate.pid() == pid)
        .findFirst()
        .orElseThrow(() -> new StatException(
            ProcessHandle.of(pid).isEmpty()
                ? "there is no process " + pid
                : "process " + pid
                    + " publishes no counters; it is not Braidwire, or was told not to"));
    checkReadable(found);
    final Path file = entries(pid, folders).getFirst().file();
    return new ProcessCounters(
        pid,
        folders,
        CountersFolder.publisher(file).orElseThrow(() -> new StatException("process " + pid + " has ended")));
  }

  static void checkReadable(final PublishingProcess found) throws StatException {
    if (!found.readable()) {
      throw new StatException("the counters of process " + found.pid() + " are for user " + found.user()
          + " only; run as that user or root");
    }
  }

  public long pid() {
    return pid;
  }

  /** What every engine published last; a process that has ended or stopped publishing is an exception. */
  public List<EngineSample> sample() throws StatException {
    if (!process.isAlive()) {
      throw new StatException("process " + pid + " has ended");
    }
    final List<EngineSample> samples = new ArrayList<>();
    for (final CountersFolder.Entry entry : entries(pid, folders)) {
      try {
        samples.add(view(entry.file()).sample(entry.engine()));
      } catch (final NoSuchFileException gone) {
        // The engine ended between the list and the look.
        mapped.remove(entry.file());
      } catch (final IOException unreadable) {
        throw new StatException("cannot read " + entry.file() + ": " + unreadable.getMessage());
      }
    }
    if (samples.isEmpty()) {
      throw new StatException("process " + pid + " has stopped its engines");
    }
    return samples;
  }

  private MappedCounters view(final Path file) throws IOException, StatException {
    final MappedCounters known = mapped.get(file);
    if (known != null && Files.exists(file)) {
      return known;
    }
    final MappedCounters opened = MappedCounters.open(file);
    mapped.put(file, opened);
    return opened;
  }

  private static List<CountersFolder.Entry> entries(final long pid, final List<Path> folders) {
    return PublishingProcess.liveEntries(folders).stream()
        .filter(entry -> entry.pid() == pid)
        .toList();
  }
}
