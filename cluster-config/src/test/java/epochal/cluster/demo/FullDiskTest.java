package epochal.cluster.demo;

import static org.assertj.core.api.Assertions.assertThat;

import epochal.actors.clock.Pace;
import epochal.persistence.genesis.Genesis;
import epochal.persistence.log.SegmentFile;
import epochal.persistence.log.SegmentFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
  @TempDir Path data;

  /** Full from when the genesis is imported until that is said, as what is printed tells it. */
  private static final class Disk extends ByteArrayOutputStream implements SegmentFiles {
    private final SegmentFiles real = SegmentFiles.operatingSystem();
    private final List<String> lines = new ArrayList<>();
    private volatile boolean full;

    @Override
    public SegmentFile openForWriting(Path file) throws IOException {
      return real.openForWriting(file);
    }

    @Override
    public SegmentFile openForReading(Path file) throws IOException {
      return real.openForReading(file);
    }

    @Override
    public long usableBytes(Path directory) {
      return full ? 0 : Long.MAX_VALUE;
    }

    @Override
    public synchronized void flush() {
      String line = toString(StandardCharsets.UTF_8).strip();
      reset();
      lines.add(line);
      if (line.startsWith("Imported")) {
        full = true;
      } else if (line.startsWith("DiskFull: ")) {
        full = false;
      }
    }
  }

  @Test
  void aDemonstrationWaitsForRoomAndGoesOn() {
    var disk = new Disk();
    var display = new DemoDisplay(new PrintStream(disk, true, StandardCharsets.UTF_8), false);
    Genesis genesis = Genesis.named("dev");
    genesis.writeTo(data);
    var demo =
        new Demo(
            genesis,
            data,
            Pace.fast(),
            display,
            null,
            settings -> settings.withLog(log -> log.withFiles(disk)));

    Demo.Result result = demo.run(10);

    assertThat(result.blocks()).isEqualTo(10);
    assertThat(disk.lines).filteredOn(line -> line.startsWith("DiskFull: ")).hasSize(1);
    assertThat(disk.lines).filteredOn(line -> line.startsWith("There is room")).hasSize(1);
  }
}
