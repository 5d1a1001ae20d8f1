package dev.eventferry.inspect;

import dev.eventferry.event.Sha256Hex;
import dev.eventferry.inspect.RecentEvent.Seen;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which recent events somebody wants to see: those for which all holds that is said.
 *
 * @param source null for any
 * @param name TikTok's or its source's; null for any
 * @param state null for any
 * @param eventId null for any
 * @param users one of these digests stands in the event as it is sent; empty for any
 */
public record RecentFilter(
        @Nullable String source,
        @Nullable String name,
        RecentEvent.@Nullable State state,
        @Nullable String eventId,
        List<Sha256Hex> users)
        implements Predicate<RecentEvent> {

    /** All there are. */
    public static final RecentFilter ALL = new RecentFilter(null, null, null, null, List.of());

    /** A page says a typed value in as many spellings as it may have been hashed in. */
    public static final int MOST_USERS = 8;

    /**
     * Digests, separated by commas.
     *
     * @throws IllegalArgumentException when it is anything else
     */
    public static List<Sha256Hex> users(@Nullable String said) {
        List<Sha256Hex> users = new ArrayList<>();
        if (said == null || said.isEmpty()) {
            return users;
        }
        for (String each : said.split(",", -1)) {
            users.add(new Sha256Hex(each));
        }
        if (users.size() > MOST_USERS) {
            throw new IllegalArgumentException("too many digests");
        }
        return users;
    }

    @Override
    public boolean test(RecentEvent event) {
        Seen seen = event.seen();
        return (source == null || source.equals(seen.source()))
                && (name == null || name.equals(seen.name()) || name.equals(seen.clientName()))
                && (state == null || state == event.state())
                && (eventId == null || eventId.equals(seen.eventId()))
                && (users.isEmpty() || isOf(seen.json()));
    }

    private boolean isOf(byte @Nullable [] json) {
        if (json == null) {
            return false;
        }
        String text = new String(json, StandardCharsets.ISO_8859_1);
        return users.stream().anyMatch(user -> text.contains('"' + user.hex() + '"'));
    }
}
