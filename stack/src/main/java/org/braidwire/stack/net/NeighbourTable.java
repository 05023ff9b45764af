package org.braidwire.stack.net;

import org.braidwire.stack.base.DropCounters;
import org.braidwire.stack.base.DropReason;
import org.braidwire.stack.wire.EthernetHeader;
import org.braidwire.stack.wire.IpAddress;

/**
 * Who is at which Ethernet address of one link. Bounded: a neighbour that we ask for may replace the one unused
 * for longest, a neighbour that merely spoke to us only one never used, so that strangers displace nobody.
 *
 * <p>An address once known goes on being used while it is verified again, so that a silent link resumes with its
 * first frame. Where the link has one station only, everybody is there and nobody is asked. Engine thread; never
 * allocates after construction. Addresses are two longs; how to ask is the link's business.
 */
public final class NeighbourTable {
  /** How it is found out who has an IPv4 address; the answer comes by itself. */
  @FunctionalInterface
  interface Question {
    void ask(int v4);
  }

  /** Where an entry stands; RFC 4861 7.3.2 without its delays. */
  public enum State {
    /** No such neighbour. */
    NONE,
    /** Asked for, nothing known. */
    INCOMPLETE,
    /** Confirmed within {@link #REACHABLE_NS}. */
    REACHABLE,
    /** Known but not confirmed lately; used, and verified by use. */
    STALE,
    /** Did not answer; not asked again for a while. */
    FAILED
  }

  /** Bound on the neighbours of one link. */
  public static final int CAPACITY = 256;

  /** How long a confirmation lasts. */
  public static final long REACHABLE_NS = 60_000_000_000L;

  /** Wait for the first answer; doubles with each request. */
  static final long FIRST_RETRY_NS = 100_000_000L;

  /** Requests before giving up. */
  static final int MAX_REQUESTS = 3;

  /** Rest after giving up; doubles up to {@link #MAX_REST_NS}. */
  static final long FIRST_REST_NS = 1_000_000_000L;

  static final long MAX_REST_NS = 16_000_000_000L;
  private static final long NEVER = Long.MAX_VALUE;
  private static final int ABSENT = -1;

  private final Question question;
  private final PendingFrames pending;
  private final DropCounters drops;

  /** The one station of a link that has no more; 0 on any other. */
  private final long onlyMac;

  private final long[] highs = new long[CAPACITY];
  private final long[] lows = new long[CAPACITY];
  private final long[] macs = new long[CAPACITY];
  private final State[] states = new State[CAPACITY];
  private final boolean[] used = new boolean[CAPACITY];
  private final long[] touchedAtNs = new long[CAPACITY];
  private final long[] confirmedAtNs = new long[CAPACITY];

  /** Requests sent without an answer since asking began; 0 while nothing is asked. */
  private final int[] requests = new int[CAPACITY];

  /** Next request, or giving up; {@link #NEVER} while nothing is asked. */
  private final long[] deadlines = new long[CAPACITY];

  /** No new question before this. */
  private final long[] restUntilNs = new long[CAPACITY];

  private final long[] restNs = new long[CAPACITY];
  private int size;
  private int lastHit;
  private long nextDeadlineNs = NEVER;

  NeighbourTable(final Question question, final PendingFrames pending, final DropCounters drops, final long onlyMac) {
    this.onlyMac = onlyMac;
    this.question = question;
    this.pending = pending;
    this.drops = drops;
  }

  public int size() {
    return size;
  }

  /** Frames waiting for an answer. */
  public int pendingFrames() {
    return pending.size();
  }

  /** Releases the frames that wait for an answer; the link is being closed. */
  public void dropPending() {
    pending.clear();
  }

  public State state(final long high, final long low, final long nowNs) {
    final int entry = find(high, low);
    if (entry == ABSENT) {
      return State.NONE;
    }
    final boolean aged = states[entry] == State.REACHABLE && nowNs - confirmedAtNs[entry] > REACHABLE_NS;
    return aged ? State.STALE : states[entry];
  }

  /** The Ethernet address if one is known, else 0; asks nobody. */
  public long peek(final long high, final long low) {
    final int entry = find(high, low);
    return entry == ABSENT ? onlyMac : macs[entry];
  }

  /** The Ethernet address to send to now, or 0; asks for it, or verifies it, where that is due. */
  public long resolve(final long high, final long low, final long nowNs) {
    if (onlyMac != 0) {
      return onlyMac;
    }
    int entry = find(high, low);
    if (entry == ABSENT) {
      entry = place(high, low, nowNs, true);
      if (entry == ABSENT) {
        return 0;
      }
      states[entry] = State.INCOMPLETE;
    }
    used[entry] = true;
    touchedAtNs[entry] = nowNs;
    if (states[entry] == State.REACHABLE && nowNs - confirmedAtNs[entry] <= REACHABLE_NS) {
      return macs[entry];
    }
    if (states[entry] == State.REACHABLE) {
      states[entry] = State.STALE;
    }
    if (requests[entry] == 0 && restUntilNs[entry] <= nowNs) {
      if (states[entry] == State.FAILED) {
        states[entry] = State.INCOMPLETE;
      }
      ask(entry, nowNs);
    }
    return macs[entry];
  }

  /** Takes a frame whose next hop {@link #resolve} did not know: holds it while asking, else drops it. */
  void hold(
      final long high,
      final long low,
      final long header,
      final int headerBytes,
      final long payload,
      final int bytes,
      final long offload) {
    final int entry = find(high, low);
    if (entry == ABSENT) {
      pending.drop(header, payload, bytes, DropReason.NEIGHBOUR_TABLE_FULL);
    } else if (states[entry] == State.FAILED) {
      pending.drop(header, payload, bytes, DropReason.NEIGHBOUR_UNREACHABLE);
    } else {
      pending.hold(entry, header, headerBytes, payload, bytes, offload);
    }
  }

  /** An ARP reply; true if it was asked for. */
  boolean onReply(final long high, final long low, final long mac, final long nowNs) {
    final int entry = find(high, low);
    if (entry == ABSENT || requests[entry] == 0) {
      return false;
    }
    confirmedAtNs[entry] = nowNs;
    stopAsking(entry);
    learn(entry, mac, State.REACHABLE);
    return true;
  }

  /** The host's kernel says where a neighbour is: heard where we asked for it, or use it. */
  void onHostNews(final long high, final long low, final long mac) {
    final int entry = find(high, low);
    if (entry == ABSENT || !EthernetHeader.isStation(mac)) {
      return;
    }
    confirmedAtNs[entry] = touchedAtNs[entry]; // not later than now: it was asked for by use
    stopAsking(entry);
    learn(entry, mac, State.REACHABLE);
  }

  /** Somebody asked for an address of ours and said who they are (RFC 826). */
  void onRequest(final long high, final long low, final long mac, final long nowNs) {
    int entry = find(high, low);
    if (entry == ABSENT) {
      entry = place(high, low, nowNs, false);
      if (entry == ABSENT) {
        drops.count(DropReason.NEIGHBOUR_NOT_LEARNT);
        return;
      }
    } else if (states[entry] == State.REACHABLE && macs[entry] == mac) {
      return;
    }
    learn(entry, mac, State.STALE); // a question that is out stays out, so that its answer confirms
  }

  /**
   * Where a peer was while the link was there before: not known by a question, but from its own frames. Used like all that
   * is known, and verified by use, so that nothing waits for an answer.
   */
  public void remember(final long high, final long low, final long mac, final long nowNs) {
    if (mac != 0 && onlyMac == 0 && find(high, low) == ABSENT) {
      onRequest(high, low, mac, nowNs);
    }
  }

  /** Somebody told everybody: believed by nobody, but a reason to verify an entry that says otherwise. */
  void onAnnouncement(final long high, final long low, final long mac, final long nowNs) {
    final int entry = find(high, low);
    if (entry == ABSENT || macs[entry] == mac || requests[entry] > 0) {
      return;
    }
    if (states[entry] == State.FAILED) {
      restUntilNs[entry] = nowNs; // it is alive: the next frame may ask at once
    } else if (used[entry] && restUntilNs[entry] <= nowNs) {
      states[entry] = State.STALE;
      ask(entry, nowNs);
    }
  }

  /** The link came up: everybody is used as known and verified by use, and who did not answer may be asked at once. */
  void onLinkUp() {
    for (int i = 0; i < size; i++) {
      if (states[i] == State.REACHABLE) {
        states[i] = State.STALE;
      }
      restUntilNs[i] = Long.MIN_VALUE;
      restNs[i] = FIRST_REST_NS;
    }
  }

  /** Sends requests that are due and gives up on who never answers. */
  void onTimer(final long nowNs) {
    if (nowNs < nextDeadlineNs) {
      return;
    }
    nextDeadlineNs = NEVER;
    for (int i = 0; i < size; i++) {
      if (deadlines[i] <= nowNs) {
        if (requests[i] < MAX_REQUESTS) {
          ask(i, nowNs);
        } else {
          giveUp(i, nowNs);
        }
      }
      nextDeadlineNs = Math.min(nextDeadlineNs, deadlines[i]);
    }
  }

  long nextDeadlineNs() {
    return nextDeadlineNs;
  }

  private void ask(final int entry, final long nowNs) {
    deadlines[entry] = nowNs + (FIRST_RETRY_NS << requests[entry]);
    requests[entry]++;
    nextDeadlineNs = Math.min(nextDeadlineNs, deadlines[entry]);
    question.ask(IpAddress.v4(lows[entry]));
  }

  private void giveUp(final int entry, final long nowNs) {
    requests[entry] = 0;
    deadlines[entry] = NEVER;
    restUntilNs[entry] = nowNs + restNs[entry];
    restNs[entry] = Math.min(restNs[entry] * 2, MAX_REST_NS);
    if (states[entry] == State.INCOMPLETE) {
      states[entry] = State.FAILED;
      pending.dropFor(entry);
    }
  }

  private void learn(final int entry, final long mac, final State state) {
    assert EthernetHeader.isStation(mac);
    macs[entry] = mac;
    states[entry] = state;
    pending.sendTo(entry, mac);
  }

  private void stopAsking(final int entry) {
    requests[entry] = 0;
    deadlines[entry] = NEVER;
    restUntilNs[entry] = Long.MIN_VALUE;
    restNs[entry] = FIRST_REST_NS;
  }

  private int find(final long high, final long low) {
    if (lastHit < size && lows[lastHit] == low && highs[lastHit] == high) {
      return lastHit;
    }
    for (int i = 0; i < size; i++) {
      if (lows[i] == low && highs[i] == high) {
        lastHit = i;
        return i;
      }
    }
    return ABSENT;
  }

  /** An entry for a new neighbour, free or taken from another; {@link #ABSENT} if none may be taken. */
  private int place(final long high, final long low, final long nowNs, final boolean wanted) {
    final int entry = size < CAPACITY ? size++ : victim(wanted);
    if (entry == ABSENT) {
      return ABSENT;
    }
    highs[entry] = high;
    lows[entry] = low;
    macs[entry] = 0;
    used[entry] = false;
    touchedAtNs[entry] = nowNs;
    confirmedAtNs[entry] = nowNs;
    stopAsking(entry);
    return entry;
  }

  private int victim(final boolean wanted) {
    int best = ABSENT;
    for (int i = 0; i < CAPACITY; i++) {
      if (states[i] == State.INCOMPLETE || used[i] && !wanted) {
        continue;
      }
      if (best == ABSENT
          || used[best] && !used[i]
          || used[best] == used[i] && touchedAtNs[i] < touchedAtNs[best]) {
        best = i;
      }
    }
    return best;
  }
}
