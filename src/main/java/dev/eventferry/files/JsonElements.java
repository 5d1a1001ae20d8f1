package dev.eventferry.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.event.Item;
import dev.eventferry.intake.JsonItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The items of a JSON file: the elements of its array one by one, or what a request's body may be (design 4), one object
 * after the other. JSON that breaks off ends the file, for nobody can tell where the next element begins.
 */
final class JsonElements implements Iterator<Item> {

    private final JsonParser parser;
    private final boolean unwrap;
    private Iterator<JsonNode> inside = Collections.emptyIterator();
    private @Nullable JsonNode next;
    private boolean inArray;
    private boolean inEnvelope;

    /** @param unwrap whether an object that holds events as a request does stands for them */
    JsonElements(JsonParser parser, boolean unwrap) {
        this.parser = parser;
        this.unwrap = unwrap;
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            next = read();
        }
        return next != null;
    }

    @Override
    public Item next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        Item item = new JsonItem(next);
        next = null;
        return item;
    }

    private @Nullable JsonNode read() {
        try {
            while (!inside.hasNext()) {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    return null;
                }
                if (!inArray && token == JsonToken.START_ARRAY) {
                    inArray = true;
                } else if (inArray && token == JsonToken.END_ARRAY) {
                    inArray = false;
                    leaveEnvelope();
                } else if (!inArray && unwrap && token == JsonToken.START_OBJECT) {
                    inside = object();
                } else {
                    JsonNode value = parser.readValueAsTree();
                    inside = inArray || !unwrap ? Collections.singleton(value).iterator() : unpacked(value);
                }
            }
            return inside.next();
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw new UncheckedIOException(new IOException("The JSON breaks off" + where + ": it cannot be read on."));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The events of an envelope are read one by one, so that one of gigabytes needs no more memory than a line. */
    private Iterator<JsonNode> object() throws IOException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            boolean isList = name.equals("events") || (name.equals("data") && object.has("event_source"));
            if (isList && token == JsonToken.START_ARRAY) {
                inArray = true;
                inEnvelope = true;
                return Collections.emptyIterator();
            }
            object.set(name, parser.<JsonNode>readValueAsTree());
        }
        return unpacked(object);
    }

    private void leaveEnvelope() throws IOException {
        while (inEnvelope && parser.nextToken() != JsonToken.END_OBJECT) {
            parser.skipChildren();
        }
        inEnvelope = false;
    }

    private static Iterator<JsonNode> unpacked(JsonNode root) {
        if (root.path("data").isArray() && root.has("event_source")) {
            return root.path("data").iterator();
        }
        return root.path("events").isArray()
                ? root.path("events").iterator()
                : Collections.singleton(root).iterator();
    }
}
