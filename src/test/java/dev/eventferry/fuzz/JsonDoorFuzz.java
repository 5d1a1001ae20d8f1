package dev.eventferry.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.camel.PureSteps;
import dev.eventferry.camel.Steps;
import dev.eventferry.dedup.HashedGroup;
import dev.eventferry.dedup.HashedGroup.Candidate;
import dev.eventferry.event.EventSource;
import dev.eventferry.event.HashedEvent;
import dev.eventferry.event.Origin;
import dev.eventferry.event.Problem;
import dev.eventferry.event.RawGroup;
import dev.eventferry.event.Verdicts;
import dev.eventferry.event.Verdicts.Status;
import dev.eventferry.event.Verdicts.Verdict;
import dev.eventferry.identity.IdentitySettings;
import dev.eventferry.intake.AnswerWriter;
import dev.eventferry.intake.BodyReader;
import dev.eventferry.intake.HttpAnswer;
import dev.eventferry.intake.HttpRequest;
import dev.eventferry.intake.RequestRefused;
import dev.eventferry.mapping.Mappings;
import dev.eventferry.rules.RuleSettings;
import dev.eventferry.settings.Destination;
import dev.eventferry.settings.Secret;
import dev.eventferry.simulator.Form;
import dev.eventferry.tiktok.EventWriter;
import dev.eventferry.tiktok.TrackRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A body on its whole way from the JSON door to TikTok's: whatever came, only {@link RequestRefused} escapes, each item
 * gets a verdict, what goes out is what TikTok takes, and nothing plain of a person is in that, in a problem or in the
 * answer. Run by {@link FuzzTest}; by hand with any file that the fuzzer left.
 */
public final class JsonDoorFuzz {

    private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final BodyReader.Limits LIMITS = new BodyReader.Limits(64 * 1024, 40);

    private static final JsonDoorFuzz DOOR = open();

    private final List<Places> sources;
    private final Map<String, Destination> destinations = new LinkedHashMap<>();
    private final List<@Nullable String> named = new ArrayList<>();
    private final List<Steps> steps;
    private final BodyReader reader = new BodyReader(LIMITS);

    private JsonDoorFuzz() throws Exception {
        sources = Places.ofAllSources();
        for (EventSource source : EventSource.values()) {
            String name = source.wire();
            destinations.put(name, new Destination(name, source, "SOURCE1", new Secret("t"), null, true));
        }
        named.add(null);
        named.addAll(destinations.keySet());
        Mappings mappings = Mappings.load(Path.of("mappings"));
        RuleSettings legacy = new RuleSettings(Map.of(), RuleSettings.DEFAULT.futureSkew(), true, Set.of());
        steps = List.of(
                PureSteps.of(mappings, destinations, IdentitySettings.DEFAULT, RuleSettings.DEFAULT, CLOCK),
                PureSteps.of(mappings, destinations, new IdentitySettings("DE", true, true), legacy, CLOCK));
    }

    /** What the fuzzer calls. */
    public static void fuzzerTestOneInput(byte[] input) {
        Effort.bounded(() -> DOOR.take(input));
    }

    /** Inputs to begin with: every fixture as it stands, and as many items of each source. */
    static List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (byte[] request : Places.requests()) {
            seeds.add(Seeds.join(new byte[] {0, 0, 0, 0, 0, 0, 0}, request));
        }
        int sources = Places.ofAllSources().size();
        for (int i = 0; i < sources * 8; i++) {
            seeds.add(Seeds.join(new byte[] {1, (byte) (i % sources), 0, 0}, Seeds.random(i, 16 << (i % 5))));
        }
        return seeds;
    }

    private void take(byte[] input) {
        Choices choices = new Choices(input);
        Marker person = new Marker(input, 1);
        Marker anything = new Marker(input, 2);
        boolean made = choices.below(4) > 0;
        Places places = choices.of(sources);
        String destination = choices.of(named);
        Steps process = choices.of(steps);
        HostileRequest request =
                made ? HostileRequest.of(places, person, anything, choices) : HostileRequest.ofBytes(choices);

        BodyReader.Body body;
        try {
            body = reader.read(new HttpRequest(
                    "fuzz", NOW, "/v1/events", null, request.body(), request.headers()::get, HttpRequest.Named.NONE));
        } catch (RequestRefused refused) {
            check(!anything.isIn(refused.sentence()), "a refusal repeats what came");
            answered(AnswerWriter.refusal(refused), person);
            return;
        }
        Origin origin = new Origin("fuzz", places.source(), destination, NOW, "fuzz", 0, null, body.testEventCode());
        HashedGroup group =
                process.hash(process.validate(process.enrich(process.map(new RawGroup(origin, body.items(), null)))));
        for (Candidate candidate : process.candidates(group)) {
            check(!person.isIn(candidate.event().dedupKey()), "a dedup key shows a person");
            group.accept(candidate.event());
            goesOut(candidate.event(), body.testEventCode(), person);
        }
        judged(group.verdicts(), body.items().size(), person, anything);
        answered(AnswerWriter.verdicts("fuzz", group.verdicts(), true), person);
    }

    /** What TikTok would get of it is in TikTok's form. */
    private void goesOut(HashedEvent event, @Nullable String testEventCode, Marker person) {
        byte[] json = EventWriter.write(event);
        Destination to = destinations.get(event.destination());
        check(to != null, "an event for a destination that nobody set up is accepted");
        TrackRequest request = new TrackRequest(to.eventSource(), "SOURCE1", testEventCode, 1, json.length);
        request.event(json, 0, json.length);
        byte[] bytes = request.close();
        String objection = Form.objection(bytes);
        check(objection == null, "TikTok would refuse it: " + objection);
        check(!person.isIn(utf8(bytes)), "a person is sent in plain");
    }

    private static void judged(Verdicts verdicts, int items, Marker person, Marker anything) {
        check(verdicts.all().size() == items, "an item has no verdict");
        for (Verdict verdict : verdicts.all()) {
            check(verdict.status() != Status.REJECTED || hasError(verdict), "an item is refused without a reason");
            for (Problem problem : verdict.problems()) {
                String said = problem.field() + " " + problem.code() + " " + problem.message();
                check(!person.isIn(said), "a problem shows a person");
                check(!anything.isIn(problem.message()), "a problem repeats a value");
                check(!problem.code().isEmpty() && !problem.message().isEmpty(), "a problem says nothing");
            }
        }
    }

    private static void answered(HttpAnswer answer, Marker person) {
        String text = utf8(answer.json());
        check(!person.isIn(text), "an answer shows a person");
        try {
            JsonNode json = BodyReader.JSON.readTree(answer.json());
            check(json.isObject(), "an answer is no object");
        } catch (JsonProcessingException e) {
            throw new AssertionError("an answer is no JSON", e);
        } catch (IOException e) {
            throw new AssertionError("memory does not fail to be read", e);
        }
    }

    private static boolean hasError(Verdict verdict) {
        return verdict.problems().stream().anyMatch(Problem::isError);
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private static JsonDoorFuzz open() {
        try {
            return new JsonDoorFuzz();
        } catch (Exception e) {
            throw new IllegalStateException("the fuzzer has no door to go through", e);
        }
    }
}
