package org.braidwire.stack.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.braidwire.io.linux.ProcessIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountersFileTest {
  @TempDir
  Path folder;

  @Test
  void isNamedByItsProcessAndForItsUserOnly() throws IOException {
    try (CountersFile file = CountersFile.create(folder, 4)) {
      assertThat(CountersFolder.list(folder))
          .containsExactly(new CountersFolder.Entry(
              file.file(), ProcessHandle.current().pid(), 1));
      assertThat(Files.getPosixFilePermissions(file.file()))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(CountersFolder.publisher(file.file())).contains(ProcessIdentity.self());
    }
  }

  @Test
  void laysRecordsOutAsAgronaReadsThem() throws IOException {
    try (CountersFile file = CountersFile.create(folder, 4)) {
      final int id = file.allocate(PublishedKind.PORT, "eth1", "RX_FRAMES");
      file.set(id, 4711);
      file.stamp(99);

      final ByteBuffer octets = read(file);
      assertThat(octets.getLong(CountersLayout.PUBLISHED_NS_OFFSET)).isEqualTo(99);
      final int record = CountersLayout.HEADER_BYTES + 512 * id;
      assertThat(octets.getInt(record)).isEqualTo(1);
      assertThat(octets.getInt(record + 4)).isEqualTo(PublishedKind.PORT.typeId());
      assertThat(text(octets, record + 132, octets.getInt(record + 128)))
          .isEqualTo("RX_FRAMES of engine 1, eth1");
      assertThat(octets.getLong(CountersLayout.HEADER_BYTES + 4 * 512 + 128 * id))
          .isEqualTo(4711);
    }
  }

  @Test
  void reusesAPlaceThatWasGivenBackAndRefusesWhenFull() throws IOException {
    try (CountersFile file = CountersFile.create(folder, 2)) {
      final int first = file.allocate(PublishedKind.LISTENER, "5001", "TAKEN");
      file.set(first, 5);
      assertThat(file.allocate(PublishedKind.LISTENER, "5002", "TAKEN")).isEqualTo(1);
      assertThat(file.allocate(PublishedKind.LISTENER, "5003", "TAKEN")).isEqualTo(CountersFile.NO_COUNTER);

      file.free(first);

      assertThat(read(file).getInt(CountersLayout.HEADER_BYTES)).isEqualTo(-1);
      assertThat(file.allocate(PublishedKind.LISTENER, "5003", "TAKEN")).isEqualTo(first);
      assertThat(read(file).getLong(CountersLayout.HEADER_BYTES + 2 * 512))
          .isZero();
    }
  }

  @Test
  void cutsNamesThatAreLongerThanTheirPlace() throws IOException {
    try (CountersFile file = CountersFile.create(folder, 1)) {
      file.allocate(PublishedKind.PORT, "e".repeat(500), "N".repeat(500));
      final ByteBuffer octets = read(file);
      assertThat(octets.getInt(CountersLayout.HEADER_BYTES + CountersLayout.LABEL_LENGTH_OFFSET))
          .isEqualTo(CountersLayout.MAX_LABEL_BYTES);
    }
  }

  @Test
  void countsTheEnginesOfOneProcessAndGoesWithEach() throws IOException {
    final CountersFile first = CountersFile.create(folder, 1);
    final CountersFile second = CountersFile.create(folder, 1);
    assertThat(second.engine()).isEqualTo(2);

    first.close();
    first.close();

    assertThat(CountersFolder.list(folder))
        .extracting(CountersFolder.Entry::engine)
        .containsExactly(2);
    second.close();
    assertThat(CountersFolder.list(folder)).isEmpty();
  }

  @Test
  void sweepsWhatADeadProcessLeftAndNothingElse() throws IOException {
    final Path dead =
        leftBehind(1, new ProcessIdentity(1, 1, ProcessIdentity.self().pidNamespace()));
    final Path foreign = leftBehind(2, new ProcessIdentity(2, 1, 4711));
    final Path unknown = Files.writeString(folder.resolve("braidwire-3-1.counters"), "not yet ready");
    final Path other = Files.writeString(folder.resolve("other"), "");

    CountersFile.create(folder, 1).close();

    assertThat(dead).doesNotExist();
    assertThat(foreign).exists();
    assertThat(unknown).exists();
    assertThat(other).exists();
  }

  @Test
  void saysWhereNoFileCanBe() {
    assertThatThrownBy(() -> CountersFile.create(folder.resolve("none"), 1))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> CountersFile.create(folder, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThat(CountersFolder.list(folder.resolve("none"))).isEmpty();
  }

  private Path leftBehind(final long pid, final ProcessIdentity publisher) throws IOException {
    final ByteBuffer header =
        ByteBuffer.allocate(CountersLayout.HEADER_BYTES).order(ByteOrder.nativeOrder());
    header.putLong(CountersLayout.MAGIC_OFFSET, CountersLayout.MAGIC);
    header.putInt(CountersLayout.VERSION_OFFSET, CountersLayout.VERSION);
    header.putLong(CountersLayout.PID_OFFSET, publisher.pid());
    header.putLong(CountersLayout.START_TICKS_OFFSET, publisher.startTicks());
    header.putLong(CountersLayout.PID_NAMESPACE_OFFSET, publisher.pidNamespace());
    return Files.write(CountersFolder.file(folder, pid, 1), header.array());
  }

  private static ByteBuffer read(final CountersFile file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file.file())).order(ByteOrder.nativeOrder());
  }

  private static String text(final ByteBuffer in, final int at, final int bytes) {
    final byte[] octets = new byte[bytes];
    in.get(at, octets);
    return new String(octets, StandardCharsets.UTF_8);
  }
}
