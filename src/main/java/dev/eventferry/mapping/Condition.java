package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.event.Item;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of a filter. Of a list of values one that passes is enough: a visitor's consent may name several purposes.
 *
 * @param place what is asked, as it came in, before any renaming (mission G15)
 * @param test of the value, or of null when nothing stands there
 * @param otherwise what an item comes to that does not pass
 */
record Condition(Extraction place, Test test, Result otherwise) {

    Condition(Extraction place, Test test, String name) {
        this(place, test, new Result.Filtered("the filter on " + name + " does not let it through"));
    }

    /** Whether all of them hold (mission G16). */
    static boolean allHold(List<Condition> conditions, Item item) {
        for (int i = 0; i < conditions.size(); i++) {
            if (!conditions.get(i).holds(item)) {
                return false;
            }
        }
        return true;
    }

    /** What a value is asked. */
    sealed interface Test {
        boolean holds(@Nullable JsonNode value);
    }

    boolean holds(Item item) {
        return test.holds(Presence.orNull(place.find(item)));
    }

    /** {@code is}, {@code in}: one of these. */
    record OneOf(Set<String> texts) implements Test {
        @Override
        public boolean holds(@Nullable JsonNode value) {
            return anyOf(value, texts::contains);
        }
    }

    /** {@code not}: none of these; nothing is none of them. */
    record NoneOf(OneOf others) implements Test {
        @Override
        public boolean holds(@Nullable JsonNode value) {
            return !others.holds(value);
        }
    }

    /** {@code exists}. */
    record Exists(boolean wanted) implements Test {
        @Override
        public boolean holds(@Nullable JsonNode value) {
            return (value != null) == wanted;
        }
    }

    /** {@code matches}: the whole of it. */
    record Matches(Pattern pattern) implements Test {
        @Override
        public boolean holds(@Nullable JsonNode value) {
            return anyOf(value, text -> pattern.matcher(text).matches());
        }
    }

    private static boolean anyOf(@Nullable JsonNode value, Predicate<String> test) {
        if (value == null) {
            return false;
        }
        if (!value.isArray()) {
            String text = Numbers.text(value);
            return text != null && test.test(text);
        }
        for (JsonNode element : value) {
            String text = Numbers.text(element);
            if (text != null && test.test(text)) {
                return true;
            }
        }
        return false;
    }
}
