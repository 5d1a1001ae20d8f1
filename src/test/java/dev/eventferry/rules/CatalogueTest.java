package dev.eventferry.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.Problem.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The catalogue has every code that the code can raise, and none besides: the sources are searched for them. */
class CatalogueTest {

    /** A problem's second argument, or a refused request's: a literal, or what is done instead. */
    private static final Pattern PROBLEM =
            Pattern.compile("Problem\\s*\\.(?:error|warning)\\(\\s*(?:\"[^\"]*\"|[^,\"]+),\\s*([^,]+),");

    /** The helpers of {@code WebhookSteps} and {@code Addressees}. */
    private static final Pattern REQUEST_BY_HELPER = Pattern.compile("\\brefus(?:ed|al)\\(\\s*(\"[a-z_]+\"),");

    private static final Pattern REQUEST = Pattern.compile("new RequestRefused\\(\\s*\\d+,\\s*([^,]+),");

    /** Codes that are not written where the problem is made, and what they can be. */
    private static final Map<String, List<String>> MADE_OF_EVENTS = Map.of(
            "leaf + \"_not_a_number\"", List.of("value_not_a_number", "price_not_a_number", "quantity_not_a_number"),
            "code", codesOfTheRules(),
            "field.leaf() + kind", dev.eventferry.identity.Codes.all(),
            "field.leaf() + flaw.kind()", dev.eventferry.enrich.Codes.all(),
            "CODE", List.of("form_corrected"),
            "Codes.CAMPAIGN_MACRO", List.of("campaign_macro"),
            "problem.code()", List.of(),
            "e.code()", List.of()); // a webhook's body that cannot be read: the request's codes, and their rows

    private static final Map<String, List<String>> MADE_OF_REQUESTS = Map.of(
            "what + \"_unknown\"", List.of("source_unknown", "destination_unknown"),
            "code", List.of());

    @Test
    void it_has_each_code_that_an_event_can_be_given_and_no_other() {
        Set<String> known = new TreeSet<>();
        Catalogue.events().forEach(entry -> known.addAll(entry.codes()));

        Set<String> raised = raised(PROBLEM, MADE_OF_EVENTS);
        raised.remove("refused"); // TikTok's form of an answer, for a refusal without a reason: there is none
        assertThat(known).isEqualTo(raised);
    }

    @Test
    void it_has_each_code_that_a_request_can_be_refused_with_and_no_other() {
        Set<String> known = new TreeSet<>();
        Catalogue.requests().forEach(entry -> known.addAll(entry.codes()));

        Set<String> raised = raised(REQUEST, MADE_OF_REQUESTS);
        raised.addAll(raised(REQUEST_BY_HELPER, Map.of()));
        assertThat(known).isEqualTo(raised);
    }

    @Test
    void a_problem_is_made_by_its_two_methods_only() {
        assertThat(sources().filter(file -> read(file).contains("new Problem(")))
                .extracting(file -> file.getFileName().toString())
                .containsExactly("Problem.java");
    }

    @Test
    void the_codes_of_the_match_keys_are_warnings() {
        for (String code : dev.eventferry.identity.Codes.all()) {
            assertThat(Objects.requireNonNull(Catalogue.of(code)).severity()).isEqualTo(Severity.WARNING);
        }
    }

    @Test
    void each_entry_is_a_sentence_a_fix_and_a_source() {
        assertThat(Stream.concat(Catalogue.events().stream(), Catalogue.requests().stream()))
                .isNotEmpty()
                .allSatisfy(entry -> {
                    assertThat(entry.codes()).isNotEmpty().allMatch(code -> code.matches("[a-z][a-z0-9_]+"));
                    assertThat(entry.says()).endsWith(".");
                    assertThat(entry.fix()).endsWith(".");
                    assertThat(entry.source()).isNotBlank();
                    assertThat(entry.lenient()).matches("|.*\\.");
                });
    }

    @Test
    void an_unknown_code_means_nothing() {
        assertThat(Catalogue.of("no_such_code")).isNull();
    }

    private static Set<String> raised(Pattern call, Map<String, List<String>> made) {
        Set<String> codes = new TreeSet<>();
        sources().forEach(file -> {
            call.matcher(read(file)).results().forEach(found -> {
                String code = found.group(1).strip();
                if (code.startsWith("\"") && code.endsWith("\"")) {
                    codes.add(code.substring(1, code.length() - 1));
                } else {
                    assertThat(made)
                            .as("%s makes the code %s: write it out", file, code)
                            .containsKey(code);
                    codes.addAll(made.getOrDefault(code, List.of()));
                }
            });
        });
        return codes;
    }

    private static Stream<Path> sources() {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("simulator"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> codesOfTheRules() {
        return Arrays.stream(Codes.class.getDeclaredFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == String.class)
                .map(field -> {
                    try {
                        return (String) Objects.requireNonNull(field.get(null));
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }
}
