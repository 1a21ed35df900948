package epochal.cluster.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import epochal.cluster.bench.LogLogPlot.Point;
import epochal.cluster.bench.LogLogPlot.Series;
import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Plots are well-formed, complete and true to their numbers. */
class LogLogPlotTest {
  private static final Series LINEAR =
      new Series("a<b", List.of(new Point(10, 1), new Point(100, 10), new Point(1000, 100)));
  private static final Series FLAT =
      new Series("flat", List.of(new Point(10, 90), new Point(1000, 90)));

  private static Document drawn(Series... series) throws Exception {
    var plot =
        new LogLogPlot("Time & space", "neurons", "ms", List.of(10.0, 1000.0), List.of(series));
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(plot.svg())));
  }

  private static List<Element> elements(Document svg, String name) {
    var nodes = svg.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  @Test
  void everythingIsLabelled() throws Exception {
    Document svg = drawn(LINEAR, FLAT);

    assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
    assertThat(elements(svg, "text"))
        .extracting(Element::getTextContent)
        .contains("Time & space", "neurons", "ms", "a<b", "flat", "10", "1,000", "100");
    assertThat(elements(svg, "circle")).hasSize(5);
  }

  @Test
  void equalFactorsAreEqualDistancesAndGrowthInProportionCoversItsGuide() throws Exception {
    List<Element> points = elements(drawn(LINEAR), "circle");
    double firstX = number(points.get(0), "cx");
    double firstY = number(points.get(0), "cy");
    double middleX = number(points.get(1), "cx");
    double middleY = number(points.get(1), "cy");

    assertThat(number(points.get(2), "cx") - middleX).isCloseTo(middleX - firstX, within(0.2));
    assertThat(number(points.get(2), "cy") - middleY).isCloseTo(middleY - firstY, within(0.2));
    assertThat(middleX).isGreaterThan(firstX);
    assertThat(middleY).isLessThan(firstY);

    Element guide =
        elements(drawn(LINEAR), "path").stream()
            .filter(path -> path.hasAttribute("stroke-dasharray"))
            .findFirst()
            .orElseThrow();
    assertThat(guide.getAttribute("d")).startsWith("M%s %s L".formatted(firstX, firstY));
  }

  @Test
  void namesOfLinesThatEndTogetherDoNotOverlap() throws Exception {
    List<Element> names =
        elements(drawn(LINEAR, FLAT), "text").stream()
            .filter(text -> List.of("a<b", "flat").contains(text.getTextContent()))
            .toList();

    assertThat(names).hasSize(2);
    assertThat(Math.abs(number(names.get(0), "y") - number(names.get(1), "y")))
        .isGreaterThanOrEqualTo(15);
  }

  @Test
  void aSinglePointCanBeDrawn() throws Exception {
    assertThat(elements(drawn(new Series("one", List.of(new Point(10, 3)))), "circle")).hasSize(1);
  }

  @Test
  void whatHasNoLogarithmIsRefused() {
    assertThatThrownBy(() -> new Point(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Point(1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Series("empty", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
