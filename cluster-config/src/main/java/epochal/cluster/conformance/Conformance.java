package epochal.cluster.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Replays files of reference vectors through the engine and counts what differs.
 *
 * <p>A file holds one JSON object a line, plain or gzip'd; what a line is about is told by its
 * fields, so kinds may be mixed. The format is documented with the vectors.
 */
public final class Conformance {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private Conformance() {}

  /** Hears how far a check has come. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Called after each line, on the caller's thread.
     *
     * @param kind what the line was about
     * @param lines how many lines of the file are done
     */
    void advanced(Summary.Kind kind, long lines);
  }

  /** As {@link #check(Path, Progress)}, telling nobody about its progress. */
  public static List<Summary> check(Path file) {
    return check(file, (kind, lines) -> {});
  }

  /**
   * Checks every vector of a file, to the end whatever differs.
   *
   * @return one summary per kind of vector that occurs in the file
   * @throws ConformanceException if the file cannot be read, is truncated, has no vectors, or has a
   *     line that is not a vector of a known kind
   */
  public static List<Summary> check(Path file, Progress progress) {
    Map<Summary.Kind, Tally> tallies = new EnumMap<>(Summary.Kind.class);
    long line = 0;
    try (BufferedReader reader = open(file)) {
      line = 1;
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        Summary.Kind kind = checkLine(parse(text), line, tallies);
        progress.advanced(kind, line);
        line++;
      }
    } catch (NoSuchFileException e) {
      throw new ConformanceException(file, 0, "there is no such file", e);
    } catch (IOException e) {
      throw new ConformanceException(file, line, "cannot be read: " + e.getMessage(), e);
    } catch (MalformedVectorException e) {
      throw new ConformanceException(file, line, String.valueOf(e.getMessage()), e);
    }
    if (tallies.isEmpty()) {
      throw new ConformanceException(file, line, "the file has no vectors", null);
    }
    return tallies.values().stream().map(Tally::summary).toList();
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
    try {
      bytes.mark(2);
      boolean gzip = bytes.read() == 0x1f && bytes.read() == 0x8b;
      bytes.reset();
      InputStream plain = gzip ? new GZIPInputStream(bytes, 1 << 16) : bytes;
      return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
    } catch (IOException e) {
      bytes.close();
      throw e;
    }
  }

  private static ObjectNode parse(String text) {
    try {
      @Nullable JsonNode node = JSON.readTree(text);
      if (node instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new MalformedVectorException("not JSON: " + e.getOriginalMessage(), e);
    }
    throw new MalformedVectorException("not a JSON object");
  }

  private static Summary.Kind checkLine(
      ObjectNode vector, long line, Map<Summary.Kind, Tally> tallies) {
    Summary.Kind kind = kindOf(vector);
    Tally tally = tallies.computeIfAbsent(kind, Tally::new);
    try {
      tally.beginCase();
      switch (kind) {
        case EPOCH -> EpochVector.check(vector, tally);
        case ROOT_EPOCH -> RootEpochVector.check(vector, tally);
        case BLOCK_EMISSION -> BlockEmissionVector.check(vector, line, tally);
        case FIXED -> FixedVector.check(vector, line, tally);
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new MalformedVectorException("not a valid input: " + e.getMessage(), e);
    }
    return kind;
  }

  private static Summary.Kind kindOf(ObjectNode vector) {
    if (vector.has("epochs")) {
      return Summary.Kind.EPOCH;
    }
    if (vector.has("op")) {
      return Summary.Kind.FIXED;
    }
    if (vector.has("total_issuance")) {
      return Summary.Kind.BLOCK_EMISSION;
    }
    if (vector.path("in").has("netuids")) {
      return Summary.Kind.ROOT_EPOCH;
    }
    throw new MalformedVectorException(
        "not a vector of a known kind (epoch, root_epoch, block_emission, fixed)");
  }
}
