package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.camel.StartFailed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dropped files: what they may look like, what their reports say, and what a crash in the middle costs. */
class FilesTest {

    private static final String HEADER = "Record ID,Email,Lead Status,First Name,City,Amount,Currency,Create Date\n";

    private final String yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();

    @TempDir
    Path folder;

    @Test
    void a_csv_with_a_byte_order_mark_semicolons_and_line_breaks_in_quotes_is_read_as_it_is_meant()
            throws StartFailed, IOException {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data(), tikTok.url())) {
            bundle.drop(
                    "crm",
                    "export.csv",
                    "\uFEFFRecord ID;Email;Lead Status;First Name;City;Amount;Currency;Create Date\r\n"
                            + "1;ada@example.com;New;\"Ada\r\nMaria; \"\"Countess\"\"\";München;;;" + yesterday + "\r\n"
                            + "2;grace@example.com;Customer;Grace;Köln;12.50;EUR;" + yesterday + "\r\n");

            JsonNode report = done(bundle, "crm", "export.csv");

            assertThat(report.path("rows").asLong()).isEqualTo(2);
            assertThat(report.path("accepted").asLong()).isEqualTo(2);
            soon().untilAsserted(() -> assertThat(tikTok.ids()).containsExactlyInAnyOrder("1-New", "2-Customer"));
            assertThat(tikTok.event("2-Customer")
                            .json()
                            .path("properties")
                            .path("value")
                            .asDouble())
                    .isEqualTo(12.5);
            assertThat(bundle.dataDir().resolve("done/crm/export.csv")).exists();
            assertThat(bundle.dataDir().resolve("inbox/crm/export.csv")).doesNotExist();
        }
    }

    @Test
    void one_bad_row_costs_no_other_its_delivery_and_the_report_names_it_without_its_value()
            throws StartFailed, IOException {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data(), tikTok.url())) {
            bundle.drop(
                    "crm",
                    "export.csv",
                    HEADER + "1,a@example.com,New,,,,," + yesterday + "\n"
                            + "2,b@example.com,Customer,,,12.50,nonsense," + yesterday + "\n"
                            + "3,c@example.com,Customer,,,twelve,EUR," + yesterday + "\n"
                            + "4,d@example.com,Unqualified,,,,," + yesterday + "\n"
                            + "5,e@example.com,New,,,,," + yesterday + "\n");

            JsonNode report = done(bundle, "crm", "export.csv");

            assertThat(report.path("accepted").asLong()).isEqualTo(2);
            assertThat(report.path("rejected").asLong()).isEqualTo(2);
            assertThat(report.path("filtered").asLong()).isEqualTo(1);
            assertThat(report.path("first_errors").findValuesAsText("row")).containsExactly("2", "3");
            assertThat(report.path("first_errors").findValuesAsText("field"))
                    .containsExactly("properties.currency", "properties.value");
            assertThat(report.toString()).doesNotContain("nonsense", "twelve", "example.com");
            soon().untilAsserted(() -> assertThat(tikTok.ids()).containsExactlyInAnyOrder("1-New", "5-New"));
        }
    }

    @Test
    void a_broken_line_of_ndjson_costs_no_other_its_delivery() throws StartFailed, IOException {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data(), tikTok.url())) {
            bundle.drop(
                    "canonical",
                    "events.ndjson",
                    Events.purchase("a") + "\n{\"event\": oops}\n\n" + Events.purchase("b") + "\n");

            JsonNode report = done(bundle, "canonical", "events.ndjson");

            assertThat(report.path("accepted").asLong()).isEqualTo(2);
            assertThat(report.path("rejected").asLong()).isEqualTo(1);
            assertThat(report.path("first_errors").path(0).path("row").asLong()).isEqualTo(2);
            assertThat(report.path("first_errors").path(0).path("code").asText())
                    .isEqualTo("line_unreadable");
            assertThat(report.toString()).doesNotContain("oops");
            soon().untilAsserted(() -> assertThat(tikTok.ids()).containsExactlyInAnyOrder("a", "b"));
        }
    }

    @Test
    void an_export_with_a_row_for_each_item_is_read_as_orders() throws StartFailed, IOException {
        Path mappings = Files.createDirectories(folder.resolve("mappings"));
        Files.writeString(mappings.resolve("shop-export.yaml"), """
                source: shop-export
                group: Name
                event: Financial Status
                events: {paid: Purchase}
                fields:
                  event_id: Name
                  event_time: Created at
                  user.email: Email
                  properties.value: Total
                  properties.currency: Currency
                contents: {each: rows, content_id: Lineitem sku, price: Lineitem price, quantity: Lineitem quantity}
                defaults: {page.url: "https://shop.example.com/"}
                """);
        String export = """
                Name,Email,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem price,Lineitem sku
                #1001,ada@example.com,paid,EUR,79.98,TIME,1,39.99,KET-CU
                #1001,ada@example.com,,,,TIME,2,15.00,CUP-1
                #1001,ada@example.com,,,,TIME,1,9.99,TOW-3
                #1002,grace@example.com,paid,nonsense,15.00,TIME,1,15.00,CUP-1
                #1002,grace@example.com,,,,TIME,1,0.00,TOW-3
                #1003,mary@example.com,paid,EUR,15.00,TIME,1,15.00,CUP-1
                """.replace("TIME", yesterday + " 14:05:07 +0100");
        Map<String, String> settings = Map.of("ferry.mappings-dir", mappings.toString(), "ferry.files.chunk", "2");
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data(), tikTok.url(), settings)) {
            bundle.drop("shop-export", "orders.csv", export);

            JsonNode report = done(bundle, "shop-export", "orders.csv");

            assertThat(report.path("rows").asLong()).isEqualTo(6);
            assertThat(report.path("groups").asLong()).isEqualTo(3);
            assertThat(report.path("accepted").asLong()).isEqualTo(2);
            assertThat(report.path("rejected").asLong()).isEqualTo(1);
            assertThat(report.path("first_errors").findValuesAsText("row")).containsExactly("4");
            soon().untilAsserted(() -> assertThat(tikTok.ids()).containsExactlyInAnyOrder("#1001", "#1003"));
            JsonNode order = tikTok.event("#1001").json().path("properties");
            assertThat(order.path("value").asDouble()).isEqualTo(79.98);
            assertThat(order.path("contents").findValuesAsText("content_id"))
                    .containsExactly("KET-CU", "CUP-1", "TOW-3");
            assertThat(tikTok.received()).isEqualTo(2);
        }
    }

    @Test
    void an_empty_file_goes_to_failed_with_a_report() throws StartFailed, IOException {
        fails("crm", "empty.csv", "", "empty");
    }

    @Test
    void a_file_of_an_unknown_source_goes_to_failed_with_a_report_of_the_known_ones() throws StartFailed, IOException {
        fails("nosuch", "export.csv", HEADER, "storefront");
    }

    @Test
    void a_file_in_another_encoding_is_imported_as_it_is() throws StartFailed, IOException {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data(), tikTok.url())) {
            byte[] latin = (HEADER + "1,a@example.com,New,,München,,," + yesterday + "\n")
                    .getBytes(StandardCharsets.ISO_8859_1);
            Bundle.drop(bundle.dataDir(), "crm", "latin.csv", latin);

            JsonNode report = done(bundle, "crm", "latin.csv");

            assertThat(report.path("accepted").asLong(-1)).isEqualTo(1);
        }
    }

    @Test
    void a_csv_with_a_header_alone_is_done_with_no_rows() throws StartFailed, IOException {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data(), tikTok.url())) {
            bundle.drop("crm", "header.csv", HEADER);

            assertThat(done(bundle, "crm", "header.csv").path("rows").asLong(-1))
                    .isZero();
        }
    }

    @Test
    void a_failed_file_holds_up_no_other() throws StartFailed, IOException {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data(), tikTok.url())) {
            bundle.drop("crm", "a-empty.csv", "");
            bundle.drop("crm", "b-good.csv", HEADER + "1,a@example.com,New,,,,," + yesterday + "\n");

            assertThat(done(bundle, "crm", "b-good.csv").path("accepted").asLong())
                    .isEqualTo(1);
            report(bundle, "failed", "crm", "a-empty.csv");
        }
    }

    @Test
    void the_same_file_again_is_recognised_by_its_content_whatever_its_name() throws StartFailed, IOException {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data(), tikTok.url())) {
            String rows =
                    HEADER + "1,a@example.com,New,,,,," + yesterday + "\n2,b@example.com,New,,,,," + yesterday + "\n";
            bundle.drop("crm", "export.csv", rows);
            assertThat(done(bundle, "crm", "export.csv").path("accepted").asLong())
                    .isEqualTo(2);

            bundle.drop("crm", "renamed.csv", rows);

            JsonNode again = done(bundle, "crm", "renamed.csv");
            assertThat(again.path("status").asText()).isEqualTo("repeated");
            assertThat(again.path("rows").asLong()).isZero();
            assertThat(again.path("repeats").path("file").asText()).isEqualTo("export.csv");
            assertThat(again.path("repeats").path("rows").asLong()).isEqualTo(2);
            assertThat(tikTok.received()).isEqualTo(2);
        }
    }

    @Test
    void a_sidecar_has_the_same_file_read_again_and_all_of_it_is_duplicates() throws StartFailed, IOException {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data(), tikTok.url())) {
            String rows = HEADER + "1,a@example.com,New,,,,," + yesterday + "\n";
            bundle.drop("crm", "export.csv", rows);
            done(bundle, "crm", "export.csv");
            Path inbox = bundle.dataDir().resolve("inbox/crm");
            Files.writeString(inbox.resolve(".again.csv.import"), "{\"again\": true}");

            bundle.drop("crm", "again.csv", rows);

            JsonNode again = done(bundle, "crm", "again.csv");
            assertThat(again.path("status").asText()).isEqualTo("done");
            assertThat(again.path("duplicate").asLong()).isEqualTo(1);
            assertThat(inbox.resolve(".again.csv.import")).doesNotExist();
            assertThat(tikTok.received()).isEqualTo(1);
        }
    }

    @Test
    void a_file_that_is_moved_back_into_the_inbox_is_not_read_again_and_its_first_report_is_kept()
            throws StartFailed, IOException {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data(), tikTok.url())) {
            bundle.drop("crm", "export.csv", HEADER + "1,a@example.com,New,,,,," + yesterday + "\n");
            done(bundle, "crm", "export.csv");
            Path inDone = bundle.dataDir().resolve("done/crm/export.csv");

            Files.move(inDone, bundle.dataDir().resolve("inbox/crm/export.csv"));

            soon().untilAsserted(() -> assertThat(bundle.report("done", "crm", "export.csv")
                            .path("status")
                            .asText())
                    .isEqualTo("repeated"));
            assertThat(tikTok.received()).isEqualTo(1);
        }
    }

    @Test
    void a_kill_in_the_middle_of_a_large_file_loses_and_doubles_no_row() throws IOException {
        int rows = 50_000;
        Path data = data();
        Files.createDirectories(data.resolve("inbox/canonical"));
        try (TikTok tikTok = TikTok.start();
                BundleProcess bundle =
                        BundleProcess.start(data, folder.resolve("output.log"), tikTok.url(), Map.of())) {
            StringBuilder content = new StringBuilder(rows * 250);
            for (int i = 0; i < rows; i++) {
                content.append(Events.purchase("row-" + i)).append('\n');
            }
            Bundle.drop(data, "canonical", "large.ndjson", content.toString().getBytes(StandardCharsets.UTF_8));
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> tikTok.received() > 3000);
            bundle.kill();
            long before = tikTok.received();
            assertThat(before).as("it was killed in the middle").isLessThan(rows);
            assertThat(data.resolve("inbox/canonical/large.ndjson")).exists();

            bundle.startAgain();

            await().atMost(Duration.ofSeconds(60)).until(() -> tikTok.kept() == rows);
            JsonNode report = report(data, "done", "canonical", "large.ndjson");
            long resumed = report.path("resumed_at_row").asLong();
            assertThat(resumed % 1000)
                    .as("it went on at the last chunk, not " + resumed)
                    .isEqualTo(1);
            assertThat(resumed).isGreaterThan(3000);
            assertThat(report.path("rows").asLong()).isEqualTo(rows);
            assertThat(report.path("accepted").asLong()).isEqualTo(rows);
            assertThat(report.path("duplicate").asLong()).isZero();
            assertThat(tikTok.received())
                    .as(
                            "copies of what was on its way when the process was killed, at most four requests and four answers")
                    .isLessThanOrEqualTo(rows + 8000);
            assertThat(data.resolve("done/canonical/large.ndjson")).exists();
        }
    }

    private void fails(String source, String name, String content, String why) throws StartFailed, IOException {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data(), tikTok.url())) {
            bundle.drop(source, name, content);

            JsonNode report = report(bundle, "failed", source, name);

            assertThat(report.path("status").asText()).isEqualTo("failed");
            assertThat(report.path("failure").asText()).contains(why);
            Path failed = bundle.dataDir().resolve("failed").resolve(source).resolve(name);
            soon().until(() -> Files.exists(failed));
        }
    }

    private Path data() {
        return folder.resolve("data");
    }

    private static JsonNode done(Bundle bundle, String source, String name) {
        return report(bundle, "done", source, name);
    }

    private static JsonNode report(Bundle bundle, String where, String source, String name) {
        return report(bundle.dataDir(), where, source, name);
    }

    /** The report, once the file is where it belongs. */
    private static JsonNode report(Path data, String where, String source, String name) {
        Path file = data.resolve(where).resolve(source).resolve(name);
        soon().until(() -> Bundle.report(data, where, source, name) != null && Files.exists(file));
        return Bundle.report(data, where, source, name);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(50));
    }
}
