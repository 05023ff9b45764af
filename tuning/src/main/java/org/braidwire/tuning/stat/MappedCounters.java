package org.braidwire.tuning.stat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;
import org.braidwire.stack.base.CountersLayout;
import org.braidwire.stack.base.PublishedKind;

/** One counters file, mapped and read by Agrona's reader while its engine writes. One thread. */
final class MappedCounters {
  /** A sample that the engine stored into is taken again; it stores at most ten times a second. */
  private static final int ATTEMPTS = 3;

  private final UnsafeBuffer header;
  private final CountersReader reader;

  private MappedCounters(final MappedByteBuffer file, final int capacity) {
    final int metadataBytes = capacity * CountersLayout.METADATA_BYTES;
    header = new UnsafeBuffer(file, 0, CountersLayout.HEADER_BYTES);
    reader = new CountersReader(
        new UnsafeBuffer(file, CountersLayout.HEADER_BYTES, metadataBytes),
        new UnsafeBuffer(
            file, CountersLayout.HEADER_BYTES + metadataBytes, capacity * CountersLayout.VALUE_BYTES));
  }

  /** Maps {@code file}, which another process wrote and may be anything. */
  static MappedCounters open(final Path file) throws IOException, StatException {
    try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      final long bytes = channel.size();
      if (bytes < CountersLayout.HEADER_BYTES || bytes > CountersLayout.fileBytes(CountersLayout.MAX_COUNTERS)) {
        throw notCounters(file);
      }
      final MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes);
      mapped.order(ByteOrder.nativeOrder());
      final int capacity = mapped.getInt(CountersLayout.CAPACITY_OFFSET);
      if (mapped.getLong(CountersLayout.MAGIC_OFFSET) != CountersLayout.MAGIC
          || mapped.getInt(CountersLayout.VERSION_OFFSET) != CountersLayout.VERSION
          || capacity < 1
          || capacity > CountersLayout.MAX_COUNTERS
          || CountersLayout.fileBytes(capacity) != bytes) {
        throw notCounters(file);
      }
      return new MappedCounters(mapped, capacity);
    }
  }

  private static StatException notCounters(final Path file) {
    return new StatException(file + " is not a counters file of this version of Braidwire");
  }

  /** What stands there now; all of one publication, unless the engine is faster than we are. */
  EngineSample sample(final int engine) throws StatException {
    try {
      for (int attempt = 1; true; attempt++) {
        final long stampNs = header.getLongVolatile(CountersLayout.PUBLISHED_NS_OFFSET);
        final List<CounterValue> values = values(engine);
        if (attempt == ATTEMPTS || header.getLongVolatile(CountersLayout.PUBLISHED_NS_OFFSET) == stampNs) {
          return new EngineSample(engine, stampNs, values);
        }
      }
    } catch (final InternalError cutShort) {
      throw new StatException("the counters file of engine " + engine + " was cut short");
    }
  }

  private List<CounterValue> values(final int engine) {
    final List<CounterValue> values = new ArrayList<>();
    reader.forEach((id, typeId, key, label) -> {
      final PublishedKind kind = PublishedKind.of(typeId);
      if (kind != null) {
        final int space = label.indexOf(' ');
        final String name = space < 0 ? label : label.substring(0, space);
        values.add(new CounterValue(engine, kind, scope(key), name, reader.getCounterValue(id)));
      }
    });
    return values;
  }

  private static String scope(final DirectBuffer key) {
    final int room = CountersLayout.MAX_KEY_BYTES - CountersLayout.KEY_SCOPE_OFFSET;
    final int bytes = Math.clamp(key.getInt(CountersLayout.KEY_SCOPE_LENGTH_OFFSET), 0, room);
    final byte[] text = new byte[bytes];
    key.getBytes(CountersLayout.KEY_SCOPE_OFFSET, text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
