package dev.eventferry.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One order of an invented person, as a shop's tracker sends it (Segment's track call) or a CRM exports it.
 *
 * @param time ISO 8601 with milliseconds, 24 characters
 * @param hasCoupon about one order in five
 * @param lines what was bought
 */
record Purchase(
        String messageId,
        String time,
        String anonymousId,
        String userId,
        String ip,
        String userAgent,
        String locale,
        String pageUrl,
        String email,
        String phone,
        String orderId,
        String checkoutId,
        String currency,
        boolean hasCoupon,
        String ttclid,
        String ttp,
        String shopId,
        List<Line> lines) {

    /** Those of {@link #COLUMNS} that a CRM knows nothing of. */
    private static final Set<String> SEEN_BY_THE_WEBSITE = Set.of("ip", "user_agent", "ttp", "page_url");

    /** The columns of {@link #row}: an order with all that the shop's website saw. */
    static final List<String> COLUMNS = List.of(
            "order_id",
            "message_id",
            "created_at",
            "email",
            "phone",
            "customer_id",
            "ip",
            "user_agent",
            "total",
            "currency",
            "ttclid",
            "ttp",
            "page_url",
            "item_sku",
            "item_name",
            "item_price",
            "item_quantity");

    /** The columns of {@link #crmRow}. */
    static final List<String> CRM_COLUMNS = COLUMNS.stream()
            .filter(Predicate.not(SEEN_BY_THE_WEBSITE::contains))
            .toList();

    private static final JsonFactory JSON = new JsonFactory();
    private static final int TYPICAL_BYTES = 2048;

    /**
     * One product of the order.
     *
     * @param priceCents of one piece, in hundredths of the order's currency
     */
    record Line(
            String productId,
            String sku,
            String category,
            String name,
            String brand,
            String variant,
            long priceCents,
            long quantity,
            long position) {

        private void write(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeStringField("product_id", productId);
            json.writeStringField("sku", sku);
            json.writeStringField("category", category);
            json.writeStringField("name", name);
            json.writeStringField("brand", brand);
            json.writeStringField("variant", variant);
            writeMoney(json, "price", priceCents);
            json.writeNumberField("quantity", quantity);
            json.writeNumberField("position", position);
            json.writeEndObject();
        }
    }

    /** What the order costs, in hundredths of its currency. */
    long totalCents() {
        return lines.stream()
                .mapToLong(line -> line.priceCents() * line.quantity())
                .sum();
    }

    /** The track call, UTF-8 without spaces. */
    byte[] json() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_BYTES);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            writeEnvelope(json);
            writeContext(json);
            writeProperties(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** The order as a flat export has it, with its first product alone; in the order of {@link #COLUMNS}. */
    List<String> row() {
        Line first = lines.get(0);
        return List.of(
                orderId,
                messageId,
                time,
                email,
                phone,
                userId,
                ip,
                userAgent,
                decimal(totalCents()),
                currency,
                ttclid,
                ttp,
                pageUrl,
                first.sku(),
                first.name(),
                decimal(first.priceCents()),
                Long.toString(first.quantity()));
    }

    /** The order as a CRM has it: {@link #row} without what only a website sees; in the order of {@link #CRM_COLUMNS}. */
    List<String> crmRow() {
        List<String> row = row();
        return CRM_COLUMNS.stream()
                .map(column -> row.get(COLUMNS.indexOf(column)))
                .toList();
    }

    private void writeEnvelope(JsonGenerator json) throws IOException {
        json.writeStringField("type", "track");
        json.writeStringField("event", "Order Completed");
        json.writeStringField("channel", "web");
        json.writeStringField("messageId", messageId);
        json.writeStringField("timestamp", time);
        json.writeStringField("originalTimestamp", time);
        json.writeStringField("sentAt", time);
        json.writeStringField("receivedAt", time);
        json.writeStringField("anonymousId", anonymousId);
        json.writeStringField("userId", userId);
    }

    private void writeContext(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("context");
        json.writeStringField("ip", ip);
        json.writeStringField("userAgent", userAgent);
        json.writeStringField("locale", locale);
        json.writeStringField("timezone", "Europe/Berlin");
        json.writeObjectFieldStart("library");
        json.writeStringField("name", "analytics.js");
        json.writeStringField("version", "next-1.70.0");
        json.writeEndObject();
        writePage(json);
        json.writeObjectFieldStart("traits");
        json.writeStringField("email", email);
        json.writeStringField("phone", phone);
        json.writeEndObject();
        json.writeArrayFieldStart("externalId");
        json.writeStartObject();
        json.writeStringField("type", "tiktokExternalId");
        json.writeStringField("id", userId);
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writePage(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("page");
        json.writeStringField("path", "/checkout/thank-you");
        json.writeStringField("referrer", "https://shop.example.com/checkout");
        json.writeStringField("search", "");
        json.writeStringField("title", "Thank you");
        json.writeStringField("url", pageUrl);
        json.writeEndObject();
    }

    private void writeProperties(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("properties");
        json.writeStringField("order_id", orderId);
        json.writeStringField("checkout_id", checkoutId);
        json.writeStringField("affiliation", "Web Store");
        json.writeStringField("currency", currency);
        writeMoney(json, "value", totalCents());
        writeMoney(json, "revenue", totalCents());
        writeMoney(json, "shipping", 499);
        writeMoney(json, "tax", 150);
        if (hasCoupon) {
            json.writeStringField("coupon", "SAVE10");
        }
        json.writeStringField("ttclid", ttclid);
        json.writeStringField("ttp", ttp);
        json.writeStringField("shop_id", shopId);
        json.writeArrayFieldStart("products");
        for (Line line : lines) {
            line.write(json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeMoney(JsonGenerator json, String name, long cents) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(decimal(cents));
    }

    /** The shortest decimal, as JavaScript writes its numbers: 5, 23.4, 175.51. */
    static String decimal(long cents) {
        long whole = cents / 100;
        long rest = cents % 100;
        if (rest == 0) {
            return Long.toString(whole);
        }
        if (rest % 10 == 0) {
            return whole + "." + rest / 10;
        }
        return whole + (rest < 10 ? ".0" : ".") + rest;
    }
}
