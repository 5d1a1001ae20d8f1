package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.camel.StartFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How dropped files go side by side, in order and safely; what is mended and dropped again. */
class ImportFlowTest {

    private static final String LEADS = "Record ID,Email,Lead Status,First Name,City,Amount,Currency,Create Date\n";
    private static final String EVENTS =
            "event,event_id,event_time,user.external_id,page.url,properties.value,properties.currency\n";

    private final String yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();

    @TempDir
    Path folder;

    @Test
    void mending_three_rows_of_a_rejected_file_and_dropping_it_delivers_exactly_those_three()
            throws StartFailed, IOException {
        StringBuilder rows =
                new StringBuilder("\uFEFFRecord ID;Email;Lead Status;First Name;Amount;Currency;Create Date\r\n");
        for (int i = 1; i <= 30; i++) {
            rows.append(i)
                    .append(";p" + i + "@example.com;Customer;\"=Ada; \"\"x\"\"\";12.50;")
                    .append(i % 6 == 0 ? "zzz" : "EUR")
                    .append(';')
                    .append(yesterday)
                    .append("\r\n");
        }
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data(), tikTok.url())) {
            bundle.drop("crm", "export.csv", rows.toString());
            JsonNode report = report(bundle, "done", "crm", "export.csv");
            assertThat(report.path("rejected").asInt()).isEqualTo(5);
            assertThat(report.path("rejected_file").asText()).isEqualTo("export.csv.rejected.csv");
            Path rejected = bundle.dataDir().resolve("done/crm/export.csv.rejected.csv");
            List<String> lines = new ArrayList<>(Files.readAllLines(rejected));
            assertThat(lines.get(0)).startsWith("\uFEFFRecord ID;").endsWith(";_row;_code;_reason");
            assertThat(lines).hasSize(6);
            for (int i = 1; i <= 3; i++) {
                lines.set(i, lines.get(i).replace(";zzz;", ";EUR;"));
            }

            bundle.drop("crm", "mended.csv", String.join("\r\n", lines) + "\r\n");

            JsonNode mended = report(bundle, "done", "crm", "mended.csv");
            assertThat(mended.path("accepted").asInt()).isEqualTo(3);
            assertThat(mended.path("rejected").asInt()).isEqualTo(2);
            soon().untilAsserted(() -> assertThat(tikTok.kept()).isEqualTo(28));
            assertThat(tikTok.received()).isEqualTo(28);
            assertThat(tikTok.ids()).contains("6-Customer", "12-Customer", "18-Customer");
        }
    }

    @Test
    void nothing_is_sent_of_a_file_whose_first_rows_are_mostly_rejected() throws StartFailed, IOException {
        StringBuilder rows = new StringBuilder(LEADS);
        for (int i = 1; i <= 40; i++) {
            rows.append(i + ",p" + i + "@example.com,Customer,,,12.50," + (i % 10 == 0 ? "EUR" : "zzz") + ","
                    + yesterday + "\n");
        }
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data(), tikTok.url())) {
            bundle.drop("crm", "export.csv", rows.toString());

            JsonNode report = report(bundle, "failed", "crm", "export.csv");

            assertThat(report.path("status").asText()).isEqualTo("stopped");
            assertThat(report.path("failure").asText())
                    .contains("36 of the first 40", "ferry.files.max-rejected-percent", "currency_unknown (36)");
            assertThat(report.path("reasons").path("currency_unknown").asInt()).isEqualTo(36);
            assertThat(imports(bundle, "crm", "export.csv").path("state").asText())
                    .isEqualTo("stopped");
            assertThat(bundle.backlog()).isZero();
            assertThat(tikTok.received()).isZero();
        }
    }

    @Test
    void a_file_that_waits_for_approval_shows_a_preview_and_goes_on_with_the_word_even_after_a_restart()
            throws StartFailed, IOException {
        Map<String, String> settings = Map.of("ferry.source.crm.file-approval", "wait");
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data(), tikTok.url(), settings)) {
            bundle.drop("crm", "export.csv", LEADS + "1,a@example.com,New,,,,," + yesterday + "\n");
            Path preview = bundle.dataDir().resolve("preview/crm/export.csv.preview.html");
            soon().until(() -> Files.exists(preview)
                    && imports(bundle, "crm", "export.csv")
                            .path("state")
                            .asText()
                            .equals("approval"));
            assertThat(preview).content().contains("export.csv.go").doesNotContain("a@example.com");

            bundle.restart();
            soon().until(() ->
                    imports(bundle, "crm", "export.csv").path("state").asText().equals("approval"));
            assertThat(tikTok.received()).isZero();
            Path word = Files.createFile(bundle.dataDir().resolve("inbox/crm/export.csv.go"));

            assertThat(report(bundle, "done", "crm", "export.csv")
                            .path("accepted")
                            .asInt())
                    .isEqualTo(1);
            soon().until(() -> Files.notExists(word) && Files.notExists(preview)); // right after the file was moved
        }
    }

    @Test
    void a_file_that_is_appended_to_while_it_is_read_fails_with_a_sentence() throws StartFailed, IOException {
        changed("appended to", file -> Files.writeString(file, "more\n", StandardOpenOption.APPEND));
    }

    @Test
    void a_file_that_is_cut_while_it_is_read_fails_with_a_sentence() throws StartFailed, IOException {
        changed("cut", file -> {
            try (var open = java.nio.channels.FileChannel.open(file, StandardOpenOption.WRITE)) {
                open.truncate(open.size() / 2);
            }
        });
    }

    @Test
    void a_file_that_is_replaced_while_it_is_read_fails_with_a_sentence() throws StartFailed, IOException {
        changed("replaced by another file", file -> {
            Path other = Files.writeString(file.resolveSibling("other.being-written"), EVENTS);
            Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        });
    }

    @Test
    void a_file_that_becomes_a_link_while_it_is_read_fails_with_a_sentence() throws StartFailed, IOException {
        changed("removed", file -> {
            Path away = file.resolveSibling("away.being-written");
            Files.move(file, away);
            Files.createSymbolicLink(file, away);
        });
    }

    @Test
    void a_link_and_a_name_that_no_report_can_show_are_not_taken_and_told() throws StartFailed, IOException {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data(), tikTok.url())) {
            Path outside = Files.writeString(folder.resolve("outside.csv"), LEADS);
            Path inbox = bundle.dataDir().resolve("inbox/crm");
            Path link = Files.createSymbolicLink(inbox.resolve("link.csv"), outside);
            Path odd = Files.writeString(inbox.resolve("odd\n${x}.csv"), LEADS);

            soon().untilAsserted(() -> assertThat(
                            bundle.sender().status().path("imports").findValuesAsText("state"))
                    .containsExactly("not_taken", "not_taken"));
            assertThat(bundle.sender().status().toString()).doesNotContain("${x}");
            assertThat(link).exists();
            assertThat(odd).exists();
        }
    }

    @Test
    void files_of_one_source_go_by_name_and_another_source_does_not_wait_for_them() throws StartFailed, IOException {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data(), tikTok.url(), Map.of("ferry.files.chunk", "100"))) {
            Path inbox = bundle.dataDir().resolve("inbox/canonical");
            Path aside = Files.createDirectories(folder.resolve("aside"));
            List<String> names = List.of("c.csv", "a.csv", "b.csv");
            for (String name : names) {
                Files.writeString(aside.resolve(name), events(name, 20_000));
            }
            for (String name : names) {
                Files.move(aside.resolve(name), inbox.resolve(name));
            }
            soon().until(() ->
                    imports(bundle, "canonical", "a.csv").path("state").asText().equals("importing"));

            bundle.drop("crm", "small.csv", LEADS + "1,a@example.com,New,,,,," + yesterday + "\n");

            report(bundle, "done", "crm", "small.csv");
            assertThat(bundle.report("done", "canonical", "c.csv"))
                    .as("the long files are not through yet")
                    .isNull();
            String last = report(bundle, "done", "canonical", "c.csv")
                    .path("finished_at")
                    .asText();
            String second = report(bundle, "done", "canonical", "b.csv")
                    .path("finished_at")
                    .asText();
            String first = report(bundle, "done", "canonical", "a.csv")
                    .path("finished_at")
                    .asText();
            assertThat(List.of(first, second, last)).isSorted();
        }
    }

    @Test
    void a_stop_in_the_middle_of_a_long_file_does_not_wait_for_it_and_the_next_start_goes_on()
            throws StartFailed, IOException {
        int rows = 60_000;
        Map<String, String> settings = Map.of("ferry.files.chunk", "200");
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data(), tikTok.url(), settings)) {
            bundle.drop("canonical", "large.csv", events("large", rows));
            bundle.drop("canonical", "next.csv", events("next", 10));
            soon().until(() ->
                    imports(bundle, "canonical", "large.csv").path("rows").asInt() >= 1000);

            long begun = System.nanoTime();
            bundle.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
            assertThat(bundle.dataDir().resolve("inbox/canonical/large.csv")).exists();

            bundle.restart();

            JsonNode report = report(bundle, "done", "canonical", "large.csv");
            assertThat(report.path("resumed_at_row").asInt()).isGreaterThan(1000);
            assertThat(report.path("rows").asInt()).isEqualTo(rows);
            assertThat(report.path("accepted").asInt()).isEqualTo(rows);
            assertThat(report.path("duplicate").asInt()).isZero();
            report(bundle, "done", "canonical", "next.csv");
        }
    }

    @Test
    void presets_and_an_offset_of_times_fill_what_the_mapping_leaves_empty() throws StartFailed, IOException {
        Map<String, String> settings = Map.of(
                "ferry.source.canonical.preset.event", "Purchase",
                "ferry.source.canonical.preset.properties.currency", "USD",
                "ferry.source.canonical.preset.page.url", "https://shop.example.com/",
                "ferry.source.canonical.time-offset", "-2h");
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data(), tikTok.url(), settings)) {
            bundle.drop(
                    "canonical",
                    "export.csv",
                    "event_id,event_time,user.external_id,properties.value,properties.currency\n"
                            + "a," + Events.TIME + ",x,1.5,\n"
                            + "b," + Events.TIME + ",y,2.5,EUR\n");

            assertThat(report(bundle, "done", "canonical", "export.csv")
                            .path("accepted")
                            .asInt())
                    .isEqualTo(2);

            soon().until(() -> tikTok.kept() == 2);
            JsonNode first = tikTok.event("a").json();
            assertThat(first.path("event").asText()).isEqualTo("Purchase");
            assertThat(first.path("event_time").asLong()).isEqualTo(Events.TIME - 7200);
            assertThat(first.path("properties").path("currency").asText()).isEqualTo("USD");
            assertThat(first.path("page").path("url").asText()).isEqualTo("https://shop.example.com/");
            assertThat(tikTok.event("b")
                            .json()
                            .path("properties")
                            .path("currency")
                            .asText())
                    .isEqualTo("EUR");
        }
    }

    @Test
    void an_order_that_comes_back_later_in_the_file_is_no_second_sale() throws StartFailed, IOException {
        String header = "Name,Email,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,"
                + "Lineitem price,Lineitem sku,Id\n";
        String at = yesterday + " 14:05:07 +0000";
        StringBuilder export = new StringBuilder(header);
        for (int i = 1; i <= 9; i++) {
            export.append(
                    "#" + i + ",a" + i + "@example.com,paid,EUR,30.00," + at + ",1,Cup,15.00,CUP," + (100 + i) + "\n");
            export.append("#" + i + ",a" + i + "@example.com,,,," + at + ",1,Pot,15.00,POT,\n");
        }
        // the whole order again, with another item; and one of its rows alone
        export.append("#2,a2@example.com,paid,EUR,45.00," + at + ",3,Tea,15.00,TEA,102\n");
        export.append("#3,a3@example.com,,,," + at + ",1,Tea,15.00,TEA,\n");
        Map<String, String> settings = Map.of("ferry.files.chunk", "3");
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data(), tikTok.url(), settings)) {
            bundle.drop("shopify-orders", "orders.csv", export.toString());

            JsonNode report = report(bundle, "done", "shopify-orders", "orders.csv");

            assertThat(report.path("rows").asInt()).isEqualTo(20);
            assertThat(report.path("groups").asInt()).isEqualTo(11);
            assertThat(report.path("accepted").asInt()).isEqualTo(9);
            assertThat(report.path("duplicate").asInt()).isEqualTo(1);
            assertThat(report.path("rejected").asInt())
                    .as("a row of an order without what concerns the whole order is no event")
                    .isEqualTo(1);
            soon().until(() -> tikTok.kept() == 9);
            assertThat(tikTok.received()).isEqualTo(9);
            assertThat(tikTok.event("102")
                            .json()
                            .path("properties")
                            .path("contents")
                            .findValuesAsText("content_id"))
                    .containsExactly("CUP", "POT");
            assertThat(Files.readAllLines(bundle.dataDir().resolve("done/shopify-orders/orders.csv.rejected.csv")))
                    .hasSize(2);
        }
    }

    private interface Change {
        void to(Path file) throws IOException;
    }

    private void changed(String how, Change change) throws StartFailed, IOException {
        Map<String, String> settings = Map.of("ferry.files.chunk", "50");
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data(), tikTok.url(), settings)) {
            bundle.drop("canonical", "large.csv", events("large", 60_000));
            soon().until(() ->
                    imports(bundle, "canonical", "large.csv").path("rows").asInt() >= 500);

            change.to(bundle.dataDir().resolve("inbox/canonical/large.csv"));

            soon().until(() -> bundle.report("failed", "canonical", "large.csv") != null);
            JsonNode report = bundle.report("failed", "canonical", "large.csv");
            assertThat(report.path("status").asText()).isEqualTo("failed");
            assertThat(report.path("failure").asText()).contains(how, "Drop the whole file again");
            assertThat(report.path("accepted").asInt())
                    .isEqualTo(report.path("rows").asInt())
                    .isBetween(500, 59_999);
        }
    }

    private static String events(String name, int rows) {
        StringBuilder csv = new StringBuilder(rows * 110 + 200).append(EVENTS);
        for (int row = 1; row <= rows; row++) {
            csv.append("Purchase," + name + "-")
                    .append(row)
                    .append(',')
                    .append(Events.TIME)
                    .append(",customer-")
                    .append(row)
                    .append(",https://shop.example.com/thanks,12.5,EUR\n");
        }
        return csv.toString();
    }

    private Path data() {
        return folder.resolve("data");
    }

    private static JsonNode imports(Bundle bundle, String source, String file) {
        for (JsonNode each : bundle.sender().status().path("imports")) {
            if (each.path("source").asText().equals(source)
                    && each.path("file").asText().equals(file)) {
                return each;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    private static JsonNode report(Bundle bundle, String where, String source, String name) {
        Path file = bundle.dataDir().resolve(where).resolve(source).resolve(name);
        soon().until(() -> bundle.report(where, source, name) != null && Files.exists(file));
        return bundle.report(where, source, name);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10));
    }
}
