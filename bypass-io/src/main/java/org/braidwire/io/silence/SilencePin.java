package org.braidwire.io.silence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.braidwire.io.linux.BpfLink;
import org.braidwire.io.linux.Errno;
import org.braidwire.io.linux.LinuxException;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.io.linux.NetworkInterfaceFacts;
import org.braidwire.io.port.Claim;

/**
 * The file by which a silence outlives its process, in a file system of the kernel's for such things: one for each
 * namespace, interface and list of claims, so that the next process with the same paths finds it. Removing it by hand
 * gives what was claimed back to the host. For set-up.
 */
final class SilencePin {
  /** Where the file system is mounted, if not at {@code /sys/fs/bpf}. */
  static final String PROPERTY = "braidwire.bpffs";

  /** Longest name of claims; a longer one is cut and told from others by its hash. */
  private static final int CLAIMS_CHARACTERS = 160;

  private final Path file;

  private SilencePin(final Path file) {
    this.file = file;
  }

  /** The pin for what {@code claims} say of an interface of the calling thread's namespace; there or not. */
  static SilencePin of(final NetworkInterfaceFacts facts, final List<Claim> claims) {
    final StringBuilder name = new StringBuilder(64);
    for (final Claim claim : claims) { // a dot in a name is refused
      name.append('-').append(Integer.toHexString((int) claim.addressLow()));
      if (!claim.isWholeAddress()) {
        name.append('_').append(claim.firstPort()).append('_').append(claim.lastPort());
      }
    }
    if (name.length() > CLAIMS_CHARACTERS) {
      final String hash = Integer.toHexString(name.toString().hashCode());
      name.setLength(CLAIMS_CHARACTERS);
      name.append('-').append(hash);
    }
    return new SilencePin(folder().resolve(NetNamespace.current() + "-" + facts.index() + name));
  }

  private static Path fileSystem() {
    return Path.of(System.getProperty(PROPERTY, "/sys/fs/bpf"));
  }

  private static Path folder() {
    return fileSystem().resolve("braidwire");
  }

  /** Keeps {@code link}, in place of the one that a predecessor has kept here. */
  void keep(final BpfLink link) {
    final Path next = file.resolveSibling(file.getFileName() + "_next");
    try {
      Files.createDirectories(file.getParent());
      Files.deleteIfExists(next);
      link.pin(next);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (final IOException | LinuxException refused) {
      throw new LinuxException(
          "keeping the kernel silent after death",
          file.toString(),
          refused instanceof LinuxException linux ? linux.errno() : Errno.ENOENT,
          "it takes a BPF file system: mount -t bpf bpf " + fileSystem() + ", or --on-death reset");
    }
  }

  /** Ends what is kept here, if anything is. */
  void remove() {
    try {
      Files.deleteIfExists(file);
    } catch (final IOException refused) {
      throw new LinuxException("unlink", file.toString(), Errno.EACCES, refused.getMessage());
    }
  }
}
