package epochal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the source tree of all modules to the rules of the house that no compiler checks. */
class SourceTreeTest {
  private static final List<String> MODULES =
      List.of("ledger", "subnets", "persistence", "actors", "cluster-config");

  private static final int MOST_LINES = 500;

  private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");

  /** What may hold any text without meaning it: text blocks, strings, characters and comments. */
  private static final Pattern NOT_CODE =
      Pattern.compile(
          "\"\"\"(?:\\\\.|(?!\"\"\")[\\s\\S])*+\"\"\""
              + "|\"(?:\\\\.|[^\"\\\\\\n])*+\""
              + "|'(?:\\\\.|[^'\\\\\\n])++'"
              + "|//[^\\n]*+"
              + "|/\\*[\\s\\S]*?\\*/");

  private static final Pattern FLOATING_POINT =
      Pattern.compile("\\b(double|float|Double|Float)\\b|\\b\\d[\\d_]*\\.\\d|\\b\\d[\\d_]*[eE]\\d");

  private static List<Path> mainSources = List.of();

  @BeforeAll
  static void walk() {
    mainSources = MODULES.stream().flatMap(SourceTreeTest::mainSourcesOf).sorted().toList();
    assertThat(mainSources).isNotEmpty();
  }

  @Test
  void no_file_is_too_long_to_read() {
    assertThat(mainSources.stream().filter(file -> lines(file).size() > MOST_LINES))
        .as("files of more than %d lines", MOST_LINES)
        .isEmpty();
  }

  @Test
  void nothing_is_indented_with_tabs() {
    assertThat(linesWhere(line -> line.indexOf('\t') >= 0)).isEmpty();
  }

  @Test
  void nothing_is_left_for_later() {
    assertThat(linesWhere(line -> UNFINISHED.matcher(line).find())).isEmpty();
  }

  @Test
  void every_package_says_what_it_is_about() {
    assertThat(
            mainSources.stream()
                .map(Path::getParent)
                .distinct()
                .filter(folder -> !Files.exists(folder.resolve("package-info.java"))))
        .as("packages without a package-info.java")
        .isEmpty();
  }

  @Test
  void every_package_is_null_marked() {
    assertThat(
            mainSources.stream()
                .filter(file -> file.endsWith("package-info.java"))
                .filter(file -> lines(file).stream().noneMatch("@NullMarked"::equals)))
        .as("package-info.java files without @NullMarked")
        .isEmpty();
  }

  /** What a class file does not show: locals and literals. */
  @Test
  void the_pure_modules_compute_in_whole_numbers() {
    assertThat(
            Stream.of("ledger", "subnets")
                .flatMap(SourceTreeTest::mainSourcesOf)
                .filter(file -> FLOATING_POINT.matcher(code(file)).find()))
        .as("files with floating point in their code")
        .isEmpty();
  }

  private static Stream<Path> mainSourcesOf(String module) {
    // Maven runs the tests in the module's directory, an IDE may run them in the repository's.
    Path here = Path.of("").toAbsolutePath();
    Path repository = Files.isDirectory(here.resolve("ledger")) ? here : here.getParent();
    try (Stream<Path> files = Files.walk(repository.resolve(module).resolve("src/main/java"))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> linesWhere(Predicate<String> wrong) {
    List<String> found = new ArrayList<>();
    for (Path file : mainSources) {
      List<String> lines = lines(file);
      IntStream.range(0, lines.size())
          .filter(i -> wrong.test(lines.get(i)))
          .mapToObj(i -> file + ":" + (i + 1) + ": " + lines.get(i).strip())
          .forEach(found::add);
    }
    return found;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String code(Path file) {
    return NOT_CODE.matcher(String.join("\n", lines(file))).replaceAll(" ");
  }
}
