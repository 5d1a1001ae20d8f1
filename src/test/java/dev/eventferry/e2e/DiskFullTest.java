package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk runs full while Eventferry works, and is emptied again. It is the machine's own: {@code ferry.store.disk-reserve}
 * is set so near to what is free that one large file crosses it, and so far that what others write meanwhile does not.
 */
@Timeout(300)
class DiskFullTest {

    private static final long MEGABYTE = 1 << 20;
    private static final long MARGIN = 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROWS = 60_000;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    DiskFullTest() {}

    /** They pause at twice the reserve, and what TikTok gets, and who waits for an answer, is not held up. */
    @Test
    void files_and_tables_pause_before_the_reserve_is_reached_and_go_on_by_themselves_with_every_row_once()
            throws Exception {
        String url = "jdbc:h2:" + folder.resolve("shop") + ";AUTO_SERVER=TRUE";
        Map<String, String> settings = new Polled(folder)
                .table("orders", Map.of("datasource", "shop", "table", "ORDERS", "overlap", "30"))
                .settings(Map.of(
                        "ferry.store.disk-reserve",
                        (free() - MARGIN) / 2 + "MB",
                        "ferry.files.chunk",
                        "500",
                        "ferry.datasource.shop.url",
                        url));
        Path data = folder.resolve("data");
        try (Connection shop = DriverManager.getConnection(url);
                Statement table = shop.createStatement();
                TikTok tikTok = TikTok.holding(ROWS + 3)) {
            table.execute("CREATE TABLE orders (id BIGINT PRIMARY KEY, created_at TIMESTAMP, updated_at TIMESTAMP"
                    + " NOT NULL, status VARCHAR(20), email VARCHAR(100), total DECIMAL(10, 2), currency VARCHAR(10))");
            insert(table, 1);
            try (BundleProcess bundle =
                    BundleProcess.start(data, folder.resolve("output.log"), tikTok.url(), settings)) {
                await().atMost(PATIENCE).until(() -> tikTok.has("1"));
                Bundle.drop(data, "canonical", "orders.csv", orders());
                await().atMost(PATIENCE)
                        .until(() -> imported(bundle).path("rows").asInt() > 0);

                Path ballast = fill();
                insert(table, 2);
                await().atMost(PATIENCE)
                        .until(() -> imported(bundle).path("state").asText().equals("paused")
                                && tableFailure(bundle).path("class").asText().equals("NoRoom"));
                int rows = imported(bundle).path("rows").asInt();
                assertThat(rows).as("it pauses in the middle").isBetween(1, ROWS - 1);
                assertThat(imported(bundle).path("why").asText()).contains("ferry.store.disk-reserve");
                assertThat(tableFailure(bundle).path("message").asText()).contains("ferry.store.disk-reserve");
                assertThat(bundle.sender()
                                .post(Events.purchase("posted").toString())
                                .status())
                        .isEqualTo(202);
                await().atMost(PATIENCE)
                        .until(() -> bundle.sender().status().path("waiting").isEmpty());
                requireQuiet(bundle);
                assertThat(imported(bundle).path("rows").asInt()).isEqualTo(rows);
                assertThat(tikTok.received()).isEqualTo(rows + 2);
                assertThat(bundle.output()).containsOnlyOnce("files and tables are not read on");

                Files.delete(ballast);
                await().atMost(PATIENCE)
                        .until(() -> imported(bundle).path("state").asText().equals("done"));
                await().atMost(PATIENCE).until(() -> tikTok.kept() == ROWS + 3);
                assertThat(tableFailure(bundle).isNull()).isTrue();
                assertThat(bundle.output())
                        .containsOnlyOnce("files and tables are read on")
                        .contains("The table of orders is read again");
                bundle.endInOrder(Duration.ofSeconds(30));
            }
            assertThat(tikTok.received()).as("none is sent twice").isEqualTo(ROWS + 3);
            JsonNode report = Bundle.report(data, "done", "canonical", "orders.csv");
            assertThat(report.path("accepted").asInt()).isEqualTo(ROWS);
            assertThat(report.path("rejected").asInt()).isZero();
            assertThat(report.path("duplicate").asInt()).isZero();
        }
    }

    @Test
    void requests_are_answered_503_below_the_reserve_and_202_as_soon_as_there_is_room() throws Exception {
        Map<String, String> settings = Map.of("ferry.store.disk-reserve", free() - MARGIN + "MB");
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(folder.resolve("data"), tikTok.url(), settings)) {
            assertThat(post(bundle, "a").status()).isEqualTo(202);

            Path ballast = fill();
            await().atMost(PATIENCE)
                    .until(() -> bundle.sender().status().path("failing").asBoolean());
            Sender.Answer refused = post(bundle, "b");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.errorCode()).isEqualTo("store_unavailable");
            assertThat(bundle.sender().health("/ready").status()).isEqualTo(503);

            Files.delete(ballast);
            await().atMost(PATIENCE).until(() -> post(bundle, "b").status() == 202);
            await().atMost(PATIENCE).until(() -> bundle.backlog() == 0);
            assertThat(tikTok.ids()).containsExactlyInAnyOrder("a", "b");
            assertThat(tikTok.received()).isEqualTo(2);
            assertThat(bundle.sender().health("/ready").status()).isEqualTo(200);
        }
    }

    private static Sender.Answer post(Bundle bundle, String id) {
        return bundle.sender().post(Events.purchase(id).toString());
    }

    private static JsonNode imported(BundleProcess bundle) {
        return bundle.sender().status().at("/imports/0");
    }

    private static JsonNode tableFailure(BundleProcess bundle) {
        return bundle.sender().status().at("/tables/0/failure");
    }

    /** It looks at the disk each second, and that is all. */
    private static void requireQuiet(BundleProcess bundle) {
        long began = System.nanoTime();
        Duration before = cpu(bundle);
        await().pollDelay(Duration.ofSeconds(4)).until(() -> true);
        Duration used = cpu(bundle).minus(before);
        long passed = System.nanoTime() - began;
        assertThat(used.toNanos()).as("CPU time while it pauses").isLessThan(passed / 4);
    }

    private static Duration cpu(BundleProcess bundle) {
        return ProcessHandle.of(bundle.pid())
                .orElseThrow()
                .info()
                .totalCpuDuration()
                .orElseThrow();
    }

    private static void insert(Statement statement, int id) throws SQLException {
        statement.execute("INSERT INTO orders VALUES (" + id + ", LOCALTIMESTAMP, LOCALTIMESTAMP, 'paid', 'customer-"
                + id + "@example.com', 12.50, 'EUR')");
    }

    /** Megabytes. */
    private long free() throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace() / MEGABYTE;
        assumeThat(free).as("megabytes free").isGreaterThan(4 * MARGIN);
        return free;
    }

    /** Takes twice the margin. */
    private Path fill() throws IOException, InterruptedException {
        Path ballast = folder.resolve("ballast");
        if (!isReserved(ballast)) {
            byte[] zeros = new byte[(int) MEGABYTE];
            try (OutputStream out = Files.newOutputStream(ballast)) {
                for (long i = 0; i < 2 * MARGIN; i++) {
                    out.write(zeros);
                }
            }
        }
        return ballast;
    }

    /** At once, where the system and the file system can. */
    private static boolean isReserved(Path ballast) throws InterruptedException {
        try {
            return new ProcessBuilder("fallocate", "--length", 2 * MARGIN + "MiB", ballast.toString())
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // there is no such program
        }
    }

    private static byte[] orders() {
        StringBuilder csv = new StringBuilder(
                "event,event_id,event_time,user.external_id,page.url,properties.value,properties.currency\n");
        for (int row = 1; row <= ROWS; row++) {
            csv.append("Purchase,row-").append(row).append(',').append(Events.TIME);
            csv.append(",customer-").append(row).append(",https://shop.example.com/thanks,12.5,EUR\n");
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }
}
