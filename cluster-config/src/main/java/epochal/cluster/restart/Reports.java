package epochal.cluster.restart;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The writing end of the pipe; what has been written, the other process has. For any thread. */
final class Reports {
  private final OutputStream out;

  /**
   * @param out without a buffer
   */
  Reports(OutputStream out) {
    this.out = out;
  }

  void write(Report report) {
    write(List.of(report));
  }

  /** Writes all of them at once. */
  synchronized void write(List<Report> reports) {
    var buffer = ByteBuffer.allocate(reports.size() * Report.BYTES);
    reports.forEach(report -> report.write(buffer));
    try {
      out.write(buffer.array());
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void now(Report.Kind kind, long number) {
    write(new Report(kind, number, micros(Instant.now())));
  }

  /** Since 1970. */
  static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
