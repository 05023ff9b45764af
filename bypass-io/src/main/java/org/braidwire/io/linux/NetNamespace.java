package org.braidwire.io.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * Named network namespaces ({@code ip netns}) as seen by one thread of this process.
 *
 * <p>A namespace belongs to a thread, a socket to the namespace it was opened in. So both ends of a wire can live
 * in one JVM: open the sockets on a thread that has entered, use them anywhere. A thread that entered never goes
 * back; work therefore runs on a fresh platform thread, which takes its namespace with it when it ends.
 */
public final class NetNamespace {
  private static final Path THREADS_NAMESPACE = Path.of("/proc/thread-self/ns/net");
  private static final String NAMES_DIRECTORY = "/var/run/netns/";
  private static final int O_RDONLY = 0;
  private static final int O_CLOEXEC = 0x80000;
  private static final int CLONE_NEWNET = 0x4000_0000;

  private static final MethodHandle OPEN = NativeCall.bindVariadic(
      "open", 2, NativeCall.C_INT, NativeCall.C_POINTER, NativeCall.C_INT, NativeCall.C_INT);
  private static final MethodHandle SETNS =
      NativeCall.bind("setns", NativeCall.C_INT, NativeCall.C_INT, NativeCall.C_INT);
  private static final MethodHandle CLOSE = NativeCall.bind("close", NativeCall.C_INT, NativeCall.C_INT);

  private NetNamespace() {}

  /** A number that tells the calling thread's namespace from every other on this machine. */
  public static long current() {
    try {
      return Long.parseLong(
          Files.readSymbolicLink(THREADS_NAMESPACE).toString().replaceAll("\\D", ""));
    } catch (final IOException none) {
      throw new LinuxException("readlink", THREADS_NAMESPACE.toString(), Errno.ENOENT, none.getMessage());
    }
  }

  /** Moves the calling platform thread into {@code namespace} for the rest of its life. */
  public static void enter(final String namespace) {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("a virtual thread shares its carrier's namespace; use a platform thread");
    }
    final int descriptor = open(namespace);
    try {
      if ((int) SETNS.invokeExact(NativeCall.errnoState(), descriptor, CLONE_NEWNET) < 0) {
        throw new LinuxException(
            "setns", "namespace " + namespace, NativeCall.errno(), "needs root (CAP_SYS_ADMIN)");
      }
    } catch (final RuntimeException | Error failure) {
      throw failure;
    } catch (final Throwable impossible) {
      throw new AssertionError(impossible);
    } finally {
      close(descriptor);
    }
  }

  /**
   * Runs {@code body} on a fresh platform thread inside {@code namespace} and waits for it.
   *
   * <p>A null namespace is the calling process's own. The caller's interrupt is passed on to the body.
   */
  public static <T> T call(final String namespace, final Callable<T> body) throws Exception {
    final Outcome<T> outcome = new Outcome<>(namespace, body);
    final Thread thread = start(null, "in-" + namespace, outcome);
    try {
      thread.join();
    } catch (final InterruptedException interrupted) {
      thread.interrupt();
      throw interrupted;
    }
    return outcome.get();
  }

  /** Starts a daemon platform thread that enters {@code namespace} (null: stays) and then runs {@code body}. */
  public static Thread start(final String namespace, final String threadName, final Runnable body) {
    Objects.requireNonNull(body, "body");
    return Thread.ofPlatform().name(threadName).daemon(true).start(() -> {
      if (namespace != null) {
        enter(namespace);
      }
      body.run();
    });
  }

  private static int open(final String namespace) {
    try (Arena arena = Arena.ofConfined()) {
      final int descriptor = (int) OPEN.invokeExact(
          NativeCall.errnoState(), arena.allocateFrom(NAMES_DIRECTORY + namespace), O_RDONLY | O_CLOEXEC, 0);
      if (descriptor < 0) {
        throw new LinuxException("open", "namespace " + namespace, NativeCall.errno(), "see: ip netns list");
      }
      return descriptor;
    } catch (final RuntimeException | Error failure) {
      throw failure;
    } catch (final Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static void close(final int descriptor) {
    try {
      final int ignored = (int) CLOSE.invokeExact(NativeCall.errnoState(), descriptor);
      assert ignored == 0 : "close of a descriptor that is not open: " + descriptor;
    } catch (final RuntimeException | Error failure) {
      throw failure;
    } catch (final Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** Carries a result or a failure from the thread in the namespace; joined before it is read. */
  private static final class Outcome<T> implements Runnable {
    private final String namespace;
    private final Callable<T> body;
    private T result;
    private Throwable failure;

    Outcome(final String namespace, final Callable<T> body) {
      this.namespace = namespace;
      this.body = Objects.requireNonNull(body, "body");
    }

    @Override
    public void run() {
      try {
        if (namespace != null) {
          enter(namespace);
        }
        result = body.call();
      } catch (final Throwable thrown) {
        failure = thrown;
      }
    }

    T get() throws Exception {
      if (failure instanceof Exception exception) {
        throw exception;
      }
      if (failure instanceof Error error) {
        throw error;
      }
      return result;
    }
  }
}
