package dev.eventferry.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.event.Content;
import dev.eventferry.event.Field;
import dev.eventferry.event.Item;
import dev.eventferry.event.Problem;
import dev.eventferry.event.Verdicts.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What TikTok itself would have refused for its form, though we read it: an id as a number, a number as text, a time that
 * is not whole seconds (tiktok-events-api 1.3, 3.5, 3.6). A sender that goes back to TikTok should know.
 */
public final class TikTokForm {

    private static final String CODE = "form_corrected";

    /** A number beyond it is no time in seconds: it would be the year 5138. */
    private static final long MOST_SECONDS = 100_000_000_000L;

    private static final Map<String, Map<String, Field>> SECTIONS = sections();

    /** The fields of a {@link Content}: whether each is a number. */
    private static final Map<String, Boolean> NUMBERS = Map.of(
            "content_id", false,
            "content_name", false,
            "content_category", false,
            "brand", false,
            "price", true,
            "quantity", true);

    private TikTokForm() {}

    /** Remarks by the place of their event. */
    public static final class Remarks {

        /** None at all. */
        public static final Remarks NONE = new Remarks(Map.of());

        private final Map<Integer, List<Problem>> byIndex;

        private Remarks(Map<Integer, List<Problem>> byIndex) {
            this.byIndex = byIndex;
        }

        /** The verdict's warnings and the remarks on other fields of its event. */
        List<Problem> with(Verdict verdict) {
            List<Problem> remarks = byIndex.get(verdict.index());
            if (remarks == null) {
                return verdict.problems();
            }
            List<Problem> all = new ArrayList<>(verdict.problems());
            for (Problem remark : remarks) {
                if (verdict.problems().stream().noneMatch(said -> said.field().equals(remark.field()))) {
                    all.add(remark);
                }
            }
            return all;
        }
    }

    /** What is to be said of events of a 2.0 request. */
    public static Remarks remarks(List<Item> items) {
        Map<Integer, List<Problem>> byIndex = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            List<Problem> found = new ArrayList<>(0);
            event(items.get(i).asJson(), found);
            if (!found.isEmpty()) {
                byIndex.put(i, found);
            }
        }
        return byIndex.isEmpty() ? Remarks.NONE : new Remarks(byIndex);
    }

    private static void event(JsonNode event, List<Problem> found) {
        JsonNode time = event.path("event_time");
        if (time.isValueNode() && !time.isNull() && !(time.canConvertToLong() && time.longValue() < MOST_SECONDS)) {
            add("event_time", "seconds since 1970 as a whole number", found);
        }
        if (event.path("event_id").isNumber()) {
            add("event_id", "a text", found);
        }
        SECTIONS.forEach((section, fields) -> section(event.path(section), fields, found));
        JsonNode contents = event.path("properties").path("contents");
        for (int i = 0; i < contents.size(); i++) {
            content(contents.path(i), i, found);
        }
    }

    private static void section(JsonNode section, Map<String, Field> fields, List<Problem> found) {
        for (Map.Entry<String, JsonNode> entry : section.properties()) {
            Field field = fields.get(entry.getKey());
            String wanted = field == null ? null : wanted(field, entry.getValue());
            if (field != null && wanted != null) {
                add(field.path(), wanted, found);
            }
        }
    }

    private static void content(JsonNode content, int index, List<Problem> found) {
        for (Map.Entry<String, JsonNode> entry : content.properties()) {
            Boolean number = NUMBERS.get(entry.getKey());
            JsonNode given = entry.getValue();
            if (number != null && (number ? given.isTextual() : given.isNumber())) {
                add("properties.contents[" + index + "]." + entry.getKey(), number ? "a number" : "a text", found);
            }
        }
    }

    /** What TikTok wants instead; null when it takes what was given. */
    private static @Nullable String wanted(Field field, JsonNode given) {
        return switch (field.type()) {
            case TEXT -> given.isNumber() ? "a text" : null;
            case TEXTS -> given.isNumber() || hasNumber(given) ? "texts" : null;
            case DECIMAL, INTEGER -> given.isTextual() ? "a number" : null;
            case BOOLEAN -> given.isTextual() || given.isNumber() ? "true or false" : null;
            case DECIMALS, ITEMS -> null;
        };
    }

    private static boolean hasNumber(JsonNode list) {
        for (JsonNode element : list) {
            if (element.isNumber()) {
                return true;
            }
        }
        return false;
    }

    private static void add(String field, String wanted, List<Problem> found) {
        found.add(Problem.warning(
                field, CODE, field + ": TikTok itself takes " + wanted + " only; it is sent like that"));
    }

    private static Map<String, Map<String, Field>> sections() {
        Map<String, Map<String, Field>> sections = new HashMap<>();
        for (Field field : Field.values()) {
            if (!field.section().isEmpty()) {
                sections.computeIfAbsent(field.section(), section -> new HashMap<>())
                        .put(field.leaf(), field);
            }
        }
        return Map.copyOf(sections);
    }
}
