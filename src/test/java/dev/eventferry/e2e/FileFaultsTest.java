package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Something is in the way of what an import writes: its rejected rows, its reports, the file's move, each in turn. No row is
 * lost or doubled, and when it is gone, the import ends as if nothing had happened.
 */
@Timeout(120)
class FileFaultsTest {

    private static final int ROWS = 300;

    @TempDir
    Path data;

    @SuppressWarnings("NullAway.Init")
    FileFaultsTest() {}

    /** A file where a folder should be, or a folder with something in it where a file should be. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "importing/canonical",
                "done/canonical",
                "done/canonical/orders.csv.report.html/",
                "done/canonical/orders.csv.report.json/",
                "done/canonical/orders.csv.rejected.csv/",
            })
    void whatever_is_in_the_way_no_row_is_lost_or_doubled_and_the_import_ends_when_it_is_gone(String way)
            throws Exception {
        Path obstacle = data.resolve(way);
        if (way.endsWith("/")) {
            Files.createDirectories(obstacle);
            Files.writeString(obstacle.resolve("something"), "in the way");
        } else {
            Files.createDirectories(obstacle.getParent());
            Files.writeString(obstacle, "in the way");
        }
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url())) {
            Bundle.drop(data, "canonical", "orders.csv", orders().getBytes(StandardCharsets.UTF_8));
            await("it is in the way")
                    .during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> Files.exists(data.resolve("inbox/canonical/orders.csv")));
            if (way.endsWith("/")) {
                Files.delete(obstacle.resolve("something"));
            }
            Files.delete(obstacle);

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Files.isRegularFile(data.resolve("done/canonical/orders.csv")));
            await().atMost(Duration.ofSeconds(30)).until(() -> tikTok.kept() == ROWS - 1);

            JsonNode report = Bundle.report(data, "done", "canonical", "orders.csv");
            assertThat(report.path("rows").asInt()).isEqualTo(ROWS);
            assertThat(report.path("accepted").asInt()).isEqualTo(ROWS - 1);
            assertThat(report.path("rejected").asInt()).isOne();
            assertThat(report.path("duplicate").asInt()).isZero();
            assertThat(Files.readAllLines(data.resolve("done/canonical/orders.csv.rejected.csv")))
                    .hasSize(2);
            assertThat(tikTok.received()).isEqualTo(ROWS - 1);
            assertThat(bundle.ledger("accepted")).isEqualTo(ROWS - 1);
        }
    }

    private static String orders() {
        StringBuilder csv = new StringBuilder(
                "event,event_id,event_time,user.external_id,page.url,properties.value,properties.currency\n");
        for (int row = 1; row <= ROWS; row++) {
            csv.append("Purchase,row-").append(row).append(',').append(Events.TIME);
            csv.append(",customer-").append(row).append(",https://shop.example.com/thanks,12.5,");
            csv.append(row == 150 ? "zzz" : "EUR").append('\n');
        }
        return csv.toString();
    }
}
