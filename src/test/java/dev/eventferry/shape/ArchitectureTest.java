package dev.eventferry.shape;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import org.assertj.core.api.Assertions;

/** Who may use whom. Floors, from the ground up: {@code event}, the stages, {@code camel}, {@code cli}. */
@AnalyzeClasses(packages = "dev.eventferry", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "dev.eventferry.";

    /** All below {@code camel}: a new package gets a line here, and another use of one a reason in its commit. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("event", Set.of()),
            Map.entry("cell", Set.of()),
            // addresses of proxies are read as those of visitors are; a source's files are written in a style
            Map.entry("settings", Set.of("event", "identity", "cell")),
            // a cell of a file's row knows its column's style
            Map.entry("intake", Set.of("event", "cell")),
            // a row of a file is a row of any table; a source's settings say what its files do not
            // and a report tells the match keys, and of each code what mends it
            Map.entry("files", Set.of("event", "intake", "settings", "cell", "inspect", "rules")),
            // a mapping's cases are read as the doors read; where it says nothing, the column's style counts
            Map.entry("mapping", Set.of("event", "intake", "cell")),
            // an id or address that is none is passed over, and the next place asked
            Map.entry("enrich", Set.of("event", "identity")),
            Map.entry("rules", Set.of("event")),
            Map.entry("identity", Set.of("event")),
            Map.entry("dedup", Set.of("event")),
            Map.entry("store", Set.of("event")),
            Map.entry("tiktok", Set.of("event")),
            // TikTok's words may echo values, so they are masked before they are kept
            Map.entry("delivery", Set.of("event", "identity", "store", "tiktok")),
            // who may look is told by a request's head and the settings' keys
            // and what people are shown is masked
            Map.entry("inspect", Set.of("event", "store", "intake", "settings", "identity")),
            // a TikTok of its own: what it had in common with the code it tests, it could not find wrong
            Map.entry("simulator", Set.of("event")));

    /** Put the others together, so they may use any of them. */
    private static final Set<String> ABOVE = Set.of("camel", "cli", "bench");

    private static final Set<String> COMPARING = Set.of(
            "java.lang.Object",
            "java.lang.String",
            "java.util.Objects",
            "java.util.Arrays",
            "java.util.List",
            "java.util.Set",
            "java.nio.ByteBuffer");

    // spotless:off
    @ArchTest
    static final ArchRule only_camel_and_cli_know_camel = noClasses()
            .that().resideOutsideOfPackages("..eventferry.camel..", "..eventferry.cli..")
            .should().dependOnClassesThat().resideInAPackage("org.apache.camel..")
            .because("a step is a function that can be tested without a route");

    @ArchTest
    static final ArchRule only_camel_and_the_simulator_serve_http = noClasses()
            .that().resideOutsideOfPackages("..eventferry.camel..", "..eventferry.simulator..")
            .should().dependOnClassesThat().resideInAnyPackage("io.vertx..", "io.netty..");

    @ArchTest
    static final ArchRule nobody_but_cli_and_bench_uses_cli = classes()
            .that().resideInAPackage("..eventferry.cli..")
            .should().onlyBeAccessed().byAnyPackage("..eventferry.cli..", "..eventferry.bench..");

    @ArchTest
    static final ArchRule what_delivers_never_calls_the_simulator = noClasses()
            .that().resideOutsideOfPackages("..eventferry.simulator..", "..eventferry.cli..", "..eventferry.bench..")
            .should().dependOnClassesThat().resideInAPackage("..eventferry.simulator..");

    @ArchTest
    static final ArchRule packages_form_no_cycles =
            slices().matching("dev.eventferry.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule logs_go_through_slf4j = noClasses()
            .should().dependOnClassesThat().resideInAPackage("java.util.logging..");

    @ArchTest
    static final ArchRule only_cli_speaks_to_the_terminal = noClasses()
            .that().resideOutsideOfPackage("..eventferry.cli..")
            .should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule only_the_demo_sleeps_between_its_steps = noClasses()
            .that().resideOutsideOfPackage("..eventferry.cli..")
            .should().callMethodWhere(target(name("sleep")).and(target(owner(describe(
                    "Thread or TimeUnit",
                    (JavaClass owner) -> owner.isEquivalentTo(Thread.class) || owner.isEquivalentTo(TimeUnit.class))))))
            .because("a thread that sleeps is a thread that nobody can wake; wait for something");

    @ArchTest
    static final ArchRule nothing_is_deserialised_by_java = noClasses()
            .should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class)
            .orShould().dependOnClassesThat().areAssignableTo(ObjectOutputStream.class)
            .because("what can be read back can be planted");

    @ArchTest
    static final ArchRule sql_is_the_stores_business = noClasses()
            .that().resideOutsideOfPackages("..eventferry.store..", "..eventferry.camel..", "..eventferry.cli..")
            .should().dependOnClassesThat(resideInAPackage("java.sql.."));

    @ArchTest
    static final ArchRule one_class_compares_signatures = noClasses()
            .that().resideInAPackage("..eventferry.intake.signature..")
            .and().doNotHaveSimpleName("SignatureCheck")
            .should().dependOnClassesThat().belongToAnyOf(Mac.class, MessageDigest.class);

    @ArchTest
    static final ArchRule it_does_so_in_constant_time = classes()
            .that().haveFullyQualifiedName("dev.eventferry.intake.signature.SignatureCheck")
            .should().callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class);

    @ArchTest
    static final ArchRule no_signature_is_compared_in_another_way = noClasses()
            .that().resideInAPackage("..eventferry.intake.signature..")
            .should().callMethodWhere(target(nameMatching(
                            "equals|deepEquals|equalsIgnoreCase|contentEquals|compareToIgnoreCase|mismatch|contains|matches"
                                    + "|regionMatches|endsWith"))
                    .and(target(owner(describe(
                            "a class that compares texts or bytes",
                            (JavaClass type) -> COMPARING.contains(type.getName()))))))
            .because("how long it takes would tell how much of a guess is right (reliability B.3 16)");
    // spotless:on

    @ArchTest
    static void packages_use_only_what_they_may(JavaClasses classes) {
        Set<String> strayed = new TreeSet<>();
        for (JavaClass user : classes) {
            String from = packageOf(user);
            if (from.isEmpty() || ABOVE.contains(from)) {
                continue;
            }
            Assertions.assertThat(MAY_USE).as("a line for the package " + from).containsKey(from);
            user.getDirectDependenciesFromSelf().forEach(dependency -> {
                String to = packageOf(dependency.getTargetClass());
                if (!to.isEmpty()
                        && !to.equals(from)
                        && !MAY_USE.getOrDefault(from, Set.of()).contains(to)) {
                    strayed.add(user.getSimpleName() + " of " + from + " uses "
                            + dependency.getTargetClass().getSimpleName() + " of " + to);
                }
            });
        }
        Assertions.assertThat(strayed).isEmpty();
    }

    private static String packageOf(JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith(ROOT)) {
            return "";
        }
        int dot = name.indexOf('.', ROOT.length());
        return name.substring(ROOT.length(), dot < 0 ? name.length() : dot);
    }
}
