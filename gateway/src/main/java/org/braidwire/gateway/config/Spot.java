package org.braidwire.gateway.config;

import org.tomlj.TomlPosition;

/** A place in the file, counted from 1. */
record Spot(int line, int column) {
  static final Spot START = new Spot(1, 1);

  static Spot of(final TomlPosition position) {
    return position == null ? START : new Spot(position.line(), position.column());
  }
}
