package dev.eventferry.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.e2e.Bundle;
import dev.eventferry.e2e.BundleProcess;
import dev.eventferry.e2e.Events;
import dev.eventferry.e2e.TestSettings;
import dev.eventferry.e2e.TikTok;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A system that writes a file for each order drops {@code ferry.files.small} of them at once. */
class SmallFilesTest {

    private static final int FILES = Integer.getInteger("ferry.files.small", 1_200);

    /** Before that many are through, the program is still warming up. */
    private static final int WARM = FILES / 4;

    private static final Duration PATIENCE = Duration.ofMinutes(2).plusMillis(20L * FILES);
    private static final String HEADER =
            "event,event_id,event_time,user.external_id,page.url,properties.value,properties.currency\n";
    private static final long MEGABYTE = 1 << 20;

    /** Of what is remembered of each event, and of a line of files that wait. */
    private static final long MOST_HEAP_MORE = 24 * MEGABYTE;

    private static final int MOST_DESCRIPTORS_MORE = 40;

    /** 5 are usual with 10,000 files, 14 with few, while Java still compiles; what grows with their number has many more. */
    private static final Duration MOST_CPU_A_FILE = Duration.ofMillis(40);

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    SmallFilesTest() {}

    @Test
    @Timeout(1_800)
    void many_small_files_are_imported_by_name_each_event_once_and_hold_neither_memory_nor_descriptors()
            throws IOException {
        Path data = folder.resolve("data");
        List<String> ids = new ArrayList<>();
        Path orders = writeOrders(ids);
        Map<String, String> asShipped = Map.of("ferry.files.quiet", "2s", "ferry.files.period", "1s");
        try (TikTok tikTok = TikTok.holding(ids.size());
                BundleProcess bundle = BundleProcess.asShipped(
                        folder.resolve("output.log"), TestSettings.of(data, tikTok.url(), asShipped))) {
            long descriptors = descriptors(bundle.pid());
            ProcessFigures begun = ProcessFigures.of(bundle.pid());
            long began = System.nanoTime();
            Path inbox = data.resolve("inbox/canonical");
            Files.delete(inbox);
            Files.move(orders, inbox, StandardCopyOption.ATOMIC_MOVE);

            Path done = data.resolve("done/canonical");
            awaitThrough(done, WARM);
            long heap = LiveHeap.of(bundle.pid());
            ProcessFigures warm = ProcessFigures.of(bundle.pid());
            long descriptorsUnderWay = descriptors(bundle.pid());
            awaitThrough(done, FILES);
            double seconds = (System.nanoTime() - began) / 1e9;
            ProcessFigures all = ProcessFigures.of(bundle.pid());
            Duration each = all.since(warm).cpu().dividedBy(FILES - WARM);
            await().atMost(PATIENCE)
                    .until(() -> bundle.sender().status().path("waiting").isEmpty());
            long more = LiveHeap.of(bundle.pid()) - heap;
            long descriptorsAfter = descriptors(bundle.pid());
            System.out.printf(
                    "%d files in %.1f s, %d CPU-ms for the first %d, then %.2f a file; %d MB of heap under way, then"
                            + " %.1f more; %d, %d, %d descriptors%n",
                    FILES,
                    seconds,
                    warm.since(begun).cpu().toMillis(),
                    WARM,
                    each.toNanos() / 1e6,
                    heap / MEGABYTE,
                    (double) more / MEGABYTE,
                    descriptors,
                    descriptorsUnderWay,
                    descriptorsAfter);

            assertThat(tikTok.ids()).hasSameSizeAs(ids).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(tikTok.received()).as("none is sent twice").isEqualTo(ids.size());
            assertThat(inbox).isEmptyDirectory();
            requireReportsByName(data);
            SoftAssertions found = new SoftAssertions();
            found.assertThat(each).as("CPU time of a file").isLessThan(MOST_CPU_A_FILE);
            found.assertThat(more).as("more heap").isLessThan(MOST_HEAP_MORE);
            found.assertThat(Math.max(descriptorsUnderWay, descriptorsAfter) - descriptors)
                    .as("more open files")
                    .isLessThan(MOST_DESCRIPTORS_MORE);
            found.assertAll();
            assertThat(bundle.output()).doesNotContain("WARN").doesNotContain("ERROR");
            bundle.endInOrder(Duration.ofSeconds(30));
        }
    }

    /** Written in no order, with one to three orders each. */
    private Path writeOrders(List<String> ids) throws IOException {
        Path orders = Files.createDirectories(folder.resolve("orders"));
        List<Integer> numbers = new ArrayList<>();
        for (int number = 0; number < FILES; number++) {
            numbers.add(number);
        }
        Collections.shuffle(numbers, new Random(1));
        for (int number : numbers) {
            StringBuilder csv = new StringBuilder(HEADER);
            for (int row = 0; row <= number % 3; row++) {
                String id = number + "-" + row;
                ids.add(id);
                csv.append("Purchase,").append(id).append(',').append(Events.TIME);
                csv.append(",customer-").append(number).append(",https://shop.example.com/thanks,12.5,EUR\n");
            }
            Files.writeString(orders.resolve(name(number)), csv);
        }
        return orders;
    }

    private static String name(int number) {
        return String.format("order-%07d.csv", number);
    }

    private static void awaitThrough(Path done, int number) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> countFiles(done) >= number);
    }

    private static long countFiles(Path done) throws IOException {
        if (!Files.exists(done)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(done)) {
            return files.filter(file -> file.toString().endsWith(".csv")).count();
        }
    }

    /** Each has its reports, and none was begun before the one that comes before it was through. */
    private static void requireReportsByName(Path data) {
        Instant before = Instant.EPOCH;
        for (int number = 0; number < FILES; number++) {
            String name = name(number);
            JsonNode report = Bundle.report(data, "done", "canonical", name);
            assertThat(report).as(name).isNotNull();
            assertThat(report.path("status").asText()).as(name).isEqualTo("done");
            assertThat(report.path("accepted").asInt()).as(name).isEqualTo(number % 3 + 1);
            assertThat(data.resolve("done/canonical").resolve(name + ".report.html"))
                    .isNotEmptyFile();
            assertThat(Instant.parse(report.path("started_at").asText()))
                    .as("%s comes after the one before", name)
                    .isAfterOrEqualTo(before);
            before = Instant.parse(report.path("finished_at").asText());
        }
    }

    private static long descriptors(long pid) {
        Path open = Path.of("/proc", Long.toString(pid), "fd");
        if (!Files.isReadable(open)) {
            return 0; // not on Linux
        }
        try (Stream<Path> all = Files.list(open)) {
            return all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
