package epochal.cluster.demo;

import epochal.ledger.aggregate.SignedCall;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what the node has acknowledged, outside of the node: a line a call, of its id, the
 * entity that obeyed it and its first event there (0 if nothing had to change). What stands here
 * must stand in the log, whatever happens to the process.
 */
final class AcknowledgedCalls implements Closeable {
  private final @Nullable OutputStream out;

  /** Appends to {@code file}; without one, writes nothing. */
  AcknowledgedCalls(@Nullable Path file) {
    try {
      out =
          file == null
              ? null
              : Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be written: name another file.", e);
    }
  }

  /** Unbuffered: the operating system has the line when this returns. */
  synchronized void add(SignedCall call, long sequence) {
    if (out == null) {
      return;
    }
    String line = call.id().hex() + " " + call.call().target().text() + " " + sequence + "\n";
    try {
      out.write(line.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      if (out != null) {
        out.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
