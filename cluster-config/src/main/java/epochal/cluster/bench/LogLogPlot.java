package epochal.cluster.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A plot of lines over two logarithmic axes, as an SVG document that needs nothing else. There,
 * what grows in proportion is a straight line of one slope, wherever it starts: such a line is
 * drawn dashed through the last point of each series, so that the eye can compare.
 *
 * @param xLabel with its unit
 * @param yLabel with its unit
 * @param xTicks where the horizontal axis is labelled
 */
public record LogLogPlot(
    String title, String xLabel, String yLabel, List<Double> xTicks, List<Series> series) {

  /** A line of points from left to right. */
  public record Series(String name, List<Point> points) {
    /**
     * @throws IllegalArgumentException without a point
     */
    public Series {
      points = List.copyOf(points);
      if (points.isEmpty()) {
        throw new IllegalArgumentException("a line needs a point: " + name);
      }
    }

    private Point last() {
      return points.getLast();
    }
  }

  /** Both positive. */
  public record Point(double x, double y) {
    /**
     * @throws IllegalArgumentException if a number has no logarithm
     */
    public Point {
      if (!(x > 0 && y > 0)) {
        throw new IllegalArgumentException("a logarithmic axis has positive numbers only");
      }
    }
  }

  private static final int WIDTH = 760;
  private static final int HEIGHT = 460;
  private static final int LEFT = 80;
  private static final int RIGHT = 640;
  private static final int TOP = 56;
  private static final int BOTTOM = 392;
  private static final int LABEL_HEIGHT = 16;

  /** Three that differ for the colour-blind too. */
  private static final List<String> COLOURS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9");

  /**
   * @throws IllegalArgumentException without a series, or with more than there are colours
   */
  public LogLogPlot {
    xTicks = List.copyOf(xTicks);
    series = List.copyOf(series);
    if (series.isEmpty() || series.size() > COLOURS.size()) {
      throw new IllegalArgumentException("a plot has one to five lines: " + series.size());
    }
  }

  /** The document. */
  public String svg() {
    return new Drawing().svg();
  }

  /** One axis: which numbers it spans, and where on the drawing. */
  private record Axis(double least, double most, double from, double to) {

    double at(double value) {
      return from + (to - from) * Math.log(value / least) / Math.log(most / least);
    }
  }

  /** The document as it grows. */
  private final class Drawing {
    private final StringBuilder svg = new StringBuilder();
    private final Axis x;
    private final Axis y;

    private Drawing() {
      x = axis(numbers(true), 1.06, LEFT, RIGHT);
      y = axis(numbers(false), 1.35, BOTTOM, TOP);
    }

    private DoubleStream numbers(boolean horizontal) {
      return series.stream()
          .flatMap(line -> line.points().stream())
          .mapToDouble(point -> horizontal ? point.x() : point.y());
    }

    /** With some air around the numbers. */
    private static Axis axis(DoubleStream numbers, double air, double from, double to) {
      var range = numbers.summaryStatistics();
      return new Axis(range.getMin() / air, range.getMax() * air, from, to);
    }

    String svg() {
      line(
          "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
              + " height=\"%d\" font-family=\"system-ui, 'Helvetica Neue', Arial, sans-serif\""
              + " font-size=\"13\" fill=\"#24292f\">",
          WIDTH, HEIGHT, WIDTH, HEIGHT);
      line("<title>%s</title>", escaped(title));
      line("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, HEIGHT);
      text(LEFT, 30, "start", "font-size=\"16\" font-weight=\"600\"", title);
      axes();
      for (int i = 0; i < series.size(); i++) {
        proportion(series.get(i), COLOURS.get(i));
      }
      for (int i = 0; i < series.size(); i++) {
        curve(series.get(i), COLOURS.get(i));
      }
      names();
      text(RIGHT, BOTTOM + 56, "end", "fill=\"#6e7781\"", "dashed: in proportion");
      line("</svg>");
      return svg.toString();
    }

    private void axes() {
      for (double tick : xTicks) {
        rule(x.at(tick), TOP, x.at(tick), BOTTOM);
        text(x.at(tick), BOTTOM + 20, "middle", "", number(tick));
      }
      for (double tick : yTicks()) {
        rule(LEFT, y.at(tick), RIGHT, y.at(tick));
        text(LEFT - 8, y.at(tick) + 4, "end", "", number(tick));
      }
      line(
          "<path d=\"M%d %d V%d H%d\" fill=\"none\" stroke=\"#57606a\"/>",
          LEFT, TOP, BOTTOM, RIGHT);
      text((LEFT + RIGHT) / 2.0, BOTTOM + 42, "middle", "", xLabel);
      double middle = (TOP + BOTTOM) / 2.0;
      text(
          24,
          middle,
          "middle",
          "transform=\"rotate(-90 24 %s)\"".formatted(coordinate(middle)),
          yLabel);
    }

    /** Powers of ten, and where they are few their double and fivefold. */
    private List<Double> yTicks() {
      double decades = Math.log10(y.most() / y.least());
      var ticks = new ArrayList<Double>();
      for (int power = -9; power <= 9; power++) {
        for (int factor : decades > 3.5 ? new int[] {1} : new int[] {1, 2, 5}) {
          double tick = factor * Math.pow(10, power);
          if (tick >= y.least() && tick <= y.most()) {
            ticks.add(tick);
          }
        }
      }
      return ticks;
    }

    private void curve(Series series, String colour) {
      var path = new StringBuilder();
      for (Point point : series.points()) {
        path.append(path.isEmpty() ? "M" : " L").append(place(point));
        line(
            "<circle cx=\"%s\" cy=\"%s\" r=\"3.5\" fill=\"%s\"/>",
            coordinate(x.at(point.x())), coordinate(y.at(point.y())), colour);
      }
      line(
          "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\""
              + " stroke-linejoin=\"round\"/>",
          path, colour);
    }

    /** From the last point down to the left, until the first point or the bottom. */
    private void proportion(Series series, String colour) {
      Point last = series.last();
      double slope = last.y() / last.x();
      double from = Math.max(series.points().getFirst().x(), y.least() / slope);
      line(
          "<path d=\"M%s L%s\" stroke=\"%s\" stroke-dasharray=\"3 4\" stroke-opacity=\"0.6\"/>",
          place(new Point(from, from * slope)), place(last), colour);
    }

    /** Beside the last points, pushed down where two would overlap. */
    private void names() {
      double free = TOP;
      List<Series> fromTop =
          series.stream()
              .sorted(Comparator.comparingDouble(line -> y.at(line.last().y())))
              .toList();
      for (Series line : fromTop) {
        double height = Math.max(free, y.at(line.last().y()));
        String colour = COLOURS.get(series.indexOf(line));
        text(
            RIGHT + 8,
            height + 4,
            "start",
            "font-weight=\"600\" fill=\"%s\"".formatted(colour),
            line.name());
        free = height + LABEL_HEIGHT;
      }
    }

    private void rule(double fromX, double fromY, double toX, double toY) {
      line(
          "<path d=\"M%s %s L%s %s\" stroke=\"#d8dee4\"/>",
          coordinate(fromX), coordinate(fromY), coordinate(toX), coordinate(toY));
    }

    private void text(double atX, double atY, String anchor, String attributes, String text) {
      line(
          "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\"%s>%s</text>",
          coordinate(atX),
          coordinate(atY),
          anchor,
          attributes.isEmpty() ? "" : " " + attributes,
          escaped(text));
    }

    private String place(Point point) {
      return coordinate(x.at(point.x())) + " " + coordinate(y.at(point.y()));
    }

    private void line(String format, Object... arguments) {
      svg.append(format.formatted(arguments)).append('\n');
    }
  }

  private static String coordinate(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** Without an exponent, and without zeros behind the point. */
  private static String number(double value) {
    return value >= 1
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.9f", value).replaceFirst("0+$", "");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
