package dev.eventferry.inspect;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks for ids that are suspicious: one under two names, or one for all events. Remembers some {@value #PLACES} ids, as
 * numbers, one in each place: an id pushes out what stands in its place. For one thread at a time.
 */
final class CopyWatch {

    static final String WITHOUT_ID = "without_id";
    static final String SAME_AS_BEFORE = "same_as_before";
    static final String OTHER_NAME = "other_name";

    private static final int PLACES = 1 << 13;
    private static final long PRIME = 0x100000001b3L;
    private static final long BASIS = 0xcbf29ce484222325L;

    private final long[] ids = new long[PLACES];
    private final @Nullable String[] names = new String[PLACES];
    private final Map<Kind, long[]> last = new HashMap<>();
    private boolean like;

    /** Names are bounded, and so are sources. */
    private record Kind(String source, String event) {}

    /** Sees an event; answers the other name under which its id came before it, or null. */
    @Nullable
    String see(String source, String destination, String name, String id) {
        long number = number(destination, id);
        long[] before = last.computeIfAbsent(new Kind(source, name), its -> new long[1]);
        like = before[0] == number;
        before[0] = number;
        int place = (int) ((number ^ number >>> 32) & (PLACES - 1));
        String other = ids[place] == number ? names[place] : null;
        ids[place] = number;
        names[place] = name;
        return other == null || other.equals(name) ? null : other;
    }

    /** Whether the event seen last has the id of the one of its source and name before it. */
    boolean isLikeTheOneBefore() {
        return like;
    }

    private static long number(String destination, String id) {
        long hash = (BASIS ^ destination.hashCode()) * PRIME;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * PRIME;
        }
        return hash;
    }
}
