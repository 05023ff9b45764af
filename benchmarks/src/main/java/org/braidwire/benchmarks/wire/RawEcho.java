package org.braidwire.benchmarks.wire;

import java.util.Map;
import org.braidwire.benchmarks.echo.EchoFar;
import org.braidwire.benchmarks.echo.EchoNear;
import org.braidwire.benchmarks.echo.EchoPeer;
import org.braidwire.benchmarks.report.BenchException;

/** A ping-pong of single raw frames of 64 octets: the floor under every stack on the same port. */
public final class RawEcho {
  private static final int FRAME_BYTES = 64;
  private static final int PAYLOAD_BYTES = FRAME_BYTES - RawFrames.HEADER_BYTES;

  private RawEcho() {}

  /** The peer on {@code wire}, which it closes. */
  public static EchoPeer on(final RawWire wire) {
    final RawEnd nearEnd = new RawEnd(wire, 0);
    final RawEnd farEnd = new RawEnd(wire, 1);
    return EchoPeer.spinning(wire.name(), wire.laboratory(), new Near(nearEnd, farEnd), new Far(farEnd));
  }

  private static final class Near implements EchoNear {
    private final RawEnd end;
    private final RawEnd far;
    private int expected;

    Near(final RawEnd end, final RawEnd far) {
      this.end = end;
      this.far = far;
    }

    @Override
    public void open() {
      end.open();
      end.prepare(far.macAddress(), PAYLOAD_BYTES);
    }

    @Override
    public void send(final long number) {
      end.sendSurely((int) number);
      end.flush();
    }

    @Override
    public int turn() {
      final int frames = end.poll();
      int back = 0;
      for (int i = 0; i < frames; i++) {
        if (end.isOurs(i)) {
          final int number = RawFrames.number(end.address(i));
          if (number != expected) {
            throw new BenchException("frame " + number + " came back where " + expected + " was due");
          }
          expected++;
          back++;
        }
        end.release(i);
      }
      return back;
    }

    @Override
    public Map<String, String> used() {
      return end.used();
    }

    @Override
    public void close() {
      end.close();
    }
  }

  private static final class Far implements EchoFar {
    private final RawEnd end;

    Far(final RawEnd end) {
      this.end = end;
    }

    @Override
    public void open() {
      end.open();
    }

    @Override
    public int turn() {
      final int frames = end.poll();
      for (int i = 0; i < frames; i++) {
        if (end.isOurs(i)) {
          end.sendBack(i);
        } else {
          end.release(i);
        }
      }
      return frames;
    }

    @Override
    public Map<String, String> used() {
      return end.used();
    }

    @Override
    public void close() {
      end.close();
    }
  }
}
