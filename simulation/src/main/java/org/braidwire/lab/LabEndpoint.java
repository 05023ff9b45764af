package org.braidwire.lab;

/** What the kernel's path manager does with an address ({@code ip mptcp endpoint}). */
public enum LabEndpoint {
  /** Joins from it. */
  SUBFLOW("subflow"),
  /** Joins from it as a backup. */
  BACKUP_SUBFLOW("subflow backup"),
  /** Announces it by ADD_ADDR. */
  SIGNAL("signal");

  private final String keyword;

  LabEndpoint(final String keyword) {
    this.keyword = keyword;
  }

  String keyword() {
    return keyword;
  }
}
