package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.eventferry.cell.Cell;
import dev.eventferry.cell.CellStyle;
import dev.eventferry.event.Item;
import dev.eventferry.event.ItemPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where a value is found in an item. */
sealed interface Extraction {

    /** What stands there; null, or something that {@link Presence} calls nothing, when nothing does. */
    @Nullable
    JsonNode find(Item item);

    /** Where that is, for a report; it names places and the mapping's own words only. */
    String words();

    /** The same of the places alone that had something in that item; asked where something was found. */
    default Extraction chosen(Item item) {
        return this;
    }

    /** Where that is in an item of a list, for a report. */
    default String wordsIn(String element) {
        return words() + " of " + element;
    }

    /** Whether the mapping says what was found, and not the item. */
    default boolean isMadeUp(JsonNode found) {
        return false;
    }

    /** At a path, or in a column. */
    record At(ItemPath path) implements Extraction {
        @Override
        public String words() {
            return path.text();
        }

        @Override
        public String wordsIn(String element) {
            return within(element, path);
        }

        @Override
        public @Nullable JsonNode find(Item item) {
            return item.at(path);
        }
    }

    /** At a path, unless a text stands there that means nothing: Salesforce's #N/A (sources D5). */
    record AtUnless(ItemPath path, Set<String> nothing) implements Extraction {
        @Override
        public String words() {
            return path.text();
        }

        @Override
        public String wordsIn(String element) {
            return within(element, path);
        }

        @Override
        public @Nullable JsonNode find(Item item) {
            JsonNode found = item.at(path);
            return found != null
                            && found.isTextual()
                            && nothing.contains(found.textValue().strip())
                    ? null
                    : found;
        }
    }

    /** At the first of several that has something. */
    record FirstOf(List<Extraction> places) implements Extraction {
        @Override
        public String words() {
            return String.join(", else ", places.stream().map(Extraction::words).toList());
        }

        @Override
        public @Nullable JsonNode find(Item item) {
            for (int i = 0; i < places.size(); i++) {
                JsonNode found = Presence.orNull(places.get(i).find(item));
                if (found != null) {
                    return found;
                }
            }
            return null;
        }

        @Override
        public Extraction chosen(Item item) {
            for (Extraction place : places) {
                if (Presence.orNull(place.find(item)) != null) {
                    return place.chosen(item);
                }
            }
            return this;
        }

        @Override
        public boolean isMadeUp(JsonNode found) {
            return places.stream().anyMatch(place -> place.isMadeUp(found));
        }
    }

    /** In a parameter of a URL's query. */
    record Query(String name, Extraction of) implements Extraction {
        @Override
        public String words() {
            return "parameter " + name + " of " + of.words();
        }

        @Override
        public @Nullable JsonNode find(Item item) {
            JsonNode url = of.find(item);
            String value = url != null && url.isTextual() ? Pairs.queryParameter(url.textValue(), name) : null;
            return value == null ? null : TextNode.valueOf(value);
        }

        @Override
        public Extraction chosen(Item item) {
            return new Query(name, of.chosen(item));
        }
    }

    /** In a cookie: of a Cookie header's text, of an object of cookies, or of a list of them. */
    record Cookie(String name, Extraction of) implements Extraction {
        @Override
        public String words() {
            return "cookie " + name + " of " + of.words();
        }

        @Override
        public @Nullable JsonNode find(Item item) {
            JsonNode cookies = of.find(item);
            if (cookies == null || !cookies.isTextual()) {
                return cookies == null ? null : NamedValues.find(cookies, name);
            }
            String value = Pairs.cookie(cookies.textValue(), name);
            return value == null ? null : TextNode.valueOf(value);
        }

        @Override
        public Extraction chosen(Item item) {
            return new Cookie(name, of.chosen(item));
        }
    }

    /** The value of a name in a list of names and values. */
    record Pair(String name, Extraction of) implements Extraction {
        @Override
        public String words() {
            return name + " in " + of.words();
        }

        @Override
        public @Nullable JsonNode find(Item item) {
            JsonNode pairs = of.find(item);
            return pairs == null ? null : NamedValues.find(pairs, name);
        }

        @Override
        public Extraction chosen(Item item) {
            return new Pair(name, of.chosen(item));
        }
    }

    /** The same for every item. */
    record Constant(JsonNode value) implements Extraction {
        @Override
        public String words() {
            return "the mapping itself";
        }

        @Override
        public String wordsIn(String element) {
            return words();
        }

        @Override
        public JsonNode find(Item item) {
            return value;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // an item may say the same itself
        public boolean isMadeUp(JsonNode found) {
            return found == value;
        }
    }

    /** Several texts as one; what is missing is left out with its separator. Constants alone are nothing. */
    record Join(List<Extraction> places, String with) implements Extraction {
        @Override
        public String words() {
            return String.join(" and ", places.stream().map(Extraction::words).toList());
        }

        @Override
        public @Nullable JsonNode find(Item item) {
            StringBuilder joined = new StringBuilder();
            CellStyle style = null;
            boolean found = false;
            for (int i = 0; i < places.size(); i++) {
                JsonNode part = places.get(i).find(item);
                String text = part == null ? null : Numbers.text(part);
                if (part != null && text != null) {
                    style = style == null && part instanceof Cell cell ? cell.style() : style;
                    joined.append(joined.isEmpty() ? "" : with).append(text);
                    found |= !places.get(i).isMadeUp(part);
                }
            }
            if (!found) {
                return null;
            }
            // the date that stands before the time of day is written as its column is
            return style == null ? TextNode.valueOf(joined.toString()) : new Cell(joined.toString(), style);
        }

        @Override
        public Extraction chosen(Item item) {
            List<Extraction> found = new ArrayList<>(places.size());
            for (Extraction place : places) {
                JsonNode part = place.find(item);
                if (part != null && Numbers.text(part) != null) {
                    found.add(place.chosen(item));
                }
            }
            return found.size() == 1 ? found.get(0) : new Join(List.copyOf(found), with);
        }
    }

    /** A text as a list of its pieces. */
    record Split(Extraction of, String separator) implements Extraction {
        @Override
        public String words() {
            return "pieces of " + of.words();
        }

        @Override
        public @Nullable JsonNode find(Item item) {
            JsonNode found = of.find(item);
            String text = found == null ? null : Numbers.text(found);
            if (text == null) {
                return found;
            }
            ArrayNode pieces = JsonNodeFactory.instance.arrayNode();
            Pieces.of(text, separator).forEach(pieces::add);
            return pieces;
        }

        @Override
        public Extraction chosen(Item item) {
            return new Split(of.chosen(item), separator);
        }
    }

    /** One piece of a text. */
    record Part(Extraction of, String separator, Pieces.Pick pick, int nth) implements Extraction {
        @Override
        public String words() {
            return "a piece of " + of.words();
        }

        @Override
        public @Nullable JsonNode find(Item item) {
            return eachText(of.find(item), text -> {
                String piece = Pieces.pick(text, separator, pick, nth);
                return piece == null ? null : TextNode.valueOf(piece);
            });
        }

        @Override
        public Extraction chosen(Item item) {
            return new Part(of.chosen(item), separator, pick, nth);
        }
    }

    /**
     * What a table of values says of it.
     *
     * @param otherwise for a value that the table does not list, and for none
     */
    record Lookup(
            Extraction of,
            AnyCase<JsonNode> table,
            @Nullable JsonNode otherwise) implements Extraction {
        @Override
        public String words() {
            return "a table of " + of.words();
        }

        @Override
        public @Nullable JsonNode find(Item item) {
            JsonNode found = Presence.orNull(of.find(item));
            return found == null
                    ? otherwise
                    : eachText(found, text -> {
                        JsonNode listed = table.find(text);
                        return listed == null ? otherwise : listed;
                    });
        }

        @Override
        public Extraction chosen(Item item) {
            boolean isEmpty = Presence.orNull(of.find(item)) == null;
            return isEmpty && otherwise != null
                    ? new Constant(otherwise)
                    : new Lookup(of.chosen(item), table, otherwise);
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // an item may say the same itself
        public boolean isMadeUp(JsonNode found) {
            return found == otherwise;
        }
    }

    /** A text written otherwise. */
    record Reworded(Extraction of, Function<String, @Nullable String> how) implements Extraction {
        @Override
        public String words() {
            return of.words();
        }

        @Override
        public @Nullable JsonNode find(Item item) {
            return eachText(of.find(item), text -> {
                String reworded = how.apply(text);
                return reworded == null ? null : TextNode.valueOf(reworded);
            });
        }

        @Override
        public Extraction chosen(Item item) {
            return of.chosen(item);
        }
    }

    private static String within(String element, ItemPath path) {
        return path.steps().isEmpty() ? element : element + "." + path.text();
    }

    private static @Nullable JsonNode eachText(@Nullable JsonNode found, Function<String, @Nullable JsonNode> how) {
        if (found == null || !found.isArray()) {
            String text = found == null ? null : Numbers.text(found);
            return text == null ? null : how.apply(text);
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (JsonNode element : found) {
            String text = Numbers.text(element);
            JsonNode made = text == null ? null : how.apply(text);
            if (made != null) {
                all.add(made);
            }
        }
        return all;
    }
}
