package dev.eventferry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.dedup.DedupKeys;
import dev.eventferry.enrich.Enricher;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.EventKey;
import dev.eventferry.event.EventSource;
import dev.eventferry.event.Field;
import dev.eventferry.event.HashedEvent;
import dev.eventferry.event.Problem;
import dev.eventferry.event.Sha256Hex;
import dev.eventferry.event.Values;
import dev.eventferry.identity.IdentityHasher;
import dev.eventferry.identity.IdentitySettings;
import dev.eventferry.identity.Normalizer;
import dev.eventferry.intake.JsonItem;
import dev.eventferry.mapping.CanonicalReader;
import dev.eventferry.mapping.Result;
import dev.eventferry.rules.RuleSettings;
import dev.eventferry.rules.Rules;
import dev.eventferry.tiktok.EventWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Laws of the whole way from an event's JSON to TikTok's, on generated events; the seed is fixed. */
class TransformLawsTest {

    private static final int TRIES = 3_000;
    private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Stands in every personal value, as letters or as digits, and nowhere else. */
    private static final String CANARY = "Kanarix";

    private static final String CANARY_DIGITS = "7012345678";
    private static final String OF_NOTHING = Sha256Hex.of("").hex();
    private static final List<String> BLANKS = List.of("", " ", "\t", "\u00a0", "\u200b", "\ufeff", "\u3000 ");
    private static final List<Field> PERSON = Arrays.stream(Field.values())
            .filter(field -> field.section().equals("user") && field != Field.ATT_STATUS)
            .toList();

    private final Random random = new Random(20260101);
    private final CanonicalReader reader = new CanonicalReader();
    private final Enricher enricher = new Enricher(Enricher.USUAL_ORDER);
    private final Normalizer normalizer = new Normalizer(new IdentitySettings("SE", false, true));
    private final Rules rules = new Rules(RuleSettings.DEFAULT, Clock.fixed(NOW, ZoneOffset.UTC));
    private final IdentityHasher hasher = new IdentityHasher();
    private final DedupKeys keys = new DedupKeys(DedupKeys.PARTS, true);

    /**
     * What came of an event.
     *
     * @param bytes as TikTok would get them; null when it was refused
     * @param said all that may reach a log or a sender: problems, and every state as text
     */
    private record Outcome(@Nullable String bytes, List<Problem> problems, String said) {}

    @Test
    void the_order_of_keys_does_not_matter() {
        int sent = 0;
        for (int i = 0; i < TRIES; i++) {
            EventSource source = source();
            ObjectNode event = event(source);

            Outcome one = transform(event, source);
            Outcome other = transform((ObjectNode) shuffled(event), source);

            assertThat(other.bytes()).isEqualTo(one.bytes());
            assertThat(codes(other)).containsExactlyInAnyOrderElementsOf(codes(one));
            sent += one.bytes() == null ? 0 : 1;
        }
        assertThat(sent).isGreaterThan(TRIES / 4);
    }

    @Test
    void no_plain_value_leaves_and_none_is_repeated_to_anybody() {
        int sent = 0;
        for (int i = 0; i < TRIES; i++) {
            EventSource source = source();
            Outcome outcome = transform(event(source), source);

            assertThat(outcome.said()).doesNotContainIgnoringCase(CANARY).doesNotContain(CANARY_DIGITS);
            if (outcome.bytes() != null) {
                sent++;
                for (Field field : Field.hashedFields()) {
                    String there = at(outcome.bytes(), field);
                    assertThat(there).doesNotContainIgnoringCase(CANARY).doesNotContain(CANARY_DIGITS);
                }
            }
        }
        assertThat(sent).isGreaterThan(TRIES / 4);
    }

    @Test
    void a_blank_never_becomes_a_digest() {
        for (int i = 0; i < TRIES; i++) {
            EventSource source = source();
            ObjectNode event = complete(source);
            ObjectNode user = event.withObject("/user");
            for (Field field : Field.hashedFields()) {
                JsonNode blank = JSON.textNode(pick(BLANKS) + pick(BLANKS));
                user.set(
                        field.leaf(),
                        random.nextBoolean()
                                ? blank
                                : JSON.arrayNode().add(blank).addNull());
            }
            if (source == EventSource.OFFLINE) {
                user.put("email", "nora@example.test"); // else it is refused, and the law is empty
            }

            String bytes = Objects.requireNonNull(transform(event, source).bytes());

            assertThat(bytes).doesNotContain(OF_NOTHING).doesNotContain("\"\"").doesNotContain("[]");
            for (Field field : Field.hashedFields()) {
                assertThat(at(bytes, field).isEmpty()).isEqualTo(field != Field.EMAIL || source != EventSource.OFFLINE);
            }
        }
    }

    @Test
    void a_digest_goes_out_as_what_its_plain_value_goes_out_as() {
        Map<Field, String> normal = Map.of(
                Field.EMAIL, "nora.lind@example.test",
                Field.PHONE, "+46701234567",
                Field.EXTERNAL_ID, "Cust-8841",
                Field.FIRST_NAME, "nora",
                Field.LAST_NAME, "lind",
                Field.ZIP_CODE, "41103");
        assertThat(normal.keySet()).containsExactlyInAnyOrderElementsOf(Field.hashedFields());
        for (EventSource source : EventSource.values()) {
            for (int mask = 0; mask < 1 << normal.size(); mask++) {
                ObjectNode plain = complete(source);
                ObjectNode hashed = complete(source);
                int bit = 0;
                for (Field field : Field.hashedFields()) {
                    String value = Objects.requireNonNull(normal.get(field));
                    String digest = Sha256Hex.of(value).hex();
                    boolean upper = random.nextBoolean();
                    plain.withObject("/user").put(field.leaf(), value);
                    hashed.withObject("/user")
                            .put(
                                    field.leaf(),
                                    (mask & 1 << bit++) == 0
                                            ? value
                                            : upper ? digest.toUpperCase(Locale.ROOT) + " " : digest);
                }

                assertThat(transform(hashed, source).bytes())
                        .isNotNull()
                        .isEqualTo(transform(plain, source).bytes());
            }
        }
    }

    private Outcome transform(ObjectNode json, EventSource source) {
        JsonItem item = new JsonItem(json);
        Result result = reader.apply(item, 0, source.wire());
        if (!(result instanceof Result.Mapped mapped)) {
            return new Outcome(null, List.of(), result + " " + item);
        }
        ConversionEvent read = enricher.enrich(mapped.events().get(0), source, null);
        ConversionEvent normal = normalizer.normalize(read, null);
        ConversionEvent judged = rules.judge(normal, source);
        String said = item + " " + result + " " + read + read.values() + normal + normal.values() + judged
                + judged.values() + judged.problems();
        if (judged.isRefused()) {
            return new Outcome(null, judged.problems(), said);
        }
        Values values = hasher.hash(judged.values());
        Instant time = Objects.requireNonNull(judged.time());
        String id = keys.id(judged.id(), judged.name(), time, values, judged.contents());
        HashedEvent safe = new HashedEvent(
                0,
                source.wire(),
                judged.clientName(),
                judged.name(),
                id,
                time.getEpochSecond(),
                values,
                judged.contents(),
                "k",
                EventKey.of("k"),
                judged.problems());
        String bytes = new String(EventWriter.write(safe), StandardCharsets.UTF_8);
        return new Outcome(bytes, judged.problems(), said + safe + safe.values());
    }

    /** What its source needs, and money. */
    private static ObjectNode complete(EventSource source) {
        ObjectNode event = JSON.objectNode().put("event", "Purchase").put("event_time", NOW.getEpochSecond() - 60);
        event.put("event_id", "o-1");
        event.withObject("/page").put("url", "https://shop.example.test/?ttclid=E.C.P.1");
        event.withObject("/app").put("app_id", "343200656");
        event.withObject("/lead").put("lead_id", "7300000000000000001");
        event.withObject("/properties").put("currency", "EUR").put("value", 10);
        event.remove(
                switch (source) {
                    case WEB -> List.of("app", "lead");
                    case APP -> List.of("page", "lead");
                    case CRM -> List.of("page", "app");
                    case OFFLINE -> List.of("page", "app", "lead");
                });
        return event;
    }

    /** Complete, and then a person of any kind, some of it nonsense, under any of the names that are understood. */
    private ObjectNode event(EventSource source) {
        ObjectNode event = complete(source);
        ObjectNode user = event.withObject("/user");
        for (Field field : PERSON) {
            if (random.nextInt(3) > 0) {
                user.set(field.leaf(), value(field));
            }
        }
        for (String alias :
                List.of("em", "emails", "sha256_email_address", "hashed_email", "phone_number", "ph", "fn")) {
            if (random.nextInt(6) == 0) {
                user.set(alias, value(alias.startsWith("p") ? Field.PHONE : Field.EMAIL));
            }
        }
        if (source == EventSource.OFFLINE) {
            user.put("external_id", CANARY + random.nextInt(99));
        }
        ArrayNode contents = event.withObject("/properties").putArray("contents");
        for (int i = random.nextInt(4); i > 0; i--) {
            contents.addObject().put("content_id", i).put("price", i + ".50").put("quantity", 1 + random.nextInt(3));
        }
        event.withObject("/properties").put("query", "blue mug").put("shoe_size", 42);
        return event;
    }

    private JsonNode value(Field field) {
        if (field.type() == Field.Type.TEXTS && random.nextInt(4) == 0) {
            ArrayNode several = JSON.arrayNode();
            for (int i = random.nextInt(4); i >= 0; i--) {
                several.add(one(field));
            }
            return several;
        }
        return one(field);
    }

    private JsonNode one(Field field) {
        return switch (random.nextInt(9)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.textNode(pick(BLANKS));
            case 2 -> JSON.numberNode(Long.parseLong(CANARY_DIGITS) + random.nextInt(9));
            case 3 -> JSON.textNode(Sha256Hex.of(CANARY + random.nextInt(99)).hex());
            case 4 -> JSON.textNode(CANARY + " <" + CANARY + "> " + CANARY_DIGITS);
            case 5 -> JSON.textNode("?" + CANARY + "\u0000@");
            default -> JSON.textNode(good(field));
        };
    }

    private String good(Field field) {
        int n = random.nextInt(99);
        return switch (field) {
            case EMAIL -> " " + CANARY + "@" + n + ".example.test";
            case PHONE -> "+46 " + CANARY_DIGITS.substring(0, 2) + " " + CANARY_DIGITS.substring(2, 9);
            case IP -> "203.0.113." + n;
            case IDFA, GAID, IDFV -> "ea7583cd-a667-48bc-b806-42ecb2b486" + (n + 100) % 90;
            case COUNTRY -> "Sweden";
            case LOCALE -> "sv_SE";
            default -> CANARY + n;
        };
    }

    private JsonNode shuffled(JsonNode node) {
        if (!node.isObject()) {
            return node;
        }
        List<Map.Entry<String, JsonNode>> entries = new ArrayList<>(node.properties());
        Collections.shuffle(entries, random);
        ObjectNode shuffled = JSON.objectNode();
        entries.forEach(entry -> shuffled.set(entry.getKey(), shuffled(entry.getValue())));
        return shuffled;
    }

    /** What stands at a field's key, as text; empty when nothing does. */
    private static String at(String bytes, Field field) {
        try {
            return MAPPER.readTree(bytes)
                    .at("/" + field.path().replace('.', '/'))
                    .toString();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> codes(Outcome outcome) {
        return outcome.problems().stream()
                .map(problem -> problem.field() + " " + problem.code())
                .toList();
    }

    private EventSource source() {
        return EventSource.values()[random.nextInt(EventSource.values().length)];
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
