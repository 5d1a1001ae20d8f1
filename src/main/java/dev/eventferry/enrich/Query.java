package dev.eventferry.enrich;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The parameters of a URL that an ad puts there: one pass over the URL finds them all. */
final class Query {

    /** What is looked for (mission P8, and the usual ones of other tools). */
    enum Name {
        TTCLID,
        CAMPAIGN_NAME,
        ADSET_NAME,
        AD_NAME,
        UTM_ID,
        UTM_SOURCE,
        UTM_MEDIUM,
        UTM_CAMPAIGN;

        private static final Name[] ALL = values();
        private static final Name[][] BY_LENGTH = byLength();

        private final String key = name().toLowerCase(Locale.ROOT);

        /** As it stands in the URL. */
        String key() {
            return key;
        }

        private static @Nullable Name at(String url, int from, int to) {
            int length = to - from;
            if (length >= BY_LENGTH.length) {
                return null;
            }
            for (Name name : BY_LENGTH[length]) {
                if (url.startsWith(name.key, from)) {
                    return name;
                }
            }
            return null;
        }

        private static Name[][] byLength() {
            int longest =
                    Arrays.stream(ALL).mapToInt(name -> name.key.length()).max().orElse(0);
            Name[][] byLength = new Name[longest + 1][];
            for (int length = 0; length <= longest; length++) {
                int wanted = length;
                byLength[length] = Arrays.stream(ALL)
                        .filter(name -> name.key.length() == wanted)
                        .toArray(Name[]::new);
            }
            return byLength;
        }
    }

    private final @Nullable String[] values = new String[Name.ALL.length];

    private Query() {}

    /**
     * The parameters of a URL's query, and of the query that a single-page shop has behind its {@code #}.
     *
     * @return null when it has none of ours
     */
    static @Nullable Query of(@Nullable String url) {
        int at = url == null ? -1 : url.indexOf('?');
        if (url == null || at < 0) {
            return null;
        }
        Query found = null;
        int length = url.length();
        int start = at + 1;
        int equals = -1;
        for (int i = start; i <= length; i++) {
            char c = i == length ? '&' : url.charAt(i);
            if (c == '=' && equals < 0) {
                equals = i;
            } else if (c == '&' || c == '#') {
                Name name = equals < 0 || equals + 1 == i ? null : Name.at(url, start, equals);
                if (name != null) {
                    found = found == null ? new Query() : found;
                    found.keep(name, url, equals + 1, i);
                }
                if (c == '#') {
                    int next = url.indexOf('?', i);
                    i = next < 0 ? length : next;
                }
                start = i + 1;
                equals = -1;
            }
        }
        return found;
    }

    private void keep(Name name, String url, int from, int to) {
        if (values[name.ordinal()] == null) {
            values[name.ordinal()] = url.substring(from, to);
        }
    }

    /** As it stands in the URL, still encoded; null when it is not there or empty. The first of several counts. */
    @Nullable
    String raw(Name name) {
        return values[name.ordinal()];
    }
}
