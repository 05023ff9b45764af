package org.braidwire.stack.connection;

import org.braidwire.stack.wire.OptionWriter;

/** What the RST of one subflow is to say. Engine thread. */
final class ResetNote {
  private static final int NO_REASON = -1;

  private int reason = NO_REASON;
  private boolean fastclose;
  private boolean hasFailed;
  private long failedDsn;

  /** Why, as MP_TCPRST has it (RFC 8684 3.6). */
  void reason(final int why) {
    reason = why;
  }

  /** The whole connection ends (RFC 8684 3.5). */
  void fastclose() {
    fastclose = true;
  }

  /** The mapping at {@code dsn} does not fit its checksum (RFC 8684 3.7). */
  void failed(final long dsn) {
    hasFailed = true;
    failedDsn = dsn;
  }

  void write(final OptionWriter options, final long remoteKey) {
    if (fastclose) {
      options.mpFastclose(remoteKey);
    }
    if (hasFailed) {
      options.mpFail(failedDsn);
    }
    if (reason != NO_REASON) {
      options.mpTcpRst(0, reason);
    }
  }
}
