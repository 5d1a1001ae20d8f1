package dev.eventferry.inspect;

import dev.eventferry.event.Content;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Field;
import dev.eventferry.event.FieldSource;
import dev.eventferry.event.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the fields of one event were read from, or which step filled them in, while it is on its way: names of places and
 * never what stood there. It is told step by step, while the item is at hand: what came in is not kept, and from its shape
 * alone nobody could tell which of several places was taken. For one thread.
 */
public final class FieldSources {

    /** More are not told: an event of a thousand contents says the same of each. */
    static final int MOST = 200;

    private static final String ITEMS = "properties.contents[";

    private final Map<String, String> from = new HashMap<>();

    /**
     * Begins with what was read.
     *
     * @param read of the item, as its mapping read it
     * @param mapped what the mapping made of it
     * @param ready the same with what the settings of its source add
     * @param source its name
     */
    public FieldSources(List<FieldSource> read, ConversionEvent mapped, ConversionEvent ready, String source) {
        add(read);
        String preset = "ferry.source." + source + ".preset.";
        from.putIfAbsent("event", preset + "event");
        fill(mapped.values(), ready.values(), field -> preset + field.path());
        if (mapped.time() == null) {
            from.put("event_time", "when it came in");
        }
        if (mapped.id() == null) {
            from.put("event_id", ready.id() == null ? "made of what the event says" : "made of the row's key");
        }
    }

    /** What further places filled. */
    public void add(List<FieldSource> more) {
        more.forEach(each -> from.put(each.field(), each.from()));
    }

    /** What the rules made of it. */
    public void judged(ConversionEvent before, ConversionEvent after) {
        fill(before.values(), after.values(), field -> "the rules, by its other fields");
        if (after.contents().size() < before.contents().size()) {
            leaveOut(before.contents(), after.contents());
        }
    }

    /** Of each field that the event leaves with, in TikTok's order. */
    public List<FieldSource> of(boolean hasTime, boolean hasId, Values values, List<Content> contents) {
        List<FieldSource> all = new ArrayList<>();
        tell("event", all);
        if (hasTime) {
            tell("event_time", all);
        }
        if (hasId) {
            tell("event_id", all);
        }
        for (Field field : Field.values()) {
            if (values.has(field)) {
                tell(field.path(), all);
            } else if (field == Field.CONTENTS) {
                for (int i = 0; i < contents.size() && all.size() < MOST; i++) {
                    tell(contents.get(i), i, all);
                }
            }
        }
        return List.copyOf(all.subList(0, Math.min(MOST, all.size())));
    }

    private void tell(Content content, int index, List<FieldSource> to) {
        for (Leaf leaf : LEAVES) {
            if (leaf.of.value(content) != null) {
                tell(ITEMS + index + "]." + leaf.name, to);
            }
        }
    }

    private void tell(String field, List<FieldSource> to) {
        to.add(new FieldSource(field, from.getOrDefault(field, "a step of its route")));
    }

    private void fill(Values before, Values after, Function<Field, String> by) {
        for (Field field : Field.values()) {
            if (after.has(field) && !before.has(field)) {
                from.put(field.path(), by.apply(field));
            }
        }
    }

    /** A rule left out some of the contents, and those behind them moved up. */
    private void leaveOut(List<Content> before, List<Content> after) {
        int kept = 0;
        for (int i = 0; i < before.size() && kept < after.size(); i++) {
            if (isSame(before.get(i), after.get(kept))) {
                for (Leaf leaf : LEAVES) {
                    String place = from.remove(ITEMS + i + "]." + leaf.name);
                    if (place != null) {
                        from.put(ITEMS + kept + "]." + leaf.name, place);
                    }
                }
                kept++;
            }
        }
    }

    /** Whether that is what became of a content: its price may be gone. */
    private static boolean isSame(Content before, Content after) {
        return after.equals(before)
                || (after.price() == null
                        && after.equals(new Content(
                                before.contentId(),
                                before.contentName(),
                                before.contentCategory(),
                                before.brand(),
                                null,
                                before.quantity())));
    }

    private interface Part {
        @Nullable
        Object value(Content content);
    }

    private record Leaf(String name, Part of) {}

    private static final List<Leaf> LEAVES = List.of(
            new Leaf("content_id", Content::contentId),
            new Leaf("content_name", Content::contentName),
            new Leaf("content_category", Content::contentCategory),
            new Leaf("brand", Content::brand),
            new Leaf("price", Content::price),
            new Leaf("quantity", Content::quantity));
}
