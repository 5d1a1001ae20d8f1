package dev.eventferry.bench;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;

/**
 * The workload of the benchmark: an endless, repeatable row of purchases of two products, about 1,668 bytes of JSON
 * each, byte for byte the events with which the peers in docs/benchmarks.md were measured.
 *
 * <p>The order of the draws is part of the workload: change one and every later event is another. Message ids are
 * unique over the first ten million events; order ids are drawn from 80 million and do repeat (some 6,000 times in a
 * million), so the message id is the one to deduplicate on.
 *
 * <p>Not for use by several threads at once.
 */
final class Purchases {

    private static final DateTimeFormatter ISO_MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);
    private static final long FIRST_MILLIS = 1_764_000_000_000L;
    private static final long STEP_MILLIS = 137;
    private static final long HOUR_MILLIS = 3_600_000;

    private static final List<String> FIRST_NAMES = List.of(
            "alice", "Bob", "carlos", "Dana", "emre", "Fatima", "george", "Hana", "ivan", "Julia", "kenji", "Lea",
            "marco", "Nina", "oscar", "Paula");
    private static final List<String> LAST_NAMES =
            List.of("smith", "Garcia", "Muller", "tanaka", "Rossi", "dubois", "Kowalski", "nguyen", "Silva", "khan");
    private static final List<String> MAIL_DOMAINS =
            List.of("gmail.com", "Yahoo.com", "outlook.com", "example.org", "icloud.com", "proton.me");
    private static final List<String> USER_AGENTS = List.of(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
                    + " Version/17.4 Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
                    + " Chrome/125.0.0.0 Safari/537.36",
            "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko)"
                    + " Chrome/124.0.0.0 Mobile Safari/537.36",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_4) AppleWebKit/605.1.15 (KHTML, like Gecko)"
                    + " Version/17.4 Safari/605.1.15");
    private static final List<Market> MARKETS = List.of(
            new Market("USD", "+1", 10, "en-US"),
            new Market("GBP", "+44", 10, "en-GB"),
            new Market("EUR", "+49", 10, "de-DE"),
            new Market("BRL", "+55", 11, "pt-BR"),
            new Market("JPY", "+81", 10, "ja-JP"),
            new Market("EUR", "+33", 9, "fr-FR"));
    private static final List<String> CATEGORIES =
            List.of("Shoes", "Apparel > T-Shirts", "Home & Garden", "Beauty", "Electronics");
    private static final List<String> PRODUCTS = List.of(
            "Air Runner 2",
            "Organic Cotton Tee",
            "Ceramic Planter",
            "Vitamin C Serum",
            "USB-C Hub 7-in-1",
            "Trail Socks (3-pack)");
    private static final List<String> BRANDS = List.of("Acme", "Nordlys", "Kaze", "Bela", "Umbra");
    private static final List<String> VARIANTS = List.of("S", "M", "L", "black");

    private final Dice dice = new Dice();
    private final LongUnaryOperator millisOf;
    private long index;

    private Purchases(LongUnaryOperator millisOf) {
        this.millisOf = millisOf;
    }

    private record Market(String currency, String dialCode, int phoneDigits, String locale) {}

    /** With the times that the peers were measured with: from 2025-11-24T16:00:00Z on, 137 ms apart. */
    static Purchases asMeasured() {
        return new Purchases(index -> FIRST_MILLIS + index * STEP_MILLIS);
    }

    /** With times within the hour before the given one, so that no rule about old events speaks up; else the same. */
    static Purchases recent(Instant now) {
        long last = now.toEpochMilli();
        return new Purchases(index -> last - index * STEP_MILLIS % HOUR_MILLIS);
    }

    /** The next purchase as JSON, without a line end. */
    byte[] next() {
        return draw().json();
    }

    /** Writes the next purchases, one a line. */
    void writeNdjson(Path file, long count) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            for (long i = 0; i < count; i++) {
                out.write(next());
                out.write('\n');
            }
        }
    }

    /** Writes the next purchases as a shop exports them: a header, then a row of about 510 bytes each. */
    void writeCsv(Path file, long count) throws IOException {
        writeCsv(file, Purchase.COLUMNS, Purchase::row, count);
    }

    /** Writes the next purchases as a CRM exports them: a header, then a row of about 310 bytes each. */
    void writeCrmCsv(Path file, long count) throws IOException {
        writeCsv(file, Purchase.CRM_COLUMNS, Purchase::crmRow, count);
    }

    private void writeCsv(Path file, List<String> columns, Function<Purchase, List<String>> row, long count)
            throws IOException {
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file)) {
            csv.writeRecord(columns);
            for (long i = 0; i < count; i++) {
                csv.writeRecord(row.apply(draw()));
            }
        }
    }

    /** The next purchase; each draw stands where the measured workload has it. */
    Purchase draw() {
        Market market = dice.pick(MARKETS);
        String time = ISO_MILLIS.format(Instant.ofEpochMilli(millisOf.applyAsLong(index++)));
        List<Purchase.Line> lines = List.of(line(), line());
        String ttclid = "E.C.P." + dice.alnum((int) dice.between(80, 140));
        String userId = "user-" + dice.between(1, 2_000_000);
        String email = email();
        String messageId = "ajs-next-" + dice.between(1_000_000_000_000L, 1_900_000_000_000L) + '-' + dice.uuid();
        String anonymousId = dice.uuid();
        String ip = ip();
        String userAgent = dice.pick(USER_AGENTS);
        String pageUrl = "https://shop.example.com/checkout/thank-you?order=" + dice.between(1_000_000, 9_000_000);
        String phone = phone(market);
        String orderId = "ORD-" + dice.between(10_000_000, 90_000_000);
        String checkoutId = dice.hex(24);
        boolean hasCoupon = dice.roll() < 0.2;
        String ttp = dice.alnum(27);
        String shopId = "shop-" + dice.between(1, 20);
        return new Purchase(
                messageId,
                time,
                anonymousId,
                userId,
                ip,
                userAgent,
                market.locale(),
                pageUrl,
                email,
                phone,
                orderId,
                checkoutId,
                market.currency(),
                hasCoupon,
                ttclid,
                ttp,
                shopId,
                lines);
    }

    private Purchase.Line line() {
        long priceCents = dice.between(299, 19_999);
        String productId = "SKU-" + dice.between(10_000, 99_999);
        String sku = "S" + dice.between(1_000, 9_999);
        String category = dice.pick(CATEGORIES);
        String name = dice.pick(PRODUCTS);
        String brand = dice.pick(BRANDS);
        String variant = dice.pick(VARIANTS);
        long quantity = dice.between(1, 3);
        long position = dice.between(1, 9);
        return new Purchase.Line(productId, sku, category, name, brand, variant, priceCents, quantity, position);
    }

    /** One in ten begins with a space, and names come in both cases: what normalising is for. */
    private String email() {
        String space = dice.roll() < 0.1 ? " " : "";
        String name = dice.pick(FIRST_NAMES) + '.' + dice.pick(LAST_NAMES) + dice.between(1, 9_999);
        return space + name + '@' + dice.pick(MAIL_DOMAINS);
    }

    private String ip() {
        return dice.between(11, 223)
                + "."
                + dice.between(0, 255)
                + '.'
                + dice.between(0, 255)
                + '.'
                + dice.between(1, 254);
    }

    private String phone(Market market) {
        String digits = dice.digits(market.phoneDigits());
        String area = digits.substring(0, 3);
        String middle = digits.substring(3, 6);
        String end = digits.substring(6);
        String code = market.dialCode();
        return switch ((int) dice.between(0, 3)) {
            case 0 -> code + digits;
            case 1 -> code + ' ' + area + ' ' + middle + ' ' + end;
            case 2 -> code + '-' + area + '-' + middle + end;
            default -> code + " (" + area + ") " + middle + '-' + end;
        };
    }
}
