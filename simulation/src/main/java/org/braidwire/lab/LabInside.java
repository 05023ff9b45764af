package org.braidwire.lab;

import java.util.concurrent.Callable;
import org.braidwire.io.linux.NetNamespace;

/** Runs a body inside a namespace for callers that cannot do anything about a checked failure. */
final class LabInside {
  private LabInside() {}

  static <T> T call(final String namespace, final Callable<T> body) {
    try {
      return NetNamespace.call(namespace, body);
    } catch (final RuntimeException failure) {
      throw failure;
    } catch (final InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new LaboratoryException("interrupted inside namespace " + namespace, interrupted);
    } catch (final Exception failure) {
      throw new LaboratoryException("failed inside namespace " + namespace, failure);
    }
  }
}
