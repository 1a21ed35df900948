package epochal.cluster.bench;

import epochal.cluster.bench.MemoryWatch.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Memory over time, as an SVG document that needs nothing else. */
public final class MemoryPlot {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 420;
  private static final int LEFT = 70;
  private static final int RIGHT = 620;
  private static final int TOP = 50;
  private static final int BOTTOM = 360;
  private static final int STEPS = 5;
  private static final double MIB = 1 << 20;

  private final List<Sample> samples;
  private final double seconds;
  private final double mebibytes;
  private final StringBuilder svg = new StringBuilder();

  private MemoryPlot(List<Sample> samples) {
    this.samples = samples;
    this.seconds = round(Math.max(STEPS, most(Sample::seconds)));
    this.mebibytes = round(Math.max(most(Sample::heap), most(Sample::resident)) / MIB);
  }

  /** Writes it as {@code memory.svg} into a directory, which is made if it is not there. */
  public static void write(Path directory, List<Sample> samples) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("memory.svg"), svg(samples), StandardCharsets.UTF_8);
  }

  /** The document. */
  static String svg(List<Sample> samples) {
    return new MemoryPlot(samples).drawn();
  }

  private long most(ToLongFunction<Sample> value) {
    return samples.stream().mapToLong(value).max().orElse(0);
  }

  /** The next number above that has one digit that is not zero, or half of one. */
  private static double round(double number) {
    double unit = Math.pow(10, Math.floor(Math.log10(Math.max(number, 1)))) / 2;
    return Math.ceil(Math.max(number, 1) / unit) * unit;
  }

  private String drawn() {
    add("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\"", WIDTH, HEIGHT);
    add(" font-family=\"sans-serif\" font-size=\"12\">\n");
    add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n", WIDTH, HEIGHT);
    text(LEFT, 28, "start", "Memory of the process");
    for (int step = 0; step <= STEPS; step++) {
      double x = LEFT + (RIGHT - LEFT) * (double) step / STEPS;
      double y = BOTTOM - (BOTTOM - TOP) * (double) step / STEPS;
      add("<path d=\"M%d %.1fH%d\" stroke=\"#dddddd\"/>\n", LEFT, y, RIGHT);
      text(LEFT - 8, y + 4, "end", "%.0f".formatted(mebibytes * step / STEPS));
      text(x, BOTTOM + 20, "middle", "%.0f".formatted(seconds * step / STEPS));
    }
    text(LEFT, TOP - 8, "end", "MiB");
    text((LEFT + RIGHT) / 2.0, BOTTOM + 42, "middle", "seconds");
    line("heap after collection", "#0072b2", Sample::heap);
    line("resident", "#d55e00", Sample::resident);
    return svg.append("</svg>\n").toString();
  }

  private void line(String name, String colour, ToLongFunction<Sample> value) {
    var path = new StringBuilder();
    double y = BOTTOM;
    for (Sample sample : samples) {
      double x = LEFT + (RIGHT - LEFT) * sample.seconds() / seconds;
      y = BOTTOM - (BOTTOM - TOP) * (value.applyAsLong(sample) / MIB) / mebibytes;
      path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", x, y));
    }
    add("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>\n", path, colour);
    add("<g fill=\"%s\">", colour);
    text(RIGHT + 8, y + 4, "start", name);
    add("</g>\n");
  }

  private void text(double x, double y, String anchor, String text) {
    add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, text);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
