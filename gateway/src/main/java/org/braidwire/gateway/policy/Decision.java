package org.braidwire.gateway.policy;

/**
 * What a policy says of a request, and why.
 *
 * @param rule the rule that decided, or null where none did
 * @param reason for the journal: one line, without secrets
 */
public record Decision(Verdict verdict, Rule rule, String reason) {
  /** Counted from 1; 0 where no rule decided. */
  public int ruleNumber() {
    return rule == null ? 0 : rule.number();
  }

  /** In the configuration; 0 where no rule decided. */
  public int ruleLine() {
    return rule == null ? 0 : rule.line();
  }

  /** Whether the address may be connected to. */
  public boolean mayConnect() {
    return verdict == Verdict.ALLOW;
  }

  @Override
  public String toString() {
    return verdict + ": " + reason;
  }
}
