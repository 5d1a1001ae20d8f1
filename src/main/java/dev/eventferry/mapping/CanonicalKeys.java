package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.event.Cookies;
import dev.eventferry.event.Field;
import java.util.HashMap;
import java.util.Map;

/**
 * The keys that the canonical door knows: TikTok's, section by section, and the same as one dotted name, which is what
 * the columns of a file in the canonical form are called.
 */
final class CanonicalKeys {

    /** The field's own name. */
    static final int OWN = 0;
    /** Another sender's name for it. */
    private static final int ALIAS = 1;
    /** A name that says it is hashed; a clear value beside it can be normalised as TikTok wants it, so that one wins. */
    private static final int HASHED_ALIAS = 2;

    /** The 1.0 place of {@code properties.content_type}. */
    static final Leaf CONTENT_TYPE_OF_ITEM = new Leaf(new Target.OfField(Field.CONTENT_TYPE), ALIAS);

    static final Map<String, Key> ROOT = root();

    private CanonicalKeys() {}

    /** What a key stands for. */
    sealed interface Key {}

    /** Keys that need words of their own. */
    enum Special implements Key {
        NAME,
        CONTENTS,
        COOKIES,
        TTCLID_COOKIE,
        TTP_COOKIE
    }

    /** A key of TikTok's request, which is no event's to set (tiktok-events-api 1.3). */
    record OfRequest(String name) implements Key {}

    /** An object of further keys. */
    record Section(String path, Map<String, Key> keys) implements Key {}

    /** A column of a row that holds a part of its only item. */
    record ItemColumn(ContentKey key) implements Key {}

    /**
     * A value.
     *
     * @param rank {@link #OWN}, or how far from it: of several names of one field the lowest counts
     */
    record Leaf(Target target, int rank) implements Key {

        void readIfAbsent(JsonNode given, Draft draft) {
            if (!isPresent(draft)) {
                target.read(given, target.usual(), draft);
            }
        }

        boolean isPresent(Draft draft) {
            if (target instanceof Target.OfField of) {
                return draft.values.has(of.field());
            }
            return target == Target.Id.EVENT_ID ? draft.id != null : draft.time != null;
        }
    }

    private static Map<String, Key> root() {
        Map<String, Key> root = new HashMap<>();
        root.put("event", Special.NAME);
        root.put("event_id", new Leaf(Target.Id.EVENT_ID, OWN));
        root.put("event_time", new Leaf(Target.Time.EVENT_TIME, OWN));
        root.put("cookies", Special.COOKIES);
        root.put("cookies." + Cookies.TTCLID, Special.TTCLID_COOKIE);
        root.put("cookies." + Cookies.TTP, Special.TTP_COOKIE);
        root.put("timestamp", new Leaf(Target.Time.EVENT_TIME, ALIAS));
        for (String name : new String[] {"event_source", "event_source_id", "test_event_code", "partner_name"}) {
            root.put(name, new OfRequest(name));
        }
        for (Field field : Field.values()) {
            Key key = field == Field.CONTENTS ? Special.CONTENTS : new Leaf(new Target.OfField(field), OWN);
            put(root, field.path(), key);
        }
        for (Field field : new Field[] {Field.EMAIL, Field.PHONE}) {
            hashedNames(root, field, field.leaf());
        }
        names(root, Field.EMAIL, "em", "emails", "email_address");
        names(root, Field.PHONE, "ph", "phones", "phone_number", "phone_numbers");
        hashedNames(root, Field.EMAIL, "email_address");
        hashedNames(root, Field.PHONE, "phone_number");
        names(root, Field.EXTERNAL_ID, "external_ids", "user_id");
        hashedNames(root, Field.EXTERNAL_ID, "external_id");
        names(root, Field.FIRST_NAME, "fn");
        hashedNames(root, Field.FIRST_NAME, "first_name");
        names(root, Field.LAST_NAME, "ln");
        hashedNames(root, Field.LAST_NAME, "last_name");
        names(root, Field.ZIP_CODE, "zip", "zp", "postal_code");
        hashedNames(root, Field.ZIP_CODE, "zip_code");
        names(root, Field.LEAD_ID, "lead_id");
        for (String key : ContentKey.keys()) {
            ContentKey named = ContentKey.named(key);
            if (named != null) {
                root.put("properties.contents." + key, new ItemColumn(named));
            }
        }
        return root;
    }

    /** Other names within {@code user}. */
    private static void names(Map<String, Key> root, Field field, String... names) {
        for (String name : names) {
            put(root, "user." + name, new Leaf(new Target.OfField(field), ALIAS));
        }
    }

    private static void hashedNames(Map<String, Key> root, Field field, String name) {
        put(root, "user.sha256_" + name, new Leaf(new Target.OfField(field), HASHED_ALIAS));
        put(root, "user.hashed_" + name, new Leaf(new Target.OfField(field), HASHED_ALIAS));
    }

    /** Puts a key where its path leads, section in section, and under the whole path too. */
    private static void put(Map<String, Key> root, String path, Key key) {
        root.put(path, key);
        Map<String, Key> keys = root;
        int from = 0;
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', from)) {
            String section = path.substring(0, dot);
            Key inner = keys.computeIfAbsent(path.substring(from, dot), name -> new Section(section, new HashMap<>()));
            keys = ((Section) inner).keys();
            from = dot + 1;
        }
        keys.put(path.substring(from), key);
    }
}
