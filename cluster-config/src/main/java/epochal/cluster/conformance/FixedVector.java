package epochal.cluster.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import epochal.subnets.yuma.Emission;
import epochal.subnets.yuma.EpochParameters;
import epochal.subnets.yuma.FixedMatrix;
import epochal.subnets.yuma.FixedRow;
import epochal.subnets.yuma.I32F32;
import epochal.subnets.yuma.I64F64;
import epochal.subnets.yuma.I96F32;
import epochal.subnets.yuma.Int128;
import epochal.subnets.yuma.LiquidAlpha;
import epochal.subnets.yuma.MaxUpscale;
import epochal.subnets.yuma.PlainEpoch;
import epochal.subnets.yuma.Proportion;
import epochal.subnets.yuma.WeightedMedian;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One operation on fixed-point numbers, or on vectors and matrices of them. */
final class FixedVector {
  private static final Map<String, Function<Fields, Object>> OPERATIONS = new TreeMap<>();

  static {
    scalars();
    wideScalars();
    lists();
    matrices();
  }

  private FixedVector() {}

  static void check(ObjectNode vector, long line, Tally tally) {
    Fields fields = Fields.of(vector);
    String name = fields.text("op");
    Function<Fields, Object> operation = OPERATIONS.get(name);
    if (operation == null) {
      tally.skipped(name);
      return;
    }
    String expected = fields.get("out").toString();
    String got = json(operation.apply(fields.object("in")));
    Comparison comparison = new Comparison("line " + line, 0, fields);
    tally.checked(comparison.value(name, expected, got).difference());
  }

  private static void scalars() {
    binary("i32f32_saturating_mul", I32F32::saturatingMul);
    binary("i32f32_safe_div", I32F32::safeDiv);
    binary("i32f32_saturating_div", I32F32::saturatingDiv);
    binary("i32f32_saturating_add", I32F32::saturatingAdd);
    binary("i32f32_saturating_sub", I32F32::saturatingSub);
    binary("i32f32_wrapping_add", (a, b) -> I32F32.wrappingSum(new long[] {a, b}));
    put("i32f32_checked_mul", in -> I32F32.checkedMul(in.integer("a"), in.integer("b")));
    put("i32f32_checked_div", in -> I32F32.checkedDiv(in.integer("a"), in.integer("b")));
    unary("i32f32_saturating_neg", I32F32::saturatingNeg);
    unary("i32f32_round", I32F32::round);
    unary("i32f32_floor", I32F32::floor);
    unary("i32f32_saturating_to_u16", I32F32::saturatingToU16);
    unary("i32f32_saturating_to_u64", I32F32::saturatingToU64);
    unary("fixed_proportion_to_u16", Proportion::ofFixed);
    unary("fixed_to_fixed_u16_proportion", Proportion::scaledDown);
    unary("u16_to_fixed", a -> I32F32.of((int) a));
    unary("u16_proportion_to_fixed", a -> Proportion.toFixed((int) a));
    unary("exp_safe", I32F32::expSafe);
    put("i32f32_exp", in -> I32F32.exp(in.integer("a")));
    put(
        "alpha_sigmoid",
        in ->
            new LiquidAlpha(
                    in.integer("alpha_low"), in.integer("alpha_high"), in.integer("steepness"))
                .of(in.integer("consensus"), in.integer("weight"), in.integer("bond")));
    put(
        "bonds_ema_alpha",
        in ->
            EpochParameters.classic()
                .withBondsMovingAverage(in.integer("bonds_moving_average"))
                .bondsAlpha());
    put(
        "emission_share",
        in -> unsigned(Emission.portion(in.integer("share"), in.unsigned("rao"))));
  }

  private static void wideScalars() {
    wideBinary("i64f64_saturating_mul", I64F64::saturatingMul);
    wideBinary("i64f64_safe_div", I64F64::safeDiv);
    wideBinary("i64f64_saturating_div", I64F64::saturatingDiv);
    wideBinary("i64f64_checked_div", I64F64::checkedDiv);
    wideBinary("i64f64_wrapping_add", Int128::wrappingAdd);
    wideBinary("i64f64_saturating_add", Int128::saturatingAdd);
    wideBinary("i64f64_saturating_sub", Int128::saturatingSub);
    put("i64f64_to_i32f32_saturating", in -> I64F64.saturatingToI32F32(in.wide("a")));
    put("i64f64_to_i32f32_wrapping", in -> I64F64.wrappingToI32F32(in.wide("a")));
    put("i64f64_saturating_to_u64", in -> unsigned(I64F64.saturatingToU64(in.wide("a"))));
    put("i64f64_saturating_from_u64", in -> I64F64.saturatingFromU64(in.unsigned("a")));
    put("i64f64_exp", in -> I64F64.exp(in.wide("a")));
    put("i32f32_to_i64f64", in -> I64F64.fromI32F32(in.integer("a")));
    put("i32f32_to_i96f32", in -> I96F32.fromI32F32(in.integer("a")));
    wideBinary("i96f32_saturating_mul", I96F32::saturatingMul);
    put("i96f32_saturating_from_u64", in -> I96F32.fromU64(in.unsigned("a")));
    put("i96f32_saturating_to_u64", in -> unsigned(I96F32.saturatingToU64(in.wide("a"))));
  }

  private static void lists() {
    put("normalize", in -> I32F32.normalize(in.integers("v")));
    put(
        "inplace_normalize_64",
        in -> List.of(I64F64.normalize(in.wides("v").toArray(Int128[]::new))));
    put("vec_mul", in -> I32F32.products(in.integers("a"), in.integers("b")));
    put("is_topk", in -> PlainEpoch.largest(in.integers("v"), in.smallInteger("k")));
    put(
        "is_topk_nonzero",
        in -> {
          long[] values = in.integers("v");
          boolean[] marks = PlainEpoch.largest(values, in.smallInteger("k"));
          return IntStream.range(0, values.length)
              .mapToObj(i -> marks[i] && values[i] != 0 ? 1 : 0)
              .toList();
        });
    put("vec_u16_max_upscale_to_u16", in -> MaxUpscale.row(in.smallIntegers("v")));
    put("vec_max_upscale_to_u16", in -> MaxUpscale.ofFixed(in.integers("v")));
    put(
        "check_vec_max_limited",
        in -> MaxUpscale.withinLimit(in.smallIntegers("v"), in.smallInteger("limit")));
    put(
        "weighted_median",
        in ->
            WeightedMedian.of(
                in.integers("stake"),
                in.integers("score"),
                in.integer("minority"),
                in.integer("lo"),
                in.integer("hi")));
  }

  private static void matrices() {
    put(
        "weighted_median_col_sparse",
        in ->
            WeightedMedian.ofColumns(
                in.integers("stake"),
                in.matrix("score"),
                in.smallInteger("columns"),
                in.integer("majority")));
    put("inplace_row_normalize_sparse", in -> in.matrix("m").rowNormalized());
    put(
        "inplace_col_normalize_sparse",
        in -> in.matrix("m").columnNormalized(in.smallInteger("columns")));
    put(
        "inplace_col_max_upscale_sparse",
        in -> in.matrix("m").columnMaxUpscaled(in.smallInteger("columns")));
    put("row_sum_sparse", in -> in.matrix("m").rowSums());
    put(
        "matmul_sparse",
        in -> in.matrix("m").weightedColumnSums(in.integers("v"), in.smallInteger("columns")));
    put("matmul_transpose_sparse", in -> in.matrix("m").weightedRowSums(in.integers("v")));
    put("row_hadamard_sparse", in -> in.matrix("m").rowsScaled(in.integers("v")));
    put("mat_vec_mul_sparse", in -> in.matrix("m").columnsScaled(in.integers("v")));
    put("col_clip_sparse", in -> in.matrix("m").columnsClipped(in.integers("threshold")));
    put(
        "interpolate_sparse",
        in ->
            in.matrix("a")
                .interpolated(in.matrix("b"), in.smallInteger("columns"), in.integer("ratio")));
    put(
        "mat_ema_sparse",
        in -> {
          FixedMatrix latest = in.matrix("new");
          return in.matrix("old").movedTowards(latest, in.integer("alpha"), latest.size());
        });
    put(
        "mat_ema_alpha_sparse",
        in -> {
          long[][] alphas = in.denseMatrix("alpha");
          FixedMatrix latest = in.matrix("new");
          int columns = alphas.length == 0 ? 0 : alphas[0].length;
          return in.matrix("old").movedTowards(latest, row -> alphas[row], columns);
        });
  }

  private static void put(String name, Function<Fields, Object> operation) {
    OPERATIONS.put(name, operation);
  }

  private static void unary(String name, LongUnaryOperator operation) {
    put(name, in -> operation.applyAsLong(in.integer("a")));
  }

  private static void binary(String name, LongBinaryOperator operation) {
    put(name, in -> operation.applyAsLong(in.integer("a"), in.integer("b")));
  }

  private static void wideBinary(String name, BiFunction<Int128, Int128, Object> operation) {
    put(name, in -> operation.apply(in.wide("a"), in.wide("b")));
  }

  private static BigInteger unsigned(long number) {
    return new BigInteger(Long.toUnsignedString(number));
  }

  /** The compact JSON of a result, as vectors spell it: 128-bit numbers are strings. */
  private static String json(Object result) {
    return switch (result) {
      case Int128 wide -> "\"" + wide + "\"";
      case OptionalLong number -> number.isPresent() ? number.getAsLong() + "" : "null";
      case Optional<?> value -> value.isPresent() ? json(value.get()) : "null";
      case long[] numbers -> json(Arrays.stream(numbers).boxed().toList());
      case int[] numbers -> json(Arrays.stream(numbers).boxed().toList());
      case boolean[] bits ->
          json(IntStream.range(0, bits.length).mapToObj(i -> bits[i] ? 1 : 0).toList());
      case FixedMatrix matrix -> json(matrix.rows());
      case FixedRow row ->
          IntStream.range(0, row.size())
              .mapToObj(e -> row.columns()[e] + "," + row.values()[e])
              .collect(Collectors.joining(",", "[", "]"));
      case List<?> list ->
          list.stream().map(FixedVector::json).collect(Collectors.joining(",", "[", "]"));
      default -> result.toString();
    };
  }
}
