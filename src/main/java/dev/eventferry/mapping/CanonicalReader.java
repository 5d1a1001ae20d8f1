package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.event.Cookies;
import dev.eventferry.event.Field;
import dev.eventferry.event.FieldSource;
import dev.eventferry.event.Item;
import dev.eventferry.event.Origin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads events in TikTok's own 2.0 names, forgiving in their form (design 4): numbers as text, one value for a list,
 * times in any form, the other senders' names of match keys (asks 9). It walks what the item holds, once; what TikTok
 * does not know is named in a warning, for TikTok itself would say nothing.
 */
public final class CanonicalReader implements ItemMapper {

    /** Unknown keys that get a warning each; an item of thousands must not cost thousands of comparisons. */
    private static final int MOST_WARNINGS = 10;

    private static final TreeSet<String> KNOWN = new TreeSet<>(Field.paths());

    /** Enough for the keys that a sender's events have in common; a sender of ever new ones gets no more. */
    private static final int MOST_SUGGESTIONS = 1_000;

    static {
        KNOWN.addAll(List.of("event", "event_id", "event_time"));
    }

    /** Looking for the nearest name takes longer than reading the event, and the same keys come again and again. */
    private final Map<String, String> suggestions = new ConcurrentHashMap<>();

    @Override
    public String source() {
        return Origin.CANONICAL;
    }

    @Override
    public Result apply(Item item, int index, String fallbackDestination) {
        return apply(item, index, fallbackDestination, null);
    }

    @Override
    public Result apply(Item item, int index, String fallbackDestination, @Nullable String preset) {
        JsonNode json = item.asJson();
        if (!json.isObject()) {
            return new Result.Refused(List.of(Complaints.notAnObject(json)));
        }
        Walk walk = new Walk(null);
        walk.section(json, "", CanonicalKeys.ROOT);
        Draft draft = walk.finish();
        draft.name = draft.name == null ? preset : draft.name;
        if (draft.name == null) {
            return new Result.Refused(List.of(Complaints.noName("event")));
        }
        return new Result.Mapped(List.of(draft.toEvent(index, fallbackDestination, draft.name, draft.name)));
    }

    @Override
    public List<List<FieldSource>> sources(Item item) {
        List<FieldSource> taken = new ArrayList<>();
        Walk walk = new Walk(taken);
        walk.section(item.asJson(), "", CanonicalKeys.ROOT);
        walk.finish();
        return List.of(taken);
    }

    private String suggestion(String key, Collection<String> known) {
        String found = suggestions.get(key);
        if (found == null) {
            found = Nearest.suggestion(key, known);
            if (suggestions.size() < MOST_SUGGESTIONS) {
                suggestions.put(key, found);
            }
        }
        return found;
    }

    /** One item's way through. */
    private final class Walk {

        private final Draft draft = new Draft();
        private final ContentKey.Slots slots = new ContentKey.Slots();
        private @Nullable List<Alias> aliases;
        private boolean hasItemColumns;
        private int unknown;
        private final @Nullable List<FieldSource> taken;

        /** @param taken gets what each field is read from, of several the last; null when nobody asks */
        Walk(@Nullable List<FieldSource> taken) {
            this.taken = taken;
        }

        /** A value under another name: it counts when nothing better names it. */
        private record Alias(CanonicalKeys.Leaf leaf, String path, String name, JsonNode given) {}

        /** By the name, so that the order of keys does not matter. */
        private static final Comparator<Alias> BEST_FIRST =
                Comparator.<Alias>comparingInt(alias -> alias.leaf().rank()).thenComparing(Alias::name);

        void section(JsonNode object, String path, Map<String, CanonicalKeys.Key> keys) {
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                JsonNode given = entry.getValue();
                if (Presence.isNothing(given)) {
                    continue;
                }
                CanonicalKeys.Key key = keys.get(entry.getKey());
                if (key != null) {
                    read(key, path, entry.getKey(), given);
                } else {
                    otherwiseWritten(entry.getKey(), given, path, keys);
                }
            }
        }

        /** In another case; beside the key as TikTok writes it, it does not count. */
        private void otherwiseWritten(String name, JsonNode given, String path, Map<String, CanonicalKeys.Key> keys) {
            CanonicalKeys.Key key = keys.get(name.strip().toLowerCase(Locale.ROOT));
            if (key instanceof CanonicalKeys.Leaf leaf) {
                alias(leaf, path, name, given);
            } else if (key != null) {
                read(key, path, name, given);
            } else {
                unknown(path.isEmpty() ? name : path + "." + name);
            }
        }

        private void read(CanonicalKeys.Key key, String path, String name, JsonNode given) {
            if (key instanceof CanonicalKeys.Leaf leaf) {
                own(leaf, path, name, given);
            } else if (key instanceof CanonicalKeys.Section section) {
                if (given.isObject()) {
                    section(given, section.path(), section.keys());
                } else {
                    draft.add(Complaints.unreadable(section.path(), given, "an object"));
                }
            } else if (key instanceof CanonicalKeys.ItemColumn column) {
                hasItemColumns = true;
                slots.read(column.key(), 0, given, column.key().usual(), draft);
                if (taken != null) {
                    taken.add(new FieldSource(
                            "properties.contents[0]." + column.key().word(), name));
                }
            } else if (key instanceof CanonicalKeys.OfRequest ofRequest) {
                draft.add(Complaints.misplaced(ofRequest.name()));
            } else if (key == CanonicalKeys.Special.NAME) {
                draft.name = Numbers.text(given);
                take("event", path, name);
            } else if (key == CanonicalKeys.Special.CONTENTS) {
                contents(given);
            } else {
                cookies(key, given);
            }
        }

        /** Beside the fields, for which of them counts is a setting ({@code ferry.enrich.ttclid}). */
        private void cookies(CanonicalKeys.Key key, JsonNode given) {
            if (key == CanonicalKeys.Special.TTCLID_COOKIE) {
                add(Cookies.of(Numbers.text(given), null));
            } else if (key == CanonicalKeys.Special.TTP_COOKIE) {
                add(Cookies.of(null, Numbers.text(given)));
            } else if (given.isObject()) {
                add(Cookies.of(cookie(given, Cookies.TTCLID), cookie(given, Cookies.TTP)));
            } else if (given.isTextual()) {
                add(Cookies.ofHeader(given.textValue()));
            } else {
                draft.add(Complaints.unreadable("cookies", given, "an object, or the text of a Cookie header"));
            }
        }

        private void add(@Nullable Cookies more) {
            Cookies known = draft.cookies;
            if (known == null || more == null) {
                draft.cookies = known == null ? more : known;
            } else {
                draft.cookies = new Cookies(
                        known.ttclid() == null ? more.ttclid() : known.ttclid(),
                        known.ttp() == null ? more.ttp() : known.ttp());
            }
        }

        private static @Nullable String cookie(JsonNode cookies, String name) {
            JsonNode value = cookies.get(name);
            return value == null || Presence.isNothing(value) ? null : Numbers.text(value);
        }

        private void own(CanonicalKeys.Leaf leaf, String path, String name, JsonNode given) {
            if (leaf.rank() != CanonicalKeys.OWN) {
                alias(leaf, path, name, given);
            } else if (!leaf.isPresent(draft) || name.indexOf('.') < 0) { // user: {email} goes before "user.email"
                leaf.target().read(given, leaf.target().usual(), draft);
                take(leaf.target().path(), path, name);
            }
        }

        private void take(String field, String path, String name) {
            if (taken != null) {
                taken.add(new FieldSource(field, path.isEmpty() ? name : path + "." + name));
            }
        }

        private void alias(CanonicalKeys.Leaf leaf, String path, String name, JsonNode given) {
            if (aliases == null) {
                aliases = new ArrayList<>(2);
            }
            aliases.add(new Alias(leaf, path, name, given));
        }

        private void contents(JsonNode given) {
            if (given.isObject()) {
                content(given, 0);
            } else if (given.isArray()) {
                for (int i = 0; i < given.size(); i++) {
                    content(given.get(i), i);
                }
            } else {
                draft.add(Complaints.unreadable("properties.contents", given, "a list of objects"));
            }
        }

        private void content(JsonNode item, int index) {
            if (!item.isObject()) {
                if (!Presence.isNothing(item)) {
                    draft.add(Complaints.unreadable("properties.contents[" + index + "]", item, "an object"));
                }
                return;
            }
            for (Map.Entry<String, JsonNode> entry : item.properties()) {
                if (Presence.isNothing(entry.getValue())) {
                    continue;
                }
                ContentKey key = ContentKey.named(entry.getKey());
                if (key != null) {
                    slots.read(key, index, entry.getValue(), key.usual(), draft);
                    takeOfItem(key, index);
                } else if (entry.getKey().equals("content_type")) { // its place in 1.0 (tiktok-events-api 1.3.2)
                    alias(CanonicalKeys.CONTENT_TYPE_OF_ITEM, "properties.contents", entry.getKey(), entry.getValue());
                } else {
                    unknownOfItem(index, entry.getKey());
                }
            }
            slots.take(draft);
        }

        /** Contents that say nothing are left out, and the others move up. */
        private void takeOfItem(ContentKey key, int index) {
            if (taken != null) {
                String list = "properties.contents[";
                taken.add(new FieldSource(
                        list + draft.contentCount() + "]." + key.word(), list + index + "]." + key.word()));
            }
        }

        private void unknown(String path) {
            unknown++;
            if (unknown <= MOST_WARNINGS) {
                draft.add(Complaints.unknown(path, suggestion(path, KNOWN)));
            }
        }

        private void unknownOfItem(int index, String key) {
            unknown++;
            if (unknown <= MOST_WARNINGS) {
                draft.add(Complaints.unknown(
                        "properties.contents[" + index + "]." + key,
                        suggestion("contents." + key, ContentKey.paths())));
            }
        }

        Draft finish() {
            if (hasItemColumns) {
                slots.take(draft);
            }
            if (aliases != null) {
                aliases.sort(BEST_FIRST);
                for (Alias alias : aliases) {
                    if (taken != null && !alias.leaf().isPresent(draft)) {
                        take(alias.leaf().target().path(), alias.path(), alias.name());
                    }
                    alias.leaf().readIfAbsent(alias.given(), draft);
                }
            }
            if (unknown > MOST_WARNINGS) {
                draft.add(Complaints.manyUnknown(unknown - MOST_WARNINGS));
            }
            return draft;
        }
    }
}
