package dev.eventferry.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eventferry.event.Item;
import dev.eventferry.event.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's body into items: one event, an array, {@code {"events": […]}}, TikTok's own envelope, or NDJSON;
 * gzipped or not (design 4). Depth, lengths and counts are bounded (reliability B.3 6, 7).
 */
public final class BodyReader {

    /** Reads JSON as every door does: exact decimals, bounded, no duplicate keys. */
    public static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(32)
                            .maxStringLength(64 * 1024)
                            .maxNumberLength(64)
                            .maxNameLength(256)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES) // an id 10.50 is not 10.5
            .nodeFactory(new Members.Factory())
            .build();

    /** Reads a line of NDJSON: one value and nothing behind it. */
    public static final ObjectReader LINE = JSON.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /**
     * What is allowed.
     *
     * @param maxUnzipped bytes after unpacking
     * @param maxEvents in one request
     */
    public record Limits(long maxUnzipped, int maxEvents) {}

    /**
     * The items of a body.
     *
     * @param envelope what TikTok's own request says around its events; null for any other form
     */
    public record Body(List<Item> items, @Nullable Envelope envelope) {

        /** Of TikTok's envelope; null otherwise. */
        public @Nullable String testEventCode() {
            return envelope == null ? null : envelope.testEventCode();
        }
    }

    private final Limits limits;

    public BodyReader(Limits limits) {
        this.limits = limits;
    }

    /**
     * Reads a body.
     *
     * @throws RequestRefused 400, 413 or 415
     */
    public Body read(HttpRequest request) {
        return read(request, true);
    }

    /**
     * Reads a body whose form is another's: each object is an item, and none is taken for an envelope.
     *
     * @throws RequestRefused 400, 413 or 415
     */
    public List<Item> readAsItIs(HttpRequest request) {
        return read(request, false).items();
    }

    /**
     * The items of JSON that came by another way than HTTP.
     *
     * @param openEnvelopes whether {@code {"events": […]}} is several events, and not one object of another's form
     * @throws RequestRefused 400 or 413
     */
    public List<Item> read(byte[] json, boolean openEnvelopes) {
        if (json.length == 0) {
            throw new RequestRefused(400, "body_empty", "The body is empty: send an event or an array of events.");
        }
        return parse(json, parser -> readDocument(parser, openEnvelopes)).items();
    }

    private Body read(HttpRequest request, boolean openEnvelopes) {
        byte[] bytes = unzip(request);
        return isNdjson(request)
                ? new Body(readLines(bytes), null)
                : parse(bytes, parser -> readDocument(parser, openEnvelopes));
    }

    /**
     * The same items, if there are not too many.
     *
     * @throws RequestRefused 413
     */
    public List<Item> bounded(List<Item> items) {
        if (items.size() > limits.maxEvents()) {
            throw tooMany(null);
        }
        return items;
    }

    /**
     * A body that is one JSON value.
     *
     * @throws RequestRefused 400, 413 or 415
     */
    JsonNode document(HttpRequest request) {
        return parse(unzip(request), parser -> {
            if (parser.nextToken() == null) {
                throw new RequestRefused(400, "body_empty", "The body is blank: send JSON.");
            }
            JsonNode root = parser.readValueAsTree();
            end(parser);
            return root;
        });
    }

    /**
     * The elements of a list as items.
     *
     * @param field what a refusal names; null for the whole body
     * @throws RequestRefused 413 when there are more than allowed
     */
    List<Item> items(JsonNode array, @Nullable String field) {
        if (array.size() > limits.maxEvents()) {
            throw tooMany(field);
        }
        List<Item> items = new ArrayList<>(array.size());
        for (JsonNode element : array) {
            items.add(new JsonItem(element));
        }
        return items;
    }

    private interface Reading<T> {
        T read(JsonParser parser) throws IOException;
    }

    private static <T> T parse(byte[] bytes, Reading<T> reading) {
        try (JsonParser parser = JSON.createParser(bytes)) {
            return reading.read(parser);
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        } catch (IOException e) {
            throw new RequestRefused(400, "body_unreadable", "The body cannot be read.");
        } catch (NumberFormatException e) { // Jackson's, for 1e9999999999: no decimal has such an exponent
            throw new RequestRefused(400, "body_unreadable", "A number in the body is too large to be one.");
        }
    }

    private Body readDocument(JsonParser parser, boolean openEnvelopes) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_ARRAY) {
            List<Item> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                add(items, new JsonItem(parser.readValueAsTree()));
            }
            end(parser);
            return new Body(items, null);
        }
        if (first != JsonToken.START_OBJECT) {
            throw new RequestRefused(400, "body_not_events", "The body is neither an object nor an array of events.");
        }
        JsonNode root = parser.readValueAsTree();
        end(parser);
        if (!openEnvelopes) {
            return new Body(List.of(new JsonItem(root)), null);
        }
        if (root.path("data").isArray() && root.has("event_source")) {
            return new Body(items(root.path("data"), null), Envelope.of(root));
        }
        if (root.path("events").isArray()) {
            return new Body(items(root.path("events"), null), null);
        }
        return new Body(List.of(new JsonItem(root)), null);
    }

    /** Each line is an event, so one that is broken is refused alone. */
    private List<Item> readLines(byte[] bytes) {
        List<Item> items = new ArrayList<>();
        int line = 1;
        for (int from = 0; from < bytes.length; line++) {
            int to = from;
            boolean blank = true;
            while (to < bytes.length && bytes[to] != '\n') {
                blank &= bytes[to] <= ' ' && bytes[to] >= 0;
                to++;
            }
            if (!blank) {
                add(items, readLine(bytes, from, to, line));
            }
            from = to + 1;
        }
        return items;
    }

    private static Item readLine(byte[] bytes, int from, int to, int line) {
        try {
            return new JsonItem(LINE.readTree(bytes, from, to - from));
        } catch (JsonProcessingException e) {
            return brokenLine(line, e);
        } catch (IOException e) {
            throw new RequestRefused(400, "body_unreadable", "The body cannot be read.");
        } catch (NumberFormatException e) { // as above
            return new BrokenItem(numberTooLarge("Line " + line));
        }
    }

    /** A line with a number whose exponent no decimal has. */
    public static Problem numberTooLarge(String line) {
        return Problem.error(
                "", "line_unreadable", line + " has a number that is too large to be one: write it with fewer digits.");
    }

    private static BrokenItem brokenLine(int line, JsonProcessingException e) {
        int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
        return new BrokenItem(Problem.error(
                "", "line_unreadable", "Line " + line + " is not JSON at column " + column + ": one object a line."));
    }

    private void add(List<Item> items, Item item) {
        if (items.size() == limits.maxEvents()) {
            throw tooMany(null);
        }
        items.add(item);
    }

    private RequestRefused tooMany(@Nullable String field) {
        return new RequestRefused(
                413,
                "too_many_events",
                "A request may carry " + limits.maxEvents() + " events (ferry.http.max-events): send more requests.",
                field);
    }

    private static void end(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            JsonLocation at = parser.currentTokenLocation();
            throw new RequestRefused(
                    400,
                    "body_unreadable",
                    "Something follows the JSON at line " + at.getLineNr() + ", column " + at.getColumnNr()
                            + ": for several events send an array, or NDJSON as application/x-ndjson.");
        }
    }

    /** The body as it was meant, never empty. */
    private byte[] unzip(HttpRequest request) {
        byte[] bytes = unpacked(request);
        if (bytes.length == 0) {
            throw new RequestRefused(
                    400, "body_empty", "The body is empty: send an event, an array of events or NDJSON.");
        }
        return bytes;
    }

    private byte[] unpacked(HttpRequest request) {
        String encoding = request.headers().get("Content-Encoding");
        if (encoding == null || encoding.isBlank() || encoding.equalsIgnoreCase("identity")) {
            return request.body();
        }
        if (!encoding.equalsIgnoreCase("gzip")) {
            throw new RequestRefused(415, "encoding_unknown", "Content-Encoding may be gzip or nothing.");
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(request.body()))) {
            byte[] unzipped = in.readNBytes(Math.toIntExact(limits.maxUnzipped()) + 1);
            if (unzipped.length > limits.maxUnzipped()) {
                throw new RequestRefused(
                        413,
                        "body_too_large",
                        "The unpacked body is over ferry.http.max-unzipped: send more requests.");
            }
            return unzipped;
        } catch (IOException e) {
            throw new RequestRefused(400, "gzip_unreadable", "The body is not gzip, though Content-Encoding says so.");
        }
    }

    private static boolean isNdjson(HttpRequest request) {
        String type = request.headers().get("Content-Type");
        if (type == null) {
            return false;
        }
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.startsWith("application/x-ndjson") || lower.startsWith("application/jsonl");
    }

    private static RequestRefused unreadable(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        boolean tooMuch = e instanceof com.fasterxml.jackson.core.exc.StreamConstraintsException;
        return tooMuch
                ? new RequestRefused(
                        400, "body_too_deep", "The JSON is too deep, or a text or number in it too long," + where + ".")
                : new RequestRefused(
                        400,
                        "body_unreadable",
                        e instanceof JsonMappingException
                                ? "An object in the body has a key twice" + where + "."
                                : "The body is not JSON" + where + ".");
    }
}
