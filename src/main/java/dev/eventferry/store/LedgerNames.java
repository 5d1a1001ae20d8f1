package dev.eventferry.store;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The names of events that are counted each on its own: TikTok's, and the first {@value #MOST} others that the rules let
 * pass. All further ones are {@value #OTHER}, so that nobody's names can fill memory or the store. Safe for several threads.
 */
public final class LedgerNames {

    /** What the names beyond the bound are called. */
    public static final String OTHER = "(other)";

    static final int MOST = 100;
    static final int LONGEST = 100;

    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final int most;

    /**
     * @param standard TikTok's
     * @param before those that were counted before a restart
     */
    public LedgerNames(Collection<String> standard, Collection<String> before) {
        known.addAll(standard);
        this.most = known.size() + MOST;
        before.forEach(this::of);
    }

    /** What an event of that name is counted as, empty for none; the name may become one of ours. */
    public String of(String name) {
        if (name.isEmpty() || known.contains(name)) {
            return name;
        }
        if (name.length() > LONGEST || known.size() >= most || !isPrintable(name)) {
            return OTHER;
        }
        known.add(name); // threads that meet here may go past the bound by their number
        return name;
    }

    /** What an event that was never accepted is counted as: its name only where that is ours, for it may say anything. */
    public String known(@Nullable String name) {
        return name != null && known.contains(name) ? name : "";
    }

    private static boolean isPrintable(String name) {
        return name.chars().noneMatch(c -> c < ' ' || Character.isSurrogate((char) c));
    }
}
