package org.braidwire.stack.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Enumeration;
import java.util.concurrent.Callable;

/** Loads the stack once more, with assertions off: what an application sees in production. */
final class WithoutAssertions extends ClassLoader {
  private WithoutAssertions() {
    super(ClassLoader.getPlatformClassLoader());
    setDefaultAssertionStatus(false);
  }

  /** Runs {@code body}, which must have a constructor without parameters. */
  @SuppressWarnings("unchecked") // the other class of the same name
  static <T> T call(final Class<? extends Callable<T>> body) throws Exception {
    final Thread thread = Thread.currentThread();
    final ClassLoader own = thread.getContextClassLoader();
    final ClassLoader other = new WithoutAssertions();
    thread.setContextClassLoader(other); // services are found by it
    try {
      final var constructor = other.loadClass(body.getName()).getDeclaredConstructor();
      constructor.setAccessible(true);
      return ((Callable<T>) constructor.newInstance()).call();
    } finally {
      thread.setContextClassLoader(own);
    }
  }

  @Override
  protected URL findResource(final String name) {
    return WithoutAssertions.class.getClassLoader().getResource(name);
  }

  @Override
  protected Enumeration<URL> findResources(final String name) throws IOException {
    return WithoutAssertions.class.getClassLoader().getResources(name);
  }

  @Override
  protected Class<?> findClass(final String name) throws ClassNotFoundException {
    final String resource = name.replace('.', '/') + ".class";
    try (InputStream in = WithoutAssertions.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      final byte[] octets = in.readAllBytes();
      return defineClass(name, octets, 0, octets.length);
    } catch (final IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
