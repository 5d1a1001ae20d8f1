package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Item;
import dev.eventferry.event.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cases of a {@code NAME.test.yaml}: a list of objects, each with
 *
 * <ul>
 *   <li>{@code name}: the rule that it shows;
 *   <li>{@code given}: the item as JSON, {@code row}: the item as a row, columns and cells, or {@code rows}: several
 *       that are one item;
 *   <li>one of {@code then}: fields that must come out so, dotted or nested as TikTok nests them, null for a field that
 *       must not be there, a list of such objects when several events come out; {@code refused}: the codes, or parts of the sentences, of all the reasons; {@code dropped:
 *       true};
 *   <li>beside {@code then}, {@code warns}: the codes of all its warnings.
 * </ul>
 *
 * Numbers are compared by value and times as instants; one value and a list of one are the same.
 */
public final class MappingCases {

    private static final String DEFAULT_DESTINATION = "default";

    private final List<Case> cases;

    private MappingCases(List<Case> cases) {
        this.cases = cases;
    }

    /** One case. */
    public static final class Case {

        private final String name;
        private final int line;
        private final Item given;
        private final List<JsonNode> then;
        private final @Nullable List<String> warns;
        private final List<String> refused;
        private final boolean dropped;

        Case(
                String name,
                int line,
                Item given,
                List<JsonNode> then,
                @Nullable List<String> warns,
                List<String> refused,
                boolean dropped) {
            this.name = name;
            this.line = line;
            this.given = given;
            this.then = then;
            this.warns = warns;
            this.refused = refused;
            this.dropped = dropped;
        }

        /** The rule that it shows. */
        public String name() {
            return name;
        }

        /** What came in. */
        Item given() {
            return given;
        }

        /** The line at which it begins, from 1. */
        public int line() {
            return line;
        }

        /** What does not hold, as sentences that begin with the case's name; empty when all does. */
        public List<String> failures(ItemMapper mapper) {
            ItemMapper everybodys = mapper instanceof Mapping mapping ? mapping.withoutDebug() : mapper;
            return check(result(everybodys)).stream()
                    .map(failure -> name + ": " + failure)
                    .toList();
        }

        /** What comes of it; of an object that holds several events, what comes of all. */
        private Result result(ItemMapper mapper) {
            List<Result> results = mapper.unpack(List.of(given)).stream()
                    .map(item -> mapper.apply(item, 0, DEFAULT_DESTINATION))
                    .toList();
            List<ConversionEvent> events = results.stream()
                    .filter(Result.Mapped.class::isInstance)
                    .flatMap(mapped -> ((Result.Mapped) mapped).events().stream())
                    .toList();
            return results.stream()
                    .filter(Result.Refused.class::isInstance)
                    .findFirst()
                    .orElse(events.isEmpty() ? results.get(0) : new Result.Mapped(events));
        }

        private List<String> check(Result result) {
            if (result instanceof Result.Filtered filtered) {
                return dropped ? List.of() : List.of("it was dropped, for " + filtered.reason());
            }
            List<Problem> errors = errors(result);
            if (dropped) {
                return List.of("it should have been dropped, but was " + (errors.isEmpty() ? "mapped" : "refused"));
            }
            if (then.isEmpty()) {
                return checkRefusal(errors);
            }
            if (!errors.isEmpty() || !(result instanceof Result.Mapped mapped)) {
                return List.of("it was refused: " + sentences(errors));
            }
            List<String> failures = new ArrayList<>(checkEvents(mapped.events()));
            failures.addAll(checkWarnings(problems(result, false)));
            return failures;
        }

        private List<String> checkEvents(List<ConversionEvent> events) {
            if (events.size() != then.size()) {
                return List.of("there should be " + counted(then.size()) + ", but "
                        + (events.size() == 1 ? "is " : "are ") + counted(events.size()) + ": "
                        + String.join(
                                ", ", events.stream().map(ConversionEvent::name).toList()));
            }
            List<String> failures = new ArrayList<>();
            for (int i = 0; i < then.size(); i++) {
                String which = then.size() == 1 ? "" : events.get(i).name() + ": ";
                Expectation.differences(then.get(i), Expectation.shown(events.get(i)))
                        .forEach(difference -> failures.add(which + difference));
            }
            return failures;
        }

        private static String counted(int events) {
            return events == 1 ? "1 event" : events + " events";
        }

        private List<String> checkWarnings(List<Problem> warnings) {
            if (warns == null) {
                return List.of();
            }
            List<String> failures = new ArrayList<>();
            for (String code : warns) {
                if (warnings.stream().noneMatch(warning -> fits(warning, code))) {
                    failures.add("it should have been warned of " + code + ", but was not");
                }
            }
            for (Problem warning : warnings) {
                if (warns.stream().noneMatch(code -> fits(warning, code))) {
                    failures.add("it was also warned of " + warning.code() + ": " + warning.message());
                }
            }
            return failures;
        }

        private static List<Problem> errors(Result result) {
            return problems(result, true);
        }

        private static List<Problem> problems(Result result, boolean errors) {
            if (result instanceof Result.Refused whole) {
                return errors ? whole.problems() : List.of();
            }
            return ((Result.Mapped) result)
                    .events().stream()
                            .map(ConversionEvent::problems)
                            .flatMap(List::stream)
                            .filter(problem -> problem.isError() == errors)
                            .toList();
        }

        private List<String> checkRefusal(List<Problem> errors) {
            List<String> failures = new ArrayList<>();
            for (String reason : refused) {
                if (errors.stream().noneMatch(problem -> fits(problem, reason))) {
                    failures.add("it should have been refused for " + reason + ", but "
                            + (errors.isEmpty() ? "was mapped" : "only was for: " + sentences(errors)));
                }
            }
            for (Problem problem : errors) {
                if (refused.stream().noneMatch(reason -> fits(problem, reason))) {
                    failures.add("it was also refused for " + problem.code() + ": " + problem.message());
                }
            }
            return failures;
        }

        private static boolean fits(Problem problem, String reason) {
            return problem.code().equals(reason) || problem.message().contains(reason);
        }

        private static String sentences(List<Problem> problems) {
            return String.join(" ", problems.stream().map(Problem::message).toList());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * Reads a file of cases.
     *
     * @throws MappingException when it is no such file
     */
    public static MappingCases read(String fileName, String yaml) throws MappingException {
        YamlTree tree = YamlTree.parse(fileName, yaml);
        if (!tree.isList()) {
            throw tree.error("a file of cases is a list; begin each with - name: the rule it shows");
        }
        List<Case> cases = new ArrayList<>();
        for (YamlTree item : tree.items()) {
            cases.add(CaseReader.read(item));
        }
        return new MappingCases(List.copyOf(cases));
    }

    /** The cases beside a mapping: {@code shop.test.yaml} beside {@code shop.yaml}; none when there is no such file. */
    public static MappingCases beside(Path mapping) throws MappingException, IOException {
        String name = String.valueOf(mapping.getFileName());
        Path file = mapping.resolveSibling(name.substring(0, name.length() - ".yaml".length()) + ".test.yaml");
        return Files.exists(file) ? read(Mappings.nameOf(file), Mappings.read(file)) : new MappingCases(List.of());
    }

    /** Compiles a mapping file and runs the cases beside it: what does not hold, as sentences. */
    public static List<String> failuresBeside(Path mapping) throws MappingException, IOException {
        Mapping compiled = Mapping.compile(Mappings.nameOf(mapping), Mappings.read(mapping));
        return beside(mapping).failures(compiled);
    }

    /** The cases in order. */
    public List<Case> cases() {
        return cases;
    }

    /** What does not hold of all cases, as sentences. */
    public List<String> failures(ItemMapper mapper) {
        return cases.stream().flatMap(each -> each.failures(mapper).stream()).toList();
    }
}
