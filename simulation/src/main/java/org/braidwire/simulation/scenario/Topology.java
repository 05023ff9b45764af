package org.braidwire.simulation.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.braidwire.simulation.check.WireChecker;
import org.braidwire.simulation.link.Impairment;
import org.braidwire.simulation.link.SeededRandom;
import org.braidwire.simulation.middlebox.DataAckStripper;
import org.braidwire.simulation.middlebox.JoinForger;
import org.braidwire.simulation.middlebox.OptionStripper;
import org.braidwire.simulation.middlebox.SequenceShortener;
import org.braidwire.simulation.middlebox.WindowInflater;
import org.braidwire.simulation.network.SimulatedHost;
import org.braidwire.simulation.network.SimulatedLink;
import org.braidwire.simulation.network.SimulatedNetwork;
import org.braidwire.stack.api.PathConfig;

/** Two hosts and the links between them, each link a subnet of its own, as a plan wants them. */
final class Topology {
  static final int CLIENT_END = 0;
  static final int SERVER_END = 1;
  private static final int SUBNET_SIZE = 16;
  private static final int FRAMES = 4096;
  private static final int CHUNKS = 64;
  private static final int JOINS_TO_FORGE = 2;

  final SimulatedHost client;
  final SimulatedHost server;
  final List<SimulatedLink> links = new ArrayList<>();
  private final ScenarioPlan plan;

  Topology(final SimulatedNetwork network, final ScenarioPlan plan) {
    this.plan = plan;
    client = network.addHost("client", FRAMES, CHUNKS);
    server = network.addHost("server", FRAMES, CHUNKS);
    for (int i = 0; i < plan.links().size(); i++) {
      final LinkPlan link = plan.links().get(i);
      final Impairment[] directions = {link.fromClient(), link.fromServer()};
      final SimulatedLink added = client.connect(server, "link" + i, directions);
      added.end(CLIENT_END).card(link.clientCard());
      added.end(SERVER_END).card(link.serverCard());
      links.add(added);
    }
  }

  List<PathConfig> clientPaths() {
    return paths(2, 3);
  }

  List<PathConfig> serverPaths() {
    return paths(3, 2);
  }

  private List<PathConfig> paths(final int own, final int peer) {
    final List<PathConfig> paths = new ArrayList<>();
    for (int i = 0; i < links.size(); i++) {
      final int subnet = SUBNET_SIZE * i;
      paths.add(PathConfig.parse(links.get(i).name() + "=192.0.2." + (subnet + own) + "/28,via=192.0.2."
          + (subnet + peer) + (plan.links().get(i).backup() ? ",backup" : "")));
    }
    return paths;
  }

  /** Ends every fault of every link. */
  void heal() {
    for (final SimulatedLink link : links) {
      for (int end = CLIENT_END; end <= SERVER_END; end++) {
        link.model(end).impairment(link.model(end).impairment().healed().withQueue(500_000));
      }
    }
  }

  /** Puts the plan's middlebox in place; {@code faulty} says whether the network has not healed yet. */
  void placeMiddleboxes(final SeededRandom random, final WireChecker checker, final BooleanSupplier faulty) {
    final SimulatedLink first = links.getFirst();
    switch (plan.middlebox()) {
      case STRIP_SYN -> first.addMiddlebox(CLIENT_END, OptionStripper.ofSyn());
      case STRIP_SYN_ACK -> first.addMiddlebox(SERVER_END, OptionStripper.ofSynAck());
      case STRIP_FROM_THIRD_ACK -> first.addMiddlebox(CLIENT_END, OptionStripper.afterSyn());
      case STRIP_EVERYTHING -> {
        first.addMiddlebox(CLIENT_END, new OptionStripper(packet -> true));
        first.addMiddlebox(SERVER_END, new OptionStripper(packet -> true));
      }
      case STRIP_JOIN ->
        links.stream().skip(1).forEach(link -> {
          link.addMiddlebox(
              CLIENT_END,
              new OptionStripper(
                  packet -> packet.options().mpJoin().isPresent()));
          link.addMiddlebox(
              SERVER_END,
              new OptionStripper(
                  packet -> packet.options().mpJoin().isPresent()));
        });
      case STRIP_DATA_ACKS ->
        links.forEach(link -> {
          link.addMiddlebox(CLIENT_END, new DataAckStripper(0.1, random.fork(link.name() + "there")));
          link.addMiddlebox(SERVER_END, new DataAckStripper(0.1, random.fork(link.name() + "back")));
        });
      case SHORTEN_SEQUENCES ->
        links.forEach(link -> {
          link.addMiddlebox(CLIENT_END, new SequenceShortener(0.7, random.fork(link.name() + "there")));
          link.addMiddlebox(SERVER_END, new SequenceShortener(0.7, random.fork(link.name() + "back")));
        });
      case INFLATE_WINDOWS ->
        links.forEach(link -> {
          link.addMiddlebox(CLIENT_END, new WindowInflater(0.1, random.fork(link.name() + "there"), faulty));
          link.addMiddlebox(SERVER_END, new WindowInflater(0.1, random.fork(link.name() + "back"), faulty));
        });
      case FORGE_JOIN ->
        links.stream()
            .skip(1)
            .forEach(link ->
                link.addMiddlebox(CLIENT_END, new JoinForger(JOINS_TO_FORGE, checker::markForged)));
      case NONE -> {}
      default -> throw new IllegalStateException("no middlebox for " + plan.middlebox());
    }
  }
}
