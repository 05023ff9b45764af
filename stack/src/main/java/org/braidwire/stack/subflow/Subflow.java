package org.braidwire.stack.subflow;

import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.Timer;
import org.braidwire.stack.net.LinkAttachment;
import org.braidwire.stack.net.Route;
import org.braidwire.stack.wire.InboundSegment;

/**
 * One RFC 9293 connection: its name, its state and its timers. The variables of the two directions live in
 * {@link SubflowSender} and {@link SubflowReceiver}; {@link SegmentArrival} orders what a segment does to them.
 *
 * <p>Knows nothing of MPTCP but the {@link SubflowOwner} that writes and reads options. Engine thread.
 */
public final class Subflow extends FourTuple {
  /** TIME_WAIT lasts 2 MSL (RFC 9293 3.4.2), MSL taken as Linux does. */
  public static final long TIME_WAIT_NS = 60_000_000_000L;

  private final SubflowContext context;
  private final SubflowOwner owner;
  private final LinkAttachment link;
  private final Route route = new Route();
  private final SubflowSender sender;
  private final SubflowReceiver receiver;
  private final PeerProber prober = new PeerProber(this);
  private final ChallengeAcks challengeAcks = new ChallengeAcks();
  private final Timer lifeTimer = new LifeTimer();

  private SubflowState state = SubflowState.CLOSED;
  private boolean passive;
  private boolean suspended;

  /**
   * @param peerMac where the peer's SYN came from, so that the answer leaves by the same link; 0 to resolve
   */
  public Subflow(
      final SubflowContext context,
      final SubflowOwner owner,
      final LinkAttachment link,
      final Tuple tuple,
      final long peerMac) {
    super(tuple);
    this.context = context;
    this.owner = owner;
    this.link = link;
    route.set(link, localHigh(), localLow(), remoteHigh(), remoteLow(), peerMac);
    sender = new SubflowSender(this);
    receiver = new SubflowReceiver(this);
  }

  /** Both ends' addresses and ports; made once a subflow. */
  public record Tuple(
      long localHigh, long localLow, int localPort, long remoteHigh, long remoteLow, int remotePort) {}

  /** Active open (RFC 9293 3.10.1). */
  public void connect(final long nowNs) {
    become(SubflowState.SYN_SENT);
    sender.start(nowNs);
    owner.scheduleOutput();
  }

  /** Passive open: the SYN was accepted by a listener or a token. */
  public void accept(final InboundSegment syn, final long nowNs) {
    become(SubflowState.LISTEN); // which the listener or the token was in its place
    passive = true;
    become(SubflowState.SYN_RECEIVED);
    receiver.onSyn(syn, nowNs);
    sender.onPeerSyn(syn);
    sender.start(nowNs);
    owner.scheduleOutput();
  }

  /** Sends FIN after everything sent so far; nothing new is taken. */
  public void close(final long nowNs) {
    if (state == SubflowState.SYN_SENT) {
      end(SubflowEnd.FINISHED, nowNs);
    } else {
      sender.queueFin();
      owner.scheduleOutput();
    }
  }

  /** Ends the subflow with a RST whose options the owner writes. */
  public void reset(final long nowNs) {
    if (state == SubflowState.CLOSED) {
      return;
    }
    if (state != SubflowState.SYN_SENT && state != SubflowState.TIME_WAIT) {
      context.writer().emitReset(this, nowNs);
    }
    end(SubflowEnd.RESET_BY_US, nowNs);
  }

  /** The link went down: nothing is sent, nothing is judged lost. */
  public void suspend() {
    if (!suspended) {
      suspended = true;
      context.counters().increment(Counter.LINK_SUSPENSIONS);
      sender.onSuspended();
    }
  }

  /** The link is back: what was outstanding is sent again at once. A peer on the link may have another station now. */
  public void resume(final long nowNs) {
    if (suspended) {
      suspended = false;
      if (link.onLink(remoteHigh(), remoteLow())) {
        link.neighbours().remember(remoteHigh(), remoteLow(), route.peerMac(), nowNs);
        route.peerMac(0);
      }
      context.counters().increment(Counter.LINK_RESUMPTIONS);
      prober.onHeard(nowNs); // or rather, nobody could be
      sender.onResumed(nowNs);
      receiver.requestAck();
      owner.scheduleOutput();
    }
  }

  /** Sends again what is held for lost, before anything new. */
  public void retransmit(final long nowNs) {
    if (!suspended && state != SubflowState.CLOSED) {
      sender.retransmitLost(nowNs);
    }
  }

  /** Sends what is still due after new data: FIN, and the acknowledgement that no data has carried. */
  public void output(final long nowNs) {
    if (suspended || state == SubflowState.CLOSED) {
      return;
    }
    sender.output(nowNs);
    receiver.output(nowNs);
  }

  void enter(final SubflowState next, final long nowNs) {
    become(next);
    // FIN-WAIT-2 has no limit of its own: a half-closed stream may go on for hours, and the subflows of a finished
    // connection have the connection's.
    if (next == SubflowState.TIME_WAIT) {
      sender.stop();
      context.timers().arm(lifeTimer, nowNs + TIME_WAIT_NS);
    }
  }

  /** The only writer of the state: an edge that is not in the table is a fault of ours. */
  private void become(final SubflowState next) {
    assert state.mayBecome(next) : state + " never becomes " + next;
    state = next;
  }

  /** Over, and only its name is still needed: a {@link TimeWait} has taken it. */
  public void leave(final long nowNs) {
    assert state == SubflowState.TIME_WAIT;
    end(SubflowEnd.FINISHED, nowNs);
  }

  /** RFC 9293 3.10.7.4: a repeated FIN restarts the 2 MSL time-out. */
  void restartTimeWait(final long nowNs) {
    context.timers().arm(lifeTimer, nowNs + TIME_WAIT_NS);
  }

  /** Over, for whatever reason. The owner takes what the queue still holds; then everything is given back. */
  void end(final SubflowEnd end, final long nowNs) {
    if (state == SubflowState.CLOSED) {
      return;
    }
    become(SubflowState.CLOSED);
    sender.stop();
    receiver.stop();
    context.timers().remove(lifeTimer);
    owner.onClosed(this, end, nowNs);
    sender.release();
    receiver.release();
  }

  /** An answer to something unacceptable (RFC 5961), at a bounded rate. */
  void challenge(final long nowNs) {
    answer(Counter.CHALLENGE_ACKS, nowNs);
  }

  /** An answer to a peer that asks whether we are there (RFC 9293 3.8.4) or have room (3.8.6.1), at the same rate. */
  void answerProbe(final long nowNs) {
    answer(Counter.PROBES_ANSWERED, nowNs);
  }

  private void answer(final Counter counter, final long nowNs) {
    if (challengeAcks.mayAnswer(nowNs)) {
      context.counters().increment(counter);
      receiver.requestAck();
      owner.scheduleOutput();
    }
  }

  private final class LifeTimer extends Timer {
    @Override
    protected void onDeadline(final long nowNs) {
      end(SubflowEnd.FINISHED, nowNs);
    }
  }

  public SubflowContext context() {
    return context;
  }

  public SubflowOwner owner() {
    return owner;
  }

  public SubflowSender sender() {
    return sender;
  }

  public SubflowReceiver receiver() {
    return receiver;
  }

  public PeerProber prober() {
    return prober;
  }

  public SubflowState state() {
    return state;
  }

  public LinkAttachment link() {
    return link;
  }

  /** How its segments leave. */
  Route route() {
    return route;
  }

  /** A valid segment came from elsewhere: the peer's station on this link has changed. */
  void peerMac(final long mac) {
    if (route.peerMac() != 0) {
      route.peerMac(mac);
    }
  }

  public boolean isPassive() {
    return passive;
  }

  public boolean isSuspended() {
    return suspended;
  }
}
