package dev.eventferry.tiktok;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.eventferry.event.Content;
import dev.eventferry.event.Field;
import dev.eventferry.event.FieldMask;
import dev.eventferry.event.HashedEvent;
import dev.eventferry.event.Sha256Hex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes an event as one element of a request's {@code data} (tiktok-events-api 1.3). What is not in {@link Field} cannot
 * be written: TikTok takes unknown keys in silence, so a typo would never be seen.
 */
public final class EventWriter {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Field[] FIELDS = Field.values();
    private static final Map<String, List<SerializedString>> SECTIONS = new HashMap<>();
    private static final Place[] PLACES = Arrays.stream(FIELDS).map(Place::of).toArray(Place[]::new);
    private static final SerializedString EVENT = new SerializedString("event");
    private static final SerializedString EVENT_TIME = new SerializedString("event_time");
    private static final SerializedString EVENT_ID = new SerializedString("event_id");
    private static final SerializedString CONTENT_ID = new SerializedString("content_id");
    private static final SerializedString CONTENT_NAME = new SerializedString("content_name");
    private static final SerializedString CONTENT_CATEGORY = new SerializedString("content_category");
    private static final SerializedString BRAND = new SerializedString("brand");
    private static final SerializedString PRICE = new SerializedString("price");
    private static final SerializedString QUANTITY = new SerializedString("quantity");
    private static final int TYPICAL_SIZE = 1500;

    /** BigDecimal writes numbers of so few decimals without an exponent. */
    private static final int MOST_DECIMALS = 6;

    /** Where a field stands, in bytes that need no encoding any more; fields of one section share its list. */
    private record Place(List<SerializedString> section, SerializedString name) {
        static Place of(Field field) {
            return new Place(
                    SECTIONS.computeIfAbsent(field.section(), Place::keys), new SerializedString(field.leaf()));
        }

        private static List<SerializedString> keys(String section) {
            return section.isEmpty()
                    ? List.of()
                    : Arrays.stream(section.split("\\.", -1))
                            .map(SerializedString::new)
                            .toList();
        }
    }

    private EventWriter() {}

    /** The event as UTF-8 JSON. */
    public static byte[] write(HashedEvent event) {
        ByteArrayBuilder bytes = new ByteArrayBuilder(JSON._getBufferRecycler(), TYPICAL_SIZE);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            writeText(EVENT, event.name(), json);
            json.writeFieldName(EVENT_TIME);
            json.writeNumber(event.time());
            writeText(EVENT_ID, event.id().isEmpty() ? null : event.id(), json);
            writeFields(event, json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        byte[] written = bytes.toByteArray();
        bytes.release();
        return written;
    }

    private static void writeFields(HashedEvent event, JsonGenerator json) throws IOException {
        FieldMask present = event.mask();
        List<SerializedString> open = writeFields(present.low(), 0, event, List.of(), json);
        open = writeFields(present.high(), Long.SIZE, event, open, json);
        turnTo(List.of(), open, json);
    }

    /** The fields of one half of a mask, whose lowest bit is the field {@code first}. */
    private static List<SerializedString> writeFields(
            long present, int first, HashedEvent event, List<SerializedString> open, JsonGenerator json)
            throws IOException {
        List<SerializedString> section = open;
        for (long left = present; left != 0; left &= left - 1) {
            int i = first + Long.numberOfTrailingZeros(left);
            Object value = FIELDS[i] == Field.CONTENTS
                    ? event.contents()
                    : event.values().get(FIELDS[i]);
            if (FIELDS[i].type() == Field.Type.TEXT && value instanceof List<?> one) {
                value = one.get(0);
            }
            if (value != null) {
                section = turnTo(PLACES[i].section, section, json);
                json.writeFieldName(PLACES[i].name);
                writeValue(value, json);
            }
        }
        return section;
    }

    /** Closes objects down to what both sections share, and opens what is missing. */
    private static List<SerializedString> turnTo(
            List<SerializedString> section, List<SerializedString> open, JsonGenerator json) throws IOException {
        if (section.equals(open)) {
            return open;
        }
        int shared = 0;
        while (shared < open.size()
                && shared < section.size()
                && open.get(shared).equals(section.get(shared))) {
            shared++;
        }
        for (int i = shared; i < open.size(); i++) {
            json.writeEndObject();
        }
        for (int i = shared; i < section.size(); i++) {
            json.writeFieldName(section.get(i));
            json.writeStartObject();
        }
        return section;
    }

    private static void writeValue(Object value, JsonGenerator json) throws IOException {
        if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Sha256Hex digest) {
            writeDigest(digest, json);
        } else if (value instanceof BigDecimal number) {
            writeDecimal(number, json);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Content item) {
            writeContent(item, json);
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                writeValue(element, json);
            }
            json.writeEndArray();
        } else {
            throw new IllegalArgumentException(
                    "no field holds a " + value.getClass().getSimpleName());
        }
    }

    /** Digits need no escapes, so that nothing looks at them one by one. */
    private static void writeDigest(Sha256Hex digest, JsonGenerator json) throws IOException {
        byte[] digits = digest.hex().getBytes(StandardCharsets.ISO_8859_1);
        json.writeRawUTF8String(digits, 0, digits.length);
    }

    /** Plain digits: 1000, not 1E+3. */
    private static void writeDecimal(BigDecimal number, JsonGenerator json) throws IOException {
        boolean plain = number.scale() >= 0 && number.scale() <= MOST_DECIMALS;
        json.writeNumber(plain ? number.toString() : number.toPlainString());
    }

    private static void writeContent(Content item, JsonGenerator json) throws IOException {
        json.writeStartObject();
        writeText(CONTENT_ID, item.contentId(), json);
        writeText(CONTENT_NAME, item.contentName(), json);
        writeText(CONTENT_CATEGORY, item.contentCategory(), json);
        writeText(BRAND, item.brand(), json);
        if (item.price() != null) {
            json.writeFieldName(PRICE);
            writeDecimal(item.price(), json);
        }
        if (item.quantity() != null) {
            json.writeFieldName(QUANTITY);
            json.writeNumber(item.quantity());
        }
        json.writeEndObject();
    }

    private static void writeText(SerializedString name, @Nullable String text, JsonGenerator json) throws IOException {
        if (text != null) {
            json.writeFieldName(name);
            json.writeString(text);
        }
    }
}
