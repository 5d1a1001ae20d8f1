package dev.eventferry.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PurchasesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void the_file_is_byte_for_byte_the_measured_workload(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("events.ndjson");

        Purchases.asMeasured().writeNdjson(file, 20);

        assertThat(Files.readAllBytes(file)).isEqualTo(measured());
    }

    @Test
    void an_event_is_about_1668_bytes() {
        Purchases purchases = Purchases.asMeasured();

        long bytes = 0;
        for (int i = 0; i < 2_000; i++) {
            bytes += purchases.next().length;
        }

        assertThat(bytes / 2_000).isBetween(1_650L, 1_690L);
    }

    @Test
    void recent_events_differ_in_nothing_but_their_times() throws IOException {
        Purchases asMeasured = Purchases.asMeasured();
        Purchases recent = Purchases.recent(NOW);

        for (int i = 0; i < 1_000; i++) {
            byte[] measured = asMeasured.next();
            byte[] fresh = recent.next();
            String then = JSON.readTree(measured).path("timestamp").textValue();
            String now = JSON.readTree(fresh).path("timestamp").textValue();
            assertThat(fresh).hasSameSizeAs(measured);
            assertThat(new String(fresh, UTF_8).replace(now, then)).isEqualTo(new String(measured, UTF_8));
        }
    }

    @Test
    void recent_events_are_at_most_an_hour_old_and_never_from_the_future() throws IOException {
        Purchases recent = Purchases.recent(NOW);

        for (int i = 0; i < 30_000; i++) {
            Instant time = Instant.parse(recent.draw().time());
            assertThat(time).isBetween(NOW.minus(Duration.ofHours(1)), NOW);
        }
    }

    @Test
    void no_message_id_comes_twice() {
        Purchases purchases = Purchases.asMeasured();
        Set<String> ids = new HashSet<>();

        for (int i = 0; i < 50_000; i++) {
            ids.add(purchases.draw().messageId());
        }

        assertThat(ids).hasSize(50_000);
    }

    @Test
    void the_csv_tells_the_same_purchases_as_the_json(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("orders.csv");
        Purchases.asMeasured().writeCsv(file, 200);

        List<NamedCsvRecord> rows;
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
            rows = csv.stream().toList();
        }

        Purchases purchases = Purchases.asMeasured();
        assertThat(rows).hasSize(200);
        for (NamedCsvRecord row : rows) {
            assertSamePurchase(row, JSON.readTree(purchases.next()));
        }
        assertThat(Files.size(file) / 200).isBetween(450L, 600L);
    }

    @Test
    void a_crm_knows_nothing_of_what_the_website_saw(@TempDir Path folder) throws IOException {
        Path shop = folder.resolve("shop.csv");
        Path crm = folder.resolve("crm.csv");
        Purchases.asMeasured().writeCsv(shop, 200);
        Purchases.asMeasured().writeCrmCsv(crm, 200);

        try (CsvReader<NamedCsvRecord> seen = CsvReader.builder().ofNamedCsvRecord(shop);
                CsvReader<NamedCsvRecord> known = CsvReader.builder().ofNamedCsvRecord(crm)) {
            Iterator<NamedCsvRecord> row = seen.iterator();
            known.forEach(less -> {
                Map<String, String> all = row.next().getFieldsAsMap();
                assertThat(all).containsAllEntriesOf(less.getFieldsAsMap()).hasSize(less.getFieldCount() + 4);
                assertThat(less.getHeader()).doesNotContain("ip", "user_agent", "ttp", "page_url");
            });
            assertThat(row).isExhausted();
        }
        assertThat(Files.size(crm) / 200).isBetween(280L, 330L);
    }

    private static void assertSamePurchase(NamedCsvRecord row, JsonNode event) {
        JsonNode first = event.at("/properties/products/0");
        assertThat(row.getField("message_id")).isEqualTo(event.path("messageId").textValue());
        assertThat(row.getField("order_id"))
                .isEqualTo(event.at("/properties/order_id").textValue());
        assertThat(row.getField("created_at")).isEqualTo(event.path("timestamp").textValue());
        assertThat(row.getField("email"))
                .isEqualTo(event.at("/context/traits/email").textValue());
        assertThat(row.getField("phone"))
                .isEqualTo(event.at("/context/traits/phone").textValue());
        assertThat(row.getField("customer_id")).isEqualTo(event.path("userId").textValue());
        assertThat(row.getField("ip")).isEqualTo(event.at("/context/ip").textValue());
        assertThat(row.getField("user_agent"))
                .isEqualTo(event.at("/context/userAgent").textValue());
        assertThat(row.getField("total"))
                .isEqualTo(event.at("/properties/value").asText());
        assertThat(row.getField("currency"))
                .isEqualTo(event.at("/properties/currency").textValue());
        assertThat(row.getField("ttclid"))
                .isEqualTo(event.at("/properties/ttclid").textValue());
        assertThat(row.getField("ttp")).isEqualTo(event.at("/properties/ttp").textValue());
        assertThat(row.getField("page_url"))
                .isEqualTo(event.at("/context/page/url").textValue());
        assertThat(row.getField("item_sku")).isEqualTo(first.path("sku").textValue());
        assertThat(row.getField("item_name")).isEqualTo(first.path("name").textValue());
        assertThat(row.getField("item_price")).isEqualTo(first.path("price").asText());
        assertThat(row.getField("item_quantity"))
                .isEqualTo(first.path("quantity").asText());
    }

    private static byte[] measured() throws IOException {
        try (InputStream in = PurchasesTest.class.getResourceAsStream("purchases-20.ndjson")) {
            return in.readAllBytes();
        }
    }
}
