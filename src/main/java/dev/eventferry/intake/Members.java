package dev.eventferry.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object, in their order, side by side in one array: objects in events are small, and a mapping
 * asks each of them for many names that it does not have. A filter of one bit a name answers most of those, and a name
 * that is there is mostly found by identity, for the parser hands out one text for each name. An object with more than
 * {@value #FEW} members goes on as a hash map.
 */
final class Members extends AbstractMap<String, JsonNode> {

    private static final int FEW = 24;
    private static final int FIRST = 8;

    private String[] names = new String[FIRST];
    private JsonNode[] values = new JsonNode[FIRST];
    private int size;
    private long filter;
    private @Nullable Map<String, JsonNode> many;

    /** Makes JSON objects that hold their members so. */
    static final class Factory extends JsonNodeFactory {

        private static final long serialVersionUID = 1;

        @Override
        public ObjectNode objectNode() {
            return new ObjectNode(this, new Members());
        }
    }

    @Override
    public @Nullable JsonNode get(@Nullable Object name) {
        if (many != null) {
            return many.get(name);
        }
        int at = find(name);
        return at < 0 ? null : values[at];
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return many == null ? find(name) >= 0 : many.containsKey(name);
    }

    @Override
    public @Nullable JsonNode put(String name, JsonNode value) {
        if (many != null) {
            return many.put(name, value);
        }
        int at = find(name);
        if (at >= 0) {
            JsonNode before = values[at];
            values[at] = value;
            return before;
        }
        if (size == FEW) {
            many = new LinkedHashMap<>(this);
            return many.put(name, value);
        }
        if (size == names.length) {
            names = Arrays.copyOf(names, Math.min(FEW, 2 * size));
            values = Arrays.copyOf(values, names.length);
        }
        names[size] = name;
        values[size] = value;
        size++;
        filter |= bit(name);
        return null;
    }

    @Override
    public @Nullable JsonNode remove(@Nullable Object name) {
        if (many != null) {
            return many.remove(name);
        }
        int at = find(name);
        return at < 0 ? null : remove(at);
    }

    @Override
    public int size() {
        return many == null ? size : many.size();
    }

    @Override
    public void clear() {
        names = new String[FIRST];
        values = new JsonNode[FIRST];
        size = 0;
        filter = 0;
        many = null;
    }

    @Override
    public Set<Entry<String, JsonNode>> entrySet() {
        return many == null ? new Entries() : many.entrySet();
    }

    @SuppressWarnings("ReferenceEquality") // the quick look; the thorough one follows
    private int find(@Nullable Object name) {
        if (!(name instanceof String wanted) || (filter & bit(wanted)) == 0) {
            return -1;
        }
        for (int i = 0; i < size; i++) {
            if (names[i] == wanted) {
                return i;
            }
        }
        for (int i = 0; i < size; i++) {
            if (names[i].equals(wanted)) {
                return i;
            }
        }
        return -1;
    }

    /** A name no longer there may stay in the filter: it is looked for then, and not found. */
    private JsonNode remove(int at) {
        JsonNode before = values[at];
        size--;
        System.arraycopy(names, at + 1, names, at, size - at);
        System.arraycopy(values, at + 1, values, at, size - at);
        return before;
    }

    private static long bit(String name) {
        int hash = name.hashCode() * 0x9E3779B9;
        return 1L << (hash >>> 26);
    }

    private final class Entries extends AbstractSet<Entry<String, JsonNode>> {

        @Override
        public int size() {
            return size;
        }

        @Override
        public Iterator<Entry<String, JsonNode>> iterator() {
            return new Iterator<>() {

                private int next;

                @Override
                public boolean hasNext() {
                    return next < size;
                }

                @Override
                public Entry<String, JsonNode> next() {
                    if (next >= size) {
                        throw new NoSuchElementException();
                    }
                    int at = next++;
                    return new SimpleEntry<>(names[at], values[at]) {

                        private static final long serialVersionUID = 1;

                        @Override
                        public JsonNode setValue(JsonNode value) {
                            values[at] = value;
                            return super.setValue(value);
                        }
                    };
                }

                @Override
                public void remove() {
                    next--;
                    Members.this.remove(next);
                }
            };
        }
    }
}
