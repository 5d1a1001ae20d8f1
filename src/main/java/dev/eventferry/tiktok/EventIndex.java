package dev.eventferry.tiktok;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which event of a request a message blames, in the forms in which TikTok and its peers are known to say it
 * (tiktok-events-api 2.4): {@code data.3.event_id: ...}, {@code Batch.0.properties...}, {@code data[3]}. An index of
 * something within an event, such as {@code properties.contents.0}, is none.
 */
final class EventIndex {

    private static final Pattern NAMED = Pattern.compile(
            "(?<![\\w.\\]])(?:data|batch|events?)(?:\\.|\\[|\\s+(?:at\\s+)?(?:index\\s*)?[#:=]?\\s*)(\\d{1,4})(?=[\\].:,\\s]|$)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ORDER =
            Pattern.compile("(?<![\\w.])order_in_batch\\W{1,4}(\\d{1,4})(?!\\w)", Pattern.CASE_INSENSITIVE);

    private EventIndex() {}

    /**
     * The index from 0.
     *
     * @param events how many the request had; an index beyond them is none
     * @return empty when the message names none, or more than one
     */
    static OptionalInt in(String message, int events) {
        OptionalInt named = only(NAMED.matcher(message), events);
        return named.isPresent() ? named : only(ORDER.matcher(message), events);
    }

    private static OptionalInt only(Matcher matcher, int events) {
        OptionalInt found = OptionalInt.empty();
        while (matcher.find()) {
            int index = Integer.parseInt(matcher.group(1));
            if (index >= events || (found.isPresent() && found.getAsInt() != index)) {
                return OptionalInt.empty();
            }
            found = OptionalInt.of(index);
        }
        return found;
    }
}
