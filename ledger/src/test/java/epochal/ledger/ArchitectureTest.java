package epochal.ledger;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.util.Set;

/**
 * Keeps this module pure: the same inputs give the same outputs on any machine, at any time, in any
 * run. Each rule forbids one way in which a result could come to depend on something else.
 */
@AnalyzeClasses(
    packages = "epochal.ledger",
    importOptions = {ImportOption.DoNotIncludeTests.class, ImportOption.DoNotIncludeJars.class})
class ArchitectureTest {
  private static final DescribedPredicate<JavaClass> FLOATING_POINT =
      describe(
          "floating point",
          type -> {
            JavaClass base = type.getBaseComponentType();
            return base.isEquivalentTo(double.class)
                || base.isEquivalentTo(float.class)
                || base.isEquivalentTo(Double.class)
                || base.isEquivalentTo(Float.class);
          });

  /** Makers of collections whose order of iteration depends on hash codes or on the run. */
  private static final Set<String> HASHED =
      Set.of(
          "HashMap.<init>",
          "HashSet.<init>",
          "IdentityHashMap.<init>",
          "WeakHashMap.<init>",
          "Map.of",
          "Map.ofEntries",
          "Map.copyOf",
          "Set.of",
          "Set.copyOf",
          "Collectors.toSet",
          "Collectors.toUnmodifiableSet",
          "Collectors.toUnmodifiableMap");

  private static final DescribedPredicate<JavaClass> INPUT_AND_OUTPUT =
      describe(
          "I/O",
          resideInAnyPackage(
                  "java.io..",
                  "java.nio.file..",
                  "java.nio.channels..",
                  "java.net..",
                  "javax.net..")
              .and(
                  DescribedPredicate.not(
                      belongToAnyOf(Serializable.class, ByteArrayOutputStream.class))));

  @ArchTest
  static final ArchRule no_actors =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.pekko..", "scala..");

  @ArchTest
  static final ArchRule no_input_or_output =
      noClasses().should().dependOnClassesThat(INPUT_AND_OUTPUT);

  @ArchTest
  static final ArchRule no_clock =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.time..")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.Date")
          .because("time is the block height");

  @ArchTest
  static final ArchRule no_randomness =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.util\\.(Random|SplittableRandom|UUID|random\\..*)"
                  + "|java\\.security\\.SecureRandom"
                  + "|java\\.util\\.concurrent\\.ThreadLocalRandom")
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule no_threads =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.util.concurrent..")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Thread.class, ThreadLocal.class)
          .orShould()
          .callMethodWhere(
              describe(
                  "streams go parallel",
                  call ->
                      call.getName().equals("parallel")
                          || call.getName().equals("parallelStream")));

  @ArchTest
  static final ArchRule no_fields_of_floating_point =
      noFields().should().haveRawType(FLOATING_POINT);

  @ArchTest
  static final ArchRule no_methods_of_floating_point =
      noCodeUnits()
          .should()
          .haveRawReturnType(FLOATING_POINT)
          .orShould()
          .haveRawParameterTypes(
              describe("with floating point", types -> types.stream().anyMatch(FLOATING_POINT)));

  @ArchTest
  static final ArchRule no_calls_of_floating_point =
      noClasses()
          .should()
          .callCodeUnitWhere(
              describe(
                  "the target takes or returns floating point",
                  (JavaCall<?> call) -> {
                    CodeUnitCallTarget target = call.getTarget();
                    return FLOATING_POINT.test(target.getRawReturnType())
                        || target.getRawParameterTypes().stream().anyMatch(FLOATING_POINT);
                  }));

  @ArchTest
  static final ArchRule no_collection_in_hash_order =
      noClasses()
          .should()
          .accessTargetWhere(
              describe(
                  "a set or map without an order is made",
                  (JavaAccess<?> access) ->
                      HASHED.contains(
                          access.getTargetOwner().getSimpleName() + "." + access.getName())))
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("org\\.pcollections\\.(HashTreeP|HashP|MapPSet|MapPBag).*")
          .because("whoever walks it would see an order that depends on the run");

  @ArchTest
  static final ArchRule nothing_above_is_known =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "epochal.subnets..", "epochal.persistence..", "epochal.actors..", "epochal.cluster..")
          .because("modules depend downward only");

  @ArchTest
  static final ArchRule cryptography_stays_with_the_keys =
      noClasses()
          .that()
          .resideOutsideOfPackage("epochal.ledger.key..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.security..", "javax.crypto..", "org.bouncycastle..", "com.amazon.corretto..");

  @ArchTest
  static final ArchRule packages_form_no_cycle =
      slices().matching("epochal.ledger.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule names_say_what_a_class_is =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Impl");
}
