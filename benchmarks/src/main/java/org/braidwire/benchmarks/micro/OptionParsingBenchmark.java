package org.braidwire.benchmarks.micro;

import java.util.concurrent.TimeUnit;
import org.braidwire.io.frame.Region;
import org.braidwire.stack.wire.Dss;
import org.braidwire.stack.wire.InboundSegment;
import org.braidwire.stack.wire.OptionWriter;
import org.braidwire.stack.wire.TcpFlags;
import org.braidwire.stack.wire.TcpHeader;
import org.braidwire.stack.wire.WireFault;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What one TCP header with the options of an established MPTCP connection costs, decoded and written. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OptionParsingBenchmark {
  private static final int REGION_BYTES = 4096;
  private static final int PAGE_BYTES = 4096;
  private static final int PAYLOAD_BYTES = 64;

  /** Port, window and sequence numbers of no meaning. */
  private static final int ANY = 5001;

  private final InboundSegment segment = new InboundSegment();
  private final OptionWriter writer = new OptionWriter();
  private Region memory;
  private int segmentBytes;

  /** Writes a data segment as a peer in mid-connection sends it: timestamps and a DSS with checksum. */
  @Setup(Level.Trial)
  public void write() {
    memory = Region.allocate(REGION_BYTES, PAGE_BYTES);
    final long header = memory.address();
    TcpHeader.srcPort(header, ANY);
    TcpHeader.dstPort(header, ANY);
    TcpHeader.seq(header, ANY);
    TcpHeader.ack(header, ANY);
    TcpHeader.flags(header, TcpFlags.ACK);
    TcpHeader.window(header, ANY);
    encode();
    TcpHeader.dataOffsetBytes(header, TcpHeader.MIN_BYTES + writer.bytes());
    segmentBytes = TcpHeader.MIN_BYTES + writer.bytes() + PAYLOAD_BYTES;
    if (segment.decode(header, segmentBytes) != WireFault.NONE) {
      throw new IllegalStateException("the benchmark's own segment does not parse");
    }
  }

  /** Frees the segment. */
  @TearDown(Level.Trial)
  public void free() {
    memory.close();
  }

  /** Timestamps and a DSS with data acknowledgement, mapping and checksum. */
  @Benchmark
  public int encode() {
    writer.begin(memory.address() + TcpHeader.MIN_BYTES);
    writer.timestamps(ANY, ANY);
    writer.dss(Dss.HAS_DATA_ACK | Dss.HAS_MAPPING | Dss.DSN_IS_64, ANY, ANY, 1, PAYLOAD_BYTES, true, ANY);
    writer.pad();
    return writer.bytes();
  }

  @Benchmark
  public WireFault decode() {
    return segment.decode(memory.address(), segmentBytes);
  }
}
