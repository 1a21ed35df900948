package epochal.persistence.log;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The CLOSED file: what the log looked like when it was last closed in order. While it is there the
 * log must look exactly like that; without it the last group may be torn.
 *
 * @param segment name of the last one
 * @param length of that segment, in bytes
 * @param entries in the whole log
 * @param chain checksum of the header of the last frame, which depends on all headers before it
 */
record ClosedMarker(String segment, long length, long entries, int chain) {
  static final String NAME = "CLOSED";

  private static final String TITLE = "epochal-log closed";
  private static final Pattern LINES =
      Pattern.compile(
          TITLE
              + "\nsegment ([0-9]{20}\\.log)"
              + "\nlength (0|[1-9][0-9]{0,17})"
              + "\nentries (0|[1-9][0-9]{0,17})"
              + "\nchain ([0-9a-f]{8})");

  static ClosedMarker of(Path lastSegment, long length, long entries, int chain) {
    return new ClosedMarker(String.valueOf(lastSegment.getFileName()), length, entries, chain);
  }

  byte[] render() {
    return SealedText.seal(
        List.of(
            TITLE,
            "segment " + segment,
            "length " + length,
            "entries " + entries,
            "chain %08x".formatted(chain)));
  }

  /** Null unless the content is byte for byte what {@link #render} writes. */
  static @Nullable ClosedMarker parse(byte[] content) {
    List<String> lines = SealedText.open(content);
    if (lines == null) {
      return null;
    }
    var line = LINES.matcher(String.join("\n", lines));
    if (!line.matches()) {
      return null;
    }
    return new ClosedMarker(
        line.group(1),
        Long.parseLong(line.group(2)),
        Long.parseLong(line.group(3)),
        Integer.parseUnsignedInt(line.group(4), 16));
  }

  @Override
  public String toString() {
    return "segment %s of %d bytes, %d entries, chain %08x"
        .formatted(segment, length, entries, chain);
  }
}
