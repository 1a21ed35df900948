package epochal.persistence.backup;

import epochal.persistence.log.LiveLog.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a backup consists of: the file MANIFEST. Its last line is the SHA-256 of all before, which
 * names the backup; it is read strictly.
 *
 * <pre>
 * epochal-backup
 * version 1
 * network {64 hex digits}
 * file {SHA-256} {bytes} {name}
 * segment {SHA-256} {bytes} {entries} {chain} {name}     in the order of the log
 * sha256 {of all lines before}
 * </pre>
 *
 * @param items the files of the data directory by their names in it
 */
record Manifest(String networkId, List<Item> items) {
  static final String NAME = "MANIFEST";

  private static final String TITLE = "epochal-backup";
  private static final String VERSION = "version 1";
  private static final Pattern NETWORK = Pattern.compile("network ([0-9a-f]{64})");
  private static final String NUMBER = "(0|[1-9][0-9]{0,17})";
  private static final Pattern FILE =
      Pattern.compile("file ([0-9a-f]{64}) " + NUMBER + " (FORMAT|CLOSED|DELETED|genesis\\.json)");
  private static final Pattern SEGMENT =
      Pattern.compile(
          "segment ([0-9a-f]{64}) "
              + NUMBER
              + " "
              + NUMBER
              + " ([0-9a-f]{8}) (segments/(00[0-9]{18})\\.log)");

  /**
   * A file.
   *
   * @param sha256 of its content, in hex
   * @param end where the log ends that has this segment as its last; null for other files
   */
  record Item(String name, String sha256, long size, @Nullable Place end) {
    private static final int DIGITS = 16;

    /** Another content has another name, so that no stored file is ever written again. */
    String storedName() {
      return name.substring(name.lastIndexOf('/') + 1) + "." + sha256.substring(0, DIGITS);
    }

    private String line() {
      return end == null
          ? "file %s %d %s".formatted(sha256, size, name)
          : "segment %s %d %d %08x %s".formatted(sha256, size, end.entries(), end.chain(), name);
    }

    private static @Nullable Item parse(String line) {
      Matcher file = FILE.matcher(line);
      if (file.matches()) {
        return new Item(file.group(3), file.group(1), Long.parseLong(file.group(2)), null);
      }
      Matcher segment = SEGMENT.matcher(line);
      if (!segment.matches()) {
        return null;
      }
      long size = Long.parseLong(segment.group(2));
      var end =
          new Place(
              Long.parseLong(segment.group(6)) + size,
              Long.parseLong(segment.group(3)),
              Integer.parseUnsignedInt(segment.group(4), 16));
      return new Item(segment.group(5), segment.group(1), size, end);
    }
  }

  Manifest {
    items = List.copyOf(items);
  }

  byte[] render() {
    var lines = new ArrayList<String>(List.of(TITLE, VERSION, "network " + networkId));
    items.forEach(item -> lines.add(item.line()));
    String body = String.join("\n", lines) + "\n";
    return (body + sealOf(body)).getBytes(StandardCharsets.US_ASCII);
  }

  private static String sealOf(String body) {
    return "sha256 " + Sha256.of(body.getBytes(StandardCharsets.ISO_8859_1)) + "\n";
  }

  /** Null unless the content is byte for byte what {@link #render} writes. */
  static @Nullable Manifest parse(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    int last = text.lastIndexOf('\n', text.length() - 2) + 1;
    String body = text.substring(0, last);
    if (last == 0 || !text.substring(last).equals(sealOf(body))) {
      return null;
    }
    List<String> lines = List.of(body.substring(0, last - 1).split("\n", -1));
    if (lines.size() < 3 || !lines.get(0).equals(TITLE) || !lines.get(1).equals(VERSION)) {
      return null;
    }
    Matcher network = NETWORK.matcher(lines.get(2));
    var items = new ArrayList<Item>();
    for (String line : lines.subList(3, lines.size())) {
      Item item = Item.parse(line);
      if (item == null) {
        return null;
      }
      items.add(item);
    }
    return network.matches() && items.stream().anyMatch(item -> item.end() != null)
        ? new Manifest(network.group(1), items)
        : null;
  }

  /** Names the backup and everything in it. */
  String sha256() {
    return Sha256.of(render());
  }

  /** Where the log ends. */
  Place end() {
    return lastSegment().endOfSegment();
  }

  private Segment lastSegment() {
    return segments().getLast();
  }

  private List<Segment> segments() {
    var segments = new ArrayList<Segment>();
    for (Item item : items) {
      if (item.end() != null) {
        segments.add(new Segment(item, item.end()));
      }
    }
    return segments;
  }

  /** A segment that was finished when it was copied, and does not change any more. */
  record Segment(Item item, Place endOfSegment) {}

  /** The finished segment of a name. */
  @Nullable Segment finished(String name) {
    List<Segment> segments = segments();
    return segments.subList(0, segments.size() - 1).stream()
        .filter(segment -> segment.item().name().equals(name))
        .findFirst()
        .orElse(null);
  }

  long size() {
    return items.stream().mapToLong(Item::size).sum();
  }
}
