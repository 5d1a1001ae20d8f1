package dev.eventferry.camel;

import dev.eventferry.intake.HttpRequest.Named;
import dev.eventferry.intake.RequestRefused;
import dev.eventferry.store.DeadFilter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which dead letters a request means, by the names of {@link DeadFilter}. */
final class DeadLetterQuery {

    /** What may be said of dead letters; a name that is none of these is refused, for it would mean too many. */
    static final List<String> NAMES = List.of("id", "destination", "source", "reason", "code", "since", "until");

    private static final int MOST_IDS = 1000;

    private DeadLetterQuery() {}

    /**
     * The filter.
     *
     * @throws RequestRefused 400 when a value makes no sense
     */
    static DeadFilter read(Named said) {
        return new DeadFilter(
                ids(said.get("id")),
                said.get("destination"),
                said.get("source"),
                said.get("reason"),
                code(said.get("code")),
                time("since", said.get("since"), 0),
                time("until", said.get("until"), Long.MAX_VALUE));
    }

    /** A whole number; null when it is not said. */
    static @Nullable Long whole(String name, @Nullable String text) {
        try {
            return text == null ? null : Long.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw mustBe(name, "a whole number");
        }
    }

    static RequestRefused mustBe(String name, String wanted) {
        return new RequestRefused(400, "parameter_wrong", name + " must be " + wanted + ".", name);
    }

    private static List<Long> ids(@Nullable String text) {
        List<Long> ids = new ArrayList<>();
        if (text != null) {
            for (String id : text.split(",", -1)) {
                Long number = whole("id", id);
                if (number != null && ids.size() < MOST_IDS) {
                    ids.add(number);
                } else {
                    throw mustBe("id", "at most " + MOST_IDS + " numbers with commas between");
                }
            }
        }
        return ids;
    }

    private static @Nullable Integer code(@Nullable String text) {
        Long code = whole("code", text);
        return code == null ? null : Math.toIntExact(Math.min(code, Integer.MAX_VALUE));
    }

    private static long time(String name, @Nullable String text, long otherwise) {
        if (text == null) {
            return otherwise;
        }
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw mustBe(name, "a time such as 2026-01-31T12:00:00Z");
        }
    }
}
