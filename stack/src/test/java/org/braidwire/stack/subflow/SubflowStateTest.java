package org.braidwire.stack.subflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table against figure 5 of RFC 9293 3.3.2, arrow by arrow, and against its notes. */
class SubflowStateTest {
  /** The arrows as the figure draws them, top to bottom. */
  private static final List<String> FIGURE = List.of(
      "CLOSED -> SYN_SENT", // active OPEN
      "CLOSED -> LISTEN", // passive OPEN
      "LISTEN -> CLOSED", // CLOSE
      "LISTEN -> SYN_RECEIVED", // rcv SYN
      "LISTEN -> SYN_SENT", // SEND
      "SYN_SENT -> CLOSED", // CLOSE
      "SYN_SENT -> SYN_RECEIVED", // rcv SYN
      "SYN_SENT -> ESTABLISHED", // rcv SYN,ACK
      "SYN_RECEIVED -> LISTEN", // rcv RST, note 1
      "SYN_RECEIVED -> ESTABLISHED", // rcv ACK of SYN
      "SYN_RECEIVED -> FIN_WAIT_1", // CLOSE
      "ESTABLISHED -> FIN_WAIT_1", // CLOSE
      "ESTABLISHED -> CLOSE_WAIT", // rcv FIN
      "FIN_WAIT_1 -> FIN_WAIT_2", // rcv ACK of FIN
      "FIN_WAIT_1 -> CLOSING", // rcv FIN
      "CLOSE_WAIT -> LAST_ACK", // CLOSE
      "FIN_WAIT_2 -> TIME_WAIT", // rcv FIN
      "CLOSING -> TIME_WAIT", // rcv ACK of FIN
      "LAST_ACK -> CLOSED", // rcv ACK of FIN
      "TIME_WAIT -> CLOSED"); // 2 MSL

  /** What {@link SubflowState} says that it does not take; note 2's arrow is in no figure and not here either. */
  private static final List<String> NOT_TAKEN =
      List.of("LISTEN -> SYN_SENT", "SYN_RECEIVED -> LISTEN", "SYN_RECEIVED -> FIN_WAIT_1");

  @Test
  void theTableIsTheFigureWithTheWayOutOfEveryState() {
    final Set<String> expected = new TreeSet<>(FIGURE);
    NOT_TAKEN.forEach(edge -> assertThat(expected.remove(edge)).isTrue());
    Stream.of(SubflowState.values())
        .filter(state -> state != SubflowState.CLOSED)
        .forEach(state -> expected.add(state + " -> CLOSED")); // note 3

    assertThat(table()).isEqualTo(expected);
  }

  private static Set<String> table() {
    final Set<String> edges = new TreeSet<>();
    for (final SubflowState from : SubflowState.values()) {
      for (final SubflowState to : SubflowState.values()) {
        if (from.mayBecome(to)) {
          edges.add(from + " -> " + to);
        }
      }
    }
    return edges;
  }

  @Test
  void everyStateIsReached() {
    final Set<SubflowState> reached = EnumSet.of(SubflowState.CLOSED);
    final Deque<SubflowState> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      final SubflowState from = open.remove();
      for (final SubflowState to : SubflowState.values()) {
        if (from.mayBecome(to) && reached.add(to)) {
          open.add(to);
        }
      }
    }
    assertThat(reached).containsExactlyInAnyOrder(SubflowState.values());
  }

  /** Having sent FIN, and having had the peer's, are things that nothing but CLOSED undoes. */
  @Test
  void noEdgeTakesBackAFinOrTheHandshake() {
    for (final SubflowState from : SubflowState.values()) {
      for (final SubflowState to : EnumSet.complementOf(EnumSet.of(SubflowState.CLOSED))) {
        if (from.mayBecome(to)) {
          assertThat(to.finSent() || !from.finSent())
              .as(from + " to " + to)
              .isTrue();
          assertThat(to.isSynchronized() || !from.isSynchronized())
              .as(from + " to " + to)
              .isTrue();
          assertThat(!to.mayReceive() || from.mayReceive() || !from.isSynchronized())
              .as(from + " to " + to)
              .isTrue();
        }
      }
    }
  }
}
