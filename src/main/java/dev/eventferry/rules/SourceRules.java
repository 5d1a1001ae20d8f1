package dev.eventferry.rules;

import dev.eventferry.event.EventSource;
import dev.eventferry.event.Field;
import dev.eventferry.event.FieldMask;
import dev.eventferry.event.Placeholders;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each source must have, and may not have (tiktok-events-api 1.3, the matrix). */
final class SourceRules {

    private static final int LONGEST_ID = 255;

    /** The App Store's numbers have about ten digits, TikTok's app ids about nineteen (tiktok-events-api 1.3.3). */
    private static final int LONGEST_APP_STORE_ID = 14;

    private static final List<Field> OFFLINE_KEYS = List.of(Field.EMAIL, Field.PHONE, Field.EXTERNAL_ID);
    private static final List<Field> WEB_KEYS =
            List.of(Field.EMAIL, Field.PHONE, Field.EXTERNAL_ID, Field.TTCLID, Field.TTP, Field.IP, Field.USER_AGENT);
    private static final List<Field> APP_KEYS =
            List.of(Field.IDFA, Field.GAID, Field.IDFV, Field.EMAIL, Field.PHONE, Field.IP, Field.USER_AGENT);

    private final Map<EventSource, FieldMask> foreign = new EnumMap<>(EventSource.class);

    SourceRules() {
        for (EventSource source : EventSource.values()) {
            FieldMask mask = new FieldMask(0, 0);
            for (Field field : Field.values()) {
                mask = field.belongsTo(source) ? mask : mask.with(field);
            }
            foreign.put(source, mask);
        }
    }

    void judge(Draft draft) {
        id(draft);
        removeForeign(draft);
        switch (draft.source()) {
            case WEB -> web(draft);
            case APP -> app(draft);
            case OFFLINE -> offline(draft);
            case CRM -> crm(draft);
        }
    }

    private static void id(Draft draft) {
        String id = draft.id();
        if (id != null && Placeholders.isWord(id)) {
            draft.dropId();
            draft.warn(
                    "event_id",
                    Codes.EVENT_ID_PLACEHOLDER,
                    "a word that stands for no value, so it is left out: TikTok would take all such events for one;"
                            + " send the pixel's event_id, or none");
        } else if (id == null || id.isBlank()) {
            if (draft.source() == EventSource.WEB) {
                draft.warn(
                        "event_id",
                        Codes.EVENT_ID_MISSING,
                        "missing, so TikTok cannot tell it from the pixel's copy; send the pixel's event_id");
            }
        } else if (id.length() > LONGEST_ID) {
            draft.refuse(
                    "event_id",
                    Codes.EVENT_ID_TOO_LONG,
                    id.length() + " characters, and at most " + LONGEST_ID + " are taken;"
                            + " it is not cut, since a cut id matches no other; send a shorter one");
        }
    }

    private void removeForeign(Draft draft) {
        FieldMask not = foreign.get(draft.source());
        if (not == null || !draft.given().values().mask().meets(not)) {
            return;
        }
        for (Field field : Field.values()) {
            if (draft.has(field) && !field.belongsTo(draft.source())) {
                foreign(draft, field);
            }
        }
    }

    private static void foreign(Draft draft, Field field) {
        String fact = "TikTok does not list it for " + draft.source().wire() + " events";
        if (draft.lenient()) {
            draft.warn(field, Codes.FIELD_NOT_FOR_SOURCE, fact + "; it is sent, since this source is lenient");
        } else {
            draft.put(field, null);
            draft.warn(
                    field,
                    Codes.FIELD_NOT_FOR_SOURCE,
                    fact + ", so it is left out; do not map it for this destination");
        }
    }

    private static void web(Draft draft) {
        String url = draft.text(Field.PAGE_URL);
        if (url == null) {
            draft.refuse(Field.PAGE_URL, Codes.PAGE_URL_MISSING, "missing; web events need the page's full URL");
        } else if (!isHttp(url)) {
            draft.refuse(
                    Field.PAGE_URL,
                    Codes.PAGE_URL_NOT_HTTP,
                    "a text of " + url.length() + " characters that is no full URL; send one with http:// or https://");
        }
        String referrer = draft.text(Field.PAGE_REFERRER);
        if (referrer != null && !isHttp(referrer)) {
            draft.put(Field.PAGE_REFERRER, null);
            draft.warn(
                    Field.PAGE_REFERRER,
                    Codes.PAGE_REFERRER_NOT_HTTP,
                    "no full URL with http:// or https://, so it is left out");
        }
        warnWithoutKeys(draft, WEB_KEYS, "ttclid, ttp, e-mail, phone, external_id, ip or user_agent");
    }

    private static boolean isHttp(String url) {
        return hostAfter(url, "https://") || hostAfter(url, "http://");
    }

    private static boolean hostAfter(String url, String scheme) {
        int length = scheme.length();
        return url.length() > length
                && url.regionMatches(true, 0, scheme, 0, length)
                && "/?# ".indexOf(url.charAt(length)) < 0;
    }

    private static void app(Draft draft) {
        String id = draft.text(Field.APP_ID);
        if (id == null) {
            draft.refuse(
                    Field.APP_ID,
                    Codes.APP_ID_MISSING,
                    "missing; send the App Store's number or the Play package name");
        } else if (isAppStoreIdWithPrefix(id)) {
            draft.put(Field.APP_ID, id.substring(2));
            draft.warn(
                    Field.APP_ID, Codes.APP_ID_CORRECTED, "sent without the letters id in front, as TikTok wants it");
        } else if (id.length() > LONGEST_APP_STORE_ID && digitsFrom(id, 0)) {
            draft.warn(
                    Field.APP_ID,
                    Codes.APP_ID_LOOKS_WRONG,
                    "a number of " + id.length() + " digits, which looks like TikTok's own app id;"
                            + " send the App Store's number or the Play package name");
        }
        warnWithoutKeys(draft, APP_KEYS, "idfa, gaid, idfv, e-mail, phone or ip");
    }

    private static boolean isAppStoreIdWithPrefix(String id) {
        return id.length() >= 4 && id.startsWith("id") && digitsFrom(id, 2);
    }

    private static boolean digitsFrom(String text, int start) {
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static void offline(Draft draft) {
        if (first(draft, OFFLINE_KEYS) == null) {
            draft.refuse(
                    "user",
                    Codes.USER_UNMATCHABLE,
                    "no usable email, phone or external_id, so nobody can be matched; send at least one");
        }
    }

    private static void crm(Draft draft) {
        if (!draft.has(Field.LEAD_ID)) {
            draft.refuse(
                    Field.LEAD_ID,
                    Codes.LEAD_ID_MISSING,
                    "missing; crm events belong to a TikTok lead."
                            + " A person who came another way goes to an offline destination, as Lead");
        }
    }

    private static void warnWithoutKeys(Draft draft, List<Field> keys, String names) {
        if (first(draft, keys) == null) {
            draft.warn(
                    "user",
                    Codes.USER_MATCH_KEYS_MISSING,
                    "nothing that TikTok could match a person by; send " + names);
        }
    }

    private static @Nullable Field first(Draft draft, List<Field> fields) {
        for (Field field : fields) {
            if (draft.has(field)) {
                return field;
            }
        }
        return null;
    }
}
