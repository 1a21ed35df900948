package epochal.persistence.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Snapshots as files, one each, under two hex digits of the hash of their persistence id: {@code
 * 3f/<hash>-<sequence>-<timestamp>.snapshot}. A file is written beside its place and moved there,
 * so that it is whole or absent while the machine runs; a loss of power may leave one that its
 * checksum refuses, which costs no more than a longer replay.
 */
final class SnapshotFiles {
  private static final byte[] MAGIC = {'E', 'P', 'S', '1'};
  private static final HexFormat HEX = HexFormat.of();
  private static final Pattern NAME =
      Pattern.compile("([0-9a-f]{32})-([0-9]{1,19})-([0-9]{1,19})\\.snapshot");
  private static final String UNFINISHED = ".tmp";

  private final Path directory;
  private final ConcurrentHashMap<String, ConcurrentSkipListMap<Long, Long>> index =
      new ConcurrentHashMap<>();

  /** What a file is of. */
  record Key(long sequence, long timestamp) {}

  /** What a file holds. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, not compared
  record Content(int serializerId, String manifest, byte[] payload) {}

  /** Lists the directory once. */
  SnapshotFiles(Path directory) throws IOException {
    this.directory = directory;
    Files.createDirectories(directory);
    Files.walkFileTree(directory, new Indexing());
  }

  /** The snapshots of this id, newest first. */
  List<Key> of(String persistenceId) {
    return index
        .getOrDefault(hash(persistenceId), new ConcurrentSkipListMap<>())
        .descendingMap()
        .entrySet()
        .stream()
        .map(entry -> new Key(entry.getKey(), entry.getValue()))
        .toList();
  }

  Path file(String persistenceId, Key key) {
    String hash = hash(persistenceId);
    return directory
        .resolve(hash.substring(0, 2))
        .resolve("%s-%d-%d.snapshot".formatted(hash, key.sequence(), key.timestamp()));
  }

  /**
   * Writes a snapshot.
   *
   * @param keep how many of this persistence id stay
   */
  void write(String persistenceId, Key key, Content content, int keep) throws IOException {
    Path file = file(persistenceId, key);
    Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
    Files.createDirectories(file.getParent());
    try {
      Files.write(unfinished, encode(persistenceId, key, content));
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      // On a full disk it would take room for nothing.
      Files.deleteIfExists(unfinished);
    }
    var kept = index.computeIfAbsent(hash(persistenceId), hash -> new ConcurrentSkipListMap<>());
    Long replaced = kept.put(key.sequence(), key.timestamp());
    if (replaced != null && replaced != key.timestamp()) {
      Files.deleteIfExists(file(persistenceId, new Key(key.sequence(), replaced)));
    }
    while (kept.size() > keep) {
      // Never the one just written: those ahead of it are of another history, or older than it.
      var oldest = kept.firstKey() == key.sequence() ? kept.pollLastEntry() : kept.pollFirstEntry();
      Files.deleteIfExists(file(persistenceId, new Key(oldest.getKey(), oldest.getValue())));
    }
  }

  /**
   * Reads a snapshot.
   *
   * @throws IOException if the file cannot be read, is not whole or is of something else
   */
  Content read(String persistenceId, Key key) throws IOException {
    byte[] bytes = Files.readAllBytes(file(persistenceId, key));
    int end = bytes.length - Integer.BYTES;
    if (end < MAGIC.length || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
      throw new IOException("it is no snapshot of this version");
    }
    var buffer = ByteBuffer.wrap(bytes);
    if (checksum(bytes, end) != buffer.getInt(end)) {
      throw new IOException("its checksum does not match");
    }
    buffer.position(MAGIC.length).limit(end);
    String id = new String(chunk(buffer), StandardCharsets.UTF_8);
    long sequence = buffer.getLong();
    if (!id.equals(persistenceId) || sequence != key.sequence()) {
      throw new IOException("it is of " + id + " at " + sequence);
    }
    int serializerId = buffer.getInt();
    String manifest = new String(chunk(buffer), StandardCharsets.UTF_8);
    return new Content(serializerId, manifest, chunk(buffer));
  }

  void delete(String persistenceId, Key key) throws IOException {
    var kept = index.get(hash(persistenceId));
    if (kept != null) {
      kept.remove(key.sequence(), key.timestamp());
    }
    Files.deleteIfExists(file(persistenceId, key));
  }

  private static byte[] encode(String persistenceId, Key key, Content content) {
    byte[] id = persistenceId.getBytes(StandardCharsets.UTF_8);
    byte[] manifest = content.manifest().getBytes(StandardCharsets.UTF_8);
    int size =
        MAGIC.length + 3 * Integer.BYTES + id.length + manifest.length + content.payload().length;
    var buffer = ByteBuffer.allocate(size + Long.BYTES + 2 * Integer.BYTES);
    buffer.put(MAGIC).putInt(id.length).put(id).putLong(key.sequence());
    buffer.putInt(content.serializerId()).putInt(manifest.length).put(manifest);
    buffer.putInt(content.payload().length).put(content.payload());
    buffer.putInt(checksum(buffer.array(), buffer.position()));
    return buffer.array();
  }

  private static byte[] chunk(ByteBuffer buffer) throws IOException {
    int length = buffer.getInt();
    if (length < 0 || length > buffer.remaining()) {
      throw new IOException("it is cut short");
    }
    byte[] chunk = new byte[length];
    buffer.get(chunk);
    return chunk;
  }

  private static int checksum(byte[] bytes, int length) {
    var crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  /** 128 bits of SHA-256, in hex. */
  private static String hash(String persistenceId) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(persistenceId.getBytes(StandardCharsets.UTF_8));
      return HEX.formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private final class Indexing extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String name = String.valueOf(file.getFileName());
      Matcher matcher = NAME.matcher(name);
      if (matcher.matches()) {
        index
            .computeIfAbsent(matcher.group(1), hash -> new ConcurrentSkipListMap<>())
            .put(Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)));
      } else if (name.endsWith(UNFINISHED)) {
        Files.delete(file);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
