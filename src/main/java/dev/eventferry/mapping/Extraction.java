package dev.eventferry.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.eventferry.event.Item;
import dev.eventferry.event.ItemPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a value is found in an item. */
sealed interface Extraction {

    /** What stands there; null, or something that {@link Presence} calls nothing, when nothing does. */
    @Nullable
    JsonNode find(Item item);

    /** Whether it finds the same in every item. */
    default boolean isConstant() {
        return false;
    }

    /** At a path, or in a column. */
    record At(ItemPath path) implements Extraction {
        @Override
        public @Nullable JsonNode find(Item item) {
            return item.at(path);
        }
    }

    /** At the first of several that has something. */
    record FirstOf(List<Extraction> places) implements Extraction {
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
    }

    /** In a parameter of a URL's query. */
    record Query(String name, Extraction of) implements Extraction {
        @Override
        public @Nullable JsonNode find(Item item) {
            JsonNode url = of.find(item);
            String value = url != null && url.isTextual() ? Pairs.queryParameter(url.textValue(), name) : null;
            return value == null ? null : TextNode.valueOf(value);
        }
    }

    /** In a cookie: of a Cookie header's text, or of an object of cookies. */
    record Cookie(String name, Extraction of) implements Extraction {
        @Override
        public @Nullable JsonNode find(Item item) {
            JsonNode cookies = of.find(item);
            if (cookies == null || !cookies.isTextual()) {
                return cookies == null ? null : cookies.get(name);
            }
            String value = Pairs.cookie(cookies.textValue(), name);
            return value == null ? null : TextNode.valueOf(value);
        }
    }

    /** The same for every item. */
    record Constant(JsonNode value) implements Extraction {
        @Override
        public JsonNode find(Item item) {
            return value;
        }

        @Override
        public boolean isConstant() {
            return true;
        }
    }

    /** Several texts as one; what is missing is left out with its separator. */
    record Join(List<ItemPath> paths, String with) implements Extraction {
        @Override
        public @Nullable JsonNode find(Item item) {
            StringBuilder joined = new StringBuilder();
            for (int i = 0; i < paths.size(); i++) {
                JsonNode part = item.at(paths.get(i));
                String text = part == null ? null : Numbers.text(part);
                if (text != null) {
                    joined.append(joined.length() == 0 ? "" : with).append(text);
                }
            }
            return joined.length() == 0 ? null : TextNode.valueOf(joined.toString());
        }
    }
}
