package dev.eventferry.intake;

import dev.eventferry.event.EventSource;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The calls of TikTok's Events API that the drop-in door takes, 2.0 and the six of 1.0 (tiktok-events-api 1.1). */
public enum TikTokCall {
    EVENT_TRACK("event/track", null, Envelope.EVENT_SOURCE_ID, "data"),
    PIXEL_TRACK("pixel/track", EventSource.WEB, "pixel_code", ""),
    PIXEL_BATCH("pixel/batch", EventSource.WEB, "pixel_code", "batch"),
    APP_TRACK("app/track", EventSource.APP, "tiktok_app_id", ""),
    APP_BATCH("app/batch", EventSource.APP, "tiktok_app_id", "batch"),
    OFFLINE_TRACK("offline/track", EventSource.OFFLINE, "event_set_id", ""),
    OFFLINE_BATCH("offline/batch", EventSource.OFFLINE, "event_set_id", "batch");

    /** All paths of TikTok's begin with it; what is below it is answered in TikTok's form. */
    static final String ROOT = "/open_api/";

    private static final String VERSION = ROOT + "v1.3/";
    private static final Map<String, TikTokCall> BY_PATH =
            Arrays.stream(values()).collect(Collectors.toMap(call -> VERSION + call.path, Function.identity()));

    private final String path;
    private final @Nullable EventSource source;
    private final String idField;
    private final String listField;

    TikTokCall(String path, @Nullable EventSource source, String idField, String listField) {
        this.path = path;
        this.source = source;
        this.idField = idField;
        this.listField = listField;
    }

    /** The call at a path, with or without the slash at its end; null when there is none. */
    public static @Nullable TikTokCall at(String path) {
        return BY_PATH.get(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    }

    /** What the path says of where its events happened; null in 2.0, where the body says it. */
    @Nullable
    EventSource source() {
        return source;
    }

    /** What the body calls the pixel, app or event set. */
    String idField() {
        return idField;
    }

    /** Where the body holds its events; empty when the body is one event. */
    String listField() {
        return listField;
    }

    /** How messages name the event at a place: {@code data.3}; empty when the body is one event. */
    String placeOf(int index) {
        return listField.isEmpty() ? "" : listField + "." + index;
    }
}
