package epochal.persistence.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens segment files. */
public interface SegmentFiles {
  /** Opens a file for writing, and makes it when it is not there. */
  SegmentFile openForWriting(Path file) throws IOException;

  /** Opens a file that is there, for reading. */
  SegmentFile openForReading(Path file) throws IOException;

  /** How many bytes this process may still write where a directory is; 0 when it cannot be told. */
  default long usableBytes(Path directory) {
    return directory.toFile().getUsableSpace();
  }

  /** Real files. */
  static SegmentFiles operatingSystem() {
    return new SegmentFiles() {
      @Override
      public SegmentFile openForWriting(Path file) throws IOException {
        return new ChannelFile(
            FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE));
      }

      @Override
      public SegmentFile openForReading(Path file) throws IOException {
        return new ChannelFile(FileChannel.open(file, StandardOpenOption.READ));
      }
    };
  }

  /** A file behind a channel. */
  record ChannelFile(FileChannel channel) implements SegmentFile {
    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      long at = position;
      while (source.hasRemaining()) {
        at += channel.write(source, at);
      }
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return channel.read(target, position);
    }

    @Override
    public void force() throws IOException {
      // The length of a file that grew is needed to read it, so fdatasync writes that too.
      channel.force(false);
    }

    @Override
    public void truncate(long length) throws IOException {
      channel.truncate(length);
      channel.force(true);
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
