package dev.eventferry.enrich;

import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Field;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Adds what the event itself gives away: the click id that TikTok put into the landing URL (mission A21, C15). */
public final class Enricher {

    private static final String CLICK_ID = "ttclid=";

    /** The event with its click id, if it has none of its own and its page's URL carries one. */
    public ConversionEvent enrich(ConversionEvent event) {
        if (event.values().has(Field.TTCLID)) {
            return event;
        }
        String clickId = clickId(event.values().text(Field.PAGE_URL));
        if (clickId == null) {
            return event;
        }
        return event.withValues(
                event.values().toBuilder().put(Field.TTCLID, clickId).build());
    }

    /** The value of {@code ttclid} in a URL's query, decoded once; null when there is none. */
    static @Nullable String clickId(@Nullable String url) {
        if (url == null) {
            return null;
        }
        int query = url.indexOf('?');
        int at = query < 0 ? -1 : url.indexOf(CLICK_ID, query);
        while (at > 0 && url.charAt(at - 1) != '?' && url.charAt(at - 1) != '&') {
            at = url.indexOf(CLICK_ID, at + 1); // the end of another key, like xttclid
        }
        if (at < 0) {
            return null;
        }
        int end = at + CLICK_ID.length();
        while (end < url.length() && url.charAt(end) != '&' && url.charAt(end) != '#') {
            end++;
        }
        String raw = url.substring(at + CLICK_ID.length(), end);
        if (raw.isEmpty()) {
            return null;
        }
        try {
            return raw.indexOf('%') < 0 ? raw : URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return raw;
        }
    }
}
