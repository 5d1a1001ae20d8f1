package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One large file, killed again and again at random moments: no row is lost or doubled, and the report and the rejected
 * rows are as if nothing had happened. {@code -Dferry.kills=20} for more rounds.
 */
class ImportKillTest {

    private static final int ROWS = 200_000;
    private static final int BAD_EVERY = 1777;

    @TempDir
    Path folder;

    @Test
    void killed_again_and_again_the_file_ends_in_done_and_every_count_is_exact() throws IOException {
        int kills = Integer.getInteger("ferry.kills", 5);
        Random random = new Random(42);
        Path data = folder.resolve("data");
        Files.createDirectories(data.resolve("inbox/canonical"));
        try (TikTok tikTok = TikTok.start();
                BundleProcess bundle =
                        BundleProcess.start(data, folder.resolve("output.log"), tikTok.url(), Map.of())) {
            Bundle.drop(data, "canonical", "large.csv", large().getBytes(StandardCharsets.UTF_8));
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> tikTok.received() > 0);
            int killed = 0;
            while (killed < kills) {
                Duration moment = Duration.ofMillis(50L + random.nextInt(700));
                await().pollDelay(moment).atMost(moment.plusSeconds(10)).until(() -> true);
                bundle.kill();
                killed++;
                assertThat(data.resolve("inbox/canonical/large.csv"))
                        .as("it was killed in the middle, in round " + killed)
                        .exists();
                bundle.startAgain();
            }

            Path done = data.resolve("done/canonical/large.csv");
            await().atMost(Duration.ofMinutes(3)).until(() -> Files.exists(done));
            List<Integer> bad = bad();
            await().atMost(Duration.ofSeconds(60)).until(() -> tikTok.kept() >= ROWS - bad.size());

            JsonNode report = Bundle.report(data, "done", "canonical", "large.csv");
            assertThat(report.path("rows").asInt()).isEqualTo(ROWS);
            assertThat(report.path("accepted").asInt()).isEqualTo(ROWS - bad.size());
            assertThat(report.path("rejected").asInt()).isEqualTo(bad.size());
            assertThat(report.path("duplicate").asInt())
                    .as("a row that was stored twice would be one")
                    .isZero();
            assertThat(report.path("resumed_at_row").asInt()).isGreaterThan(1);
            assertThat(report.path("reasons").path("currency_unknown").asInt()).isEqualTo(bad.size());
            assertThat(report.path("events_judged").asInt()).isEqualTo(ROWS);
            assertThat(rejectedRows(done)).isEqualTo(bad);
            assertThat(tikTok.kept()).isEqualTo(ROWS - bad.size());
            assertThat(tikTok.received())
                    .as(
                            "copies of what was on its way when it was killed, at most four requests and four answers a kill")
                    .isLessThanOrEqualTo(ROWS + kills * 8000L);
            try (var left = Files.list(data.resolve("importing/canonical"))) {
                assertThat(left).isEmpty();
            }
        }
    }

    private static List<Integer> rejectedRows(Path done) throws IOException {
        List<String> lines = Files.readAllLines(done.resolveSibling("large.csv.rejected.csv"));
        assertThat(lines.get(0)).endsWith(",_row,_code,_reason");
        List<Integer> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            assertThat(cells[1]).as("the row's own id").isEqualTo("row-" + cells[7]);
            rows.add(Integer.parseInt(cells[7]));
        }
        return rows;
    }

    private static List<Integer> bad() {
        List<Integer> bad = new ArrayList<>();
        for (int row = BAD_EVERY; row <= ROWS; row += BAD_EVERY) {
            bad.add(row);
        }
        return bad;
    }

    private static String large() {
        StringBuilder csv = new StringBuilder(ROWS * 110)
                .append("event,event_id,event_time,user.external_id,page.url,properties.value,properties.currency\n");
        for (int row = 1; row <= ROWS; row++) {
            csv.append("Purchase,row-")
                    .append(row)
                    .append(',')
                    .append(Events.TIME)
                    .append(",customer-")
                    .append(row)
                    .append(",https://shop.example.com/thanks,12.5,")
                    .append(row % BAD_EVERY == 0 ? "zzz" : "EUR")
                    .append('\n');
        }
        return csv.toString();
    }
}
