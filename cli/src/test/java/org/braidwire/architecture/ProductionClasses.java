package org.braidwire.architecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** Leaves tests out also where they come packaged, as the shared ones of another module do. */
public final class ProductionClasses implements ImportOption {
  private final ImportOption noTestFolders = new ImportOption.DoNotIncludeTests();

  @Override
  public boolean includes(final Location location) {
    return noTestFolders.includes(location) && !location.contains("-tests.jar");
  }
}
