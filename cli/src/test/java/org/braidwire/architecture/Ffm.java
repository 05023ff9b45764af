package org.braidwire.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;

/** Tells the classes of {@code java.lang.foreign} that reach native functions from those that describe memory. */
final class Ffm {
  private static final Set<String> CALL_MACHINERY = Set.of("Linker", "SymbolLookup", "FunctionDescriptor");

  private Ffm() {}

  static boolean isCallMachinery(final JavaClass type) {
    return type.getPackageName().equals("java.lang.foreign") && CALL_MACHINERY.contains(type.getSimpleName());
  }
}
