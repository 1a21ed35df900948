package epochal.cluster.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import epochal.cluster.conformance.Summary.Kind;
import epochal.cluster.conformance.Summary.Mismatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConformanceTest {
  private static final String BLOCK = "{\"total_issuance\":0,\"block_emission\":1000000000}";
  private static final String ROOT =
      """
      {"id":"r","in":{"stake":[],"weights":[],"netuids":[1],"rho":10,"kappa":32767,\
      "block_emission":5},"out":{"error":"No validators to validate emission values."}}\
      """;

  private final Path directory;

  ConformanceTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void plain_lines_of_several_kinds_give_a_summary_each() throws IOException {
    Path file = write(BLOCK, ROOT, "{\"op\":\"i32f32_floor\",\"in\":{\"a\":5},\"out\":0}", BLOCK);

    assertThat(Conformance.check(file))
        .extracting(Summary::toString)
        .containsExactly(
            "root_epoch: 1 cases, 0 mismatches",
            "block_emission: 2 cases, 0 mismatches",
            "fixed: 1 cases, 0 mismatches");
  }

  @Test
  void progress_is_told_line_by_line() throws IOException {
    List<String> heard = new ArrayList<>();

    Conformance.check(write(BLOCK, ROOT), (kind, lines) -> heard.add(kind + " " + lines));

    assertThat(heard).containsExactly("BLOCK_EMISSION 1", "ROOT_EPOCH 2");
  }

  @Test
  void an_operation_that_the_engine_lacks_is_skipped_and_named() throws IOException {
    Path file =
        write(
            "{\"op\":\"safe_ln\",\"in\":{\"a\":0},\"out\":0}",
            "{\"op\":\"i32f32_floor\",\"in\":{\"a\":5},\"out\":0}");

    assertThat(Conformance.check(file))
        .singleElement()
        .hasToString("fixed: 2 cases, 1 checked, 1 skipped (safe_ln), 0 mismatches");
  }

  @Test
  void a_wrong_value_is_found_and_the_rest_is_still_checked() throws IOException {
    Path file = write(BLOCK, BLOCK.replace("1000000000", "999999999"), BLOCK);

    Summary summary = Conformance.check(file).getFirst();

    assertThat(summary.conforms()).isFalse();
    assertThat(summary.cases()).isEqualTo(3);
    assertThat(summary.mismatches()).isEqualTo(1);
    assertThat(summary.firstMismatch())
        .contains(new Mismatch("line 2", 0, "block_emission", -1, "999999999", "1000000000"));
  }

  @ParameterizedTest
  @CsvSource({
    "server_emission, false",
    "validator_emission, false",
    "combined_emission, false",
    "stake_weight, false",
    "consensus, false",
    "incentive, false",
    "dividends, false",
    "validator_trust, false",
    "active, false",
    "new_validator_permit, false",
    "bonds, false",
    "stake, true",
    "active_stake, true",
    "consensus, true",
    "incentive, true",
    "dividends, true",
    "validator_trust, true",
    "ema_bonds, true"
  })
  void a_changed_output_of_any_field_is_found(String field, boolean raw) throws IOException {
    String line = epochLine("\"random_small\"");
    int out = line.indexOf("\"out\":");
    int rawStart = line.indexOf("\"raw\":", out);
    int start = line.indexOf("\"" + field + "\":[", raw ? rawStart : out) + field.length() + 4;
    String changed = changeFirstDigit(line, start);

    Summary summary = Conformance.check(write(changed)).getFirst();

    assertThat(summary.firstMismatch())
        .hasValueSatisfying(
            first -> assertThat(first.field()).isEqualTo((raw ? "raw." : "") + field));
    assertThat(summary.firstMismatch().orElseThrow().epoch()).isZero();
    assertThat(summary.mismatches()).isGreaterThanOrEqualTo(1);
  }

  @Test
  void a_changed_epoch_late_in_a_sequence_is_located() throws IOException {
    String line = epochLine("\"sequence\"");
    int third = nth(line, "\"incentive\":[", 2 * 3);
    String changed = changeFirstDigit(line, third + "\"incentive\":[".length());

    Mismatch first = Conformance.check(write(changed)).getFirst().firstMismatch().orElseThrow();

    assertThat(first.field()).isEqualTo("incentive");
    assertThat(first.epoch()).isEqualTo(3);
    assertThat(first.expected()).isNotEqualTo(first.got());
    assertThat(line).contains(first.caseId());
  }

  @Test
  void a_changed_parameter_before_an_epoch_matters() throws IOException {
    String line = epochLine("\"random_small\"");
    String changed = line.replaceFirst("\"set\":\\{}", "\"set\":{\"rao_emission\":777777777777}");

    assertThat(changed).isNotEqualTo(line);
    assertThat(Conformance.check(write(changed)).getFirst().firstMismatch())
        .hasValueSatisfying(first -> assertThat(first.field()).endsWith("_emission"));
  }

  @Test
  void a_root_epoch_that_should_have_failed_is_found() throws IOException {
    Path file = write(ROOT.replace("No validators", "No networks"));

    assertThat(Conformance.check(file).getFirst().firstMismatch())
        .contains(
            new Mismatch(
                "r",
                0,
                "error",
                -1,
                "No networks to validate emission values.",
                "No validators to validate emission values."));
  }

  @Test
  void bad_lines_are_told_with_file_and_line() throws IOException {
    assertBad("not JSON: ", 2, write(BLOCK, "{\"op\":"));
    assertBad("not JSON: ", 1, write(BLOCK + BLOCK));
    assertBad("not a JSON object", 1, write("[1]"));
    assertBad("not a JSON object", 2, write(BLOCK, "", BLOCK));
    assertBad("not a vector of a known kind", 1, write("{\"x\":1}"));
    assertBad(
        "total_issuance is not a signed 64-bit integer: 1.5",
        1,
        write(BLOCK.replace(":0,", ":1.5,")));
    assertBad("vector has no field block_emission", 1, write("{\"total_issuance\":0}"));
    assertBad(
        "not a valid input: issuance is never negative: -1",
        1,
        write(BLOCK.replace(":0,", ":-1,")));
    assertBad(
        "rho is not a small integer: 1099511627776",
        1,
        write(ROOT.replace("\"rho\":10", "\"rho\":1099511627776")));
    assertBad("in has no field kappa", 2, write(BLOCK, ROOT.replace("kappa", "kapa")));
  }

  @Test
  void bad_changes_of_an_epoch_are_told() throws IOException {
    String line = epochLine("\"random_small\"");

    assertBad(
        "set has an unknown field nonsense",
        1,
        write(line.replaceFirst("\"set\":\\{}", "\"set\":{\"nonsense\":1}")));
    assertBad(
        "bonds has no uid 5000",
        1,
        write(line.replaceFirst("\"set\":\\{}", "\"set\":{\"clear_uids\":[5000]}")));
    assertBad(
        "stake does not have n entries",
        1,
        write(line.replaceFirst("\"in\":\\{\"n\":\\d+", "\"in\":{\"n\":0")));
  }

  @Test
  void files_that_cannot_be_read_are_told() throws IOException {
    assertBad("there is no such file", 0, directory.resolve("absent"));
    assertBad("the file has no vectors", 1, write());
    assertBad("cannot be read", 0, directory);

    byte[] whole = gzip((BLOCK + "\n").repeat(3));
    Path truncated = directory.resolve("truncated.gz");
    Files.write(truncated, Arrays.copyOf(whole, whole.length - 9));
    assertThatThrownBy(() -> Conformance.check(truncated))
        .isInstanceOf(ConformanceException.class)
        .hasMessageContaining("cannot be read");

    Path corrupt = directory.resolve("corrupt.gz");
    Files.write(corrupt, new byte[] {0x1f, (byte) 0x8b, 1, 2, 3});
    assertThatThrownBy(() -> Conformance.check(corrupt)).isInstanceOf(ConformanceException.class);
  }

  @Test
  void a_gzip_file_is_recognised_by_its_content() throws IOException {
    Path file = directory.resolve("vectors.txt");
    Files.write(file, gzip(BLOCK + "\n"));

    assertThat(Conformance.check(file))
        .extracting(Summary::kind)
        .containsExactly(Kind.BLOCK_EMISSION);
  }

  private void assertBad(String problem, long line, Path file) {
    assertThatThrownBy(() -> Conformance.check(file))
        .isInstanceOfSatisfying(
            ConformanceException.class,
            e -> {
              assertThat(e.line()).isEqualTo(line);
              assertThat(e.file()).isEqualTo(file.toString());
              assertThat(e).hasMessageStartingWith(file + (line > 0 ? ":" + line : "") + ": ");
              assertThat(e).hasMessageContaining(problem);
            });
  }

  private Path write(String... lines) throws IOException {
    Path file = Files.createTempFile(directory, "vectors", ".jsonl");
    return Files.write(file, List.of(lines));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  /** The last reference epoch with this tag that has something in every output. */
  private static String epochLine(String tag) throws IOException {
    try (InputStream plain =
        new GZIPInputStream(
            Files.newInputStream(ReferenceVectorsTest.resource("epoch.jsonl.gz")))) {
      return new String(plain.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.contains(tag))
          .reduce((first, second) -> second)
          .orElseThrow();
    }
  }

  /** Another first digit for the first number from {@code start} on; 0 and 1 become each other. */
  private static String changeFirstDigit(String line, int start) {
    int at = start;
    // In a list of rows the first number is a uid: the second one is the value.
    if (line.charAt(at) == '[') {
      at = line.indexOf(',', nonEmptyRow(line, at)) + 1;
    }
    char digit = line.charAt(at);
    boolean alone = !Character.isDigit(line.charAt(at + 1));
    char other = digit != '1' ? '1' : alone ? '0' : '2';
    return line.substring(0, at) + other + line.substring(at + 1);
  }

  private static int nonEmptyRow(String line, int rows) {
    int at = rows;
    while (!Character.isDigit(line.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int nth(String line, String text, int index) {
    int at = line.indexOf(text);
    for (int i = 0; i < index; i++) {
      at = line.indexOf(text, at + 1);
    }
    return at;
  }
}
