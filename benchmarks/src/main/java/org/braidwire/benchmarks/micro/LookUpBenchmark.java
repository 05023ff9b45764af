package org.braidwire.benchmarks.micro;

import java.lang.reflect.Proxy;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.stack.base.Counters;
import org.braidwire.stack.base.DropCounters;
import org.braidwire.stack.base.KeepAlive;
import org.braidwire.stack.base.RandomSource;
import org.braidwire.stack.base.Timers;
import org.braidwire.stack.engine.TupleTable;
import org.braidwire.stack.net.Attachments;
import org.braidwire.stack.net.IpOutput;
import org.braidwire.stack.net.LinkAttachment;
import org.braidwire.stack.subflow.FourTuple;
import org.braidwire.stack.subflow.IssGenerator;
import org.braidwire.stack.subflow.PinnedFrames;
import org.braidwire.stack.subflow.RxSlicePool;
import org.braidwire.stack.subflow.SegmentWriter;
import org.braidwire.stack.subflow.SentSegmentPool;
import org.braidwire.stack.subflow.Subflow;
import org.braidwire.stack.subflow.SubflowContext;
import org.braidwire.stack.subflow.SubflowOwner;
import org.braidwire.stack.wire.IpAddress;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to find whose a segment is, among few connections and among many, each as likely as the others. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LookUpBenchmark {
  private static final int FRAMES = 64;
  private static final int CHUNKS = 1;
  private static final int PORT = 5001;
  private static final int FIRST_REMOTE_PORT = 1024;
  private static final int REMOTE_PORTS = 60_000;
  private static final long MAC = 0x02_00_00_00_00_01L;

  /** As many look-ups are prepared as no predictor learns by heart. */
  private static final int ASKED = 1 << 16;

  @Param({"16", "100000"})
  private int connections;

  private final int[] asked = new int[ASKED];
  private final long local = IpAddress.parseLow("192.0.2.1");
  private final long remote = IpAddress.parseLow("192.0.2.2");
  private PacketMemory memory;
  private LinkAttachment link;
  private TupleTable table;
  private int next;

  /** Fills the table. */
  @Setup(Level.Trial)
  public void fill() {
    final Random random = new Random(1);
    memory = PacketMemory.allocate(FRAMES, CHUNKS);
    final DropCounters drops = new DropCounters();
    final Attachments links = new Attachments();
    link = new LinkAttachment(0, new MemoryWire("wire").open(0, memory, MAC), memory, drops);
    links.add(link);
    final SubflowContext context = context(new IpOutput(links, memory, drops), random::nextLong);
    table = new TupleTable(connections, random.nextLong());
    final SubflowOwner owner = owner(context);
    for (int i = 0; i < connections; i++) {
      table.put(new Subflow(context, owner, link, tuple(i), 0));
    }
    for (int i = 0; i < ASKED; i++) {
      asked[i] = random.nextInt(connections);
    }
  }

  /** Nothing arrives on these subflows: all that their owner is asked for is what their received octets count against. */
  private static SubflowOwner owner(final SubflowContext context) {
    final PinnedFrames pins = new PinnedFrames(context.slices());
    return (SubflowOwner) Proxy.newProxyInstance(
        SubflowOwner.class.getClassLoader(),
        new Class<?>[] {SubflowOwner.class},
        (proxy, method, arguments) -> pins);
  }

  private SubflowContext context(final IpOutput output, final RandomSource random) {
    final Counters counters = new Counters();
    return new SubflowContext(
        memory,
        new Timers(),
        counters,
        random,
        output,
        new SegmentWriter(output, counters, 0),
        new SentSegmentPool(FRAMES, memory),
        new RxSlicePool(FRAMES, memory, counters),
        new IssGenerator(random),
        true,
        true,
        0,
        "cubic",
        KeepAlive.OFF);
  }

  private Subflow.Tuple tuple(final int connection) {
    return new Subflow.Tuple(
        0, local, PORT, 0, remote + connection / REMOTE_PORTS, FIRST_REMOTE_PORT + connection % REMOTE_PORTS);
  }

  /** Frees the memory. */
  @TearDown(Level.Trial)
  public void free() {
    link.port().close();
    memory.close();
  }

  @Benchmark
  public FourTuple find() {
    final int connection = asked[next++ & ASKED - 1];
    return table.find(
        0, local, PORT, 0, remote + connection / REMOTE_PORTS, FIRST_REMOTE_PORT + connection % REMOTE_PORTS);
  }
}
