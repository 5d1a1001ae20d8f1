package dev.eventferry.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventferry.e2e.BundleProcess;
import dev.eventferry.e2e.Sender;
import dev.eventferry.e2e.TestSettings;
import dev.eventferry.e2e.TikTok;
import dev.eventferry.simulator.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * TikTok is away for long: {@code ferry.backlog.events} events wait, in the memory that {@code ./ferry} has, and are
 * delivered once when it is back, while more come in. From a million on it also waits until the store's file is small again.
 */
class BacklogTest {

    private static final long EVENTS = Long.getLong("ferry.backlog.events", 100_000);
    private static final long MANY = 1_000_000;
    private static final int CONNECTIONS = 2;
    private static final int PER_REQUEST = 100;
    private static final long REQUESTS_APART = TimeUnit.MILLISECONDS.toNanos(200);

    /** A short backlog is for machines that do other things, too: there it only must not hang. */
    private static final Duration SLOWEST = Duration.ofMillis(EVENTS >= MANY ? 500 : 2_000);

    private static final int DRAINED_A_SECOND = 5_000;

    /** What is held of each event: its dedup key (dedup/TimedTable has 16 bytes a slot and room for 1.6 times its keys). */
    private static final int BYTES_OF_A_KEY = 26;

    /** Of the store's file: 600 are the event, as TikTok takes it. */
    private static final long BYTES_OF_AN_EVENT = 1_600;

    private static final long MEGABYTE = 1 << 20;
    private static final long TIME = System.currentTimeMillis() / 1000 - 3600;

    @TempDir
    Path folder;

    private long number;

    @SuppressWarnings("NullAway.Init")
    BacklogTest() {}

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void what_waits_for_long_takes_disk_and_no_memory_and_is_delivered_fast_while_more_comes_in() throws IOException {
        Path data = folder.resolve("data");
        SoftAssertions found = new SoftAssertions();
        try (TikTok tikTok = TikTok.holding(1);
                BundleProcess bundle = BundleProcess.asShipped(
                        folder.resolve("output.log"), TestSettings.of(data, tikTok.url(), Map.of()))) {
            tikTok.simulator().faultAlways(Fault.http(503));
            LoadGenerator load =
                    new LoadGenerator(bundle.sender().uri("/v1/events"), CONNECTIONS, PER_REQUEST, Map.of());
            tell("warm-up", load.run(this::next, EVENTS / 10));
            long before = LiveHeap.of(bundle.pid());
            LoadGenerator.Result filled = load.run(this::next, EVENTS - EVENTS / 10);
            tell("backlog", filled);
            long held = LiveHeap.of(bundle.pid()) - before;
            System.out.printf(
                    "heap %d MB, then %d more; %s; files %d MB%n",
                    before / MEGABYTE, held / MEGABYTE, figures(bundle), size(data) / MEGABYTE);
            assertThat(filled.notAccepted()).as("%s", filled.statusCounts()).isZero();
            found.assertThat(filled.p99()).as("answers while the backlog grows").isLessThan(SLOWEST);
            found.assertThat(held).as("heap of %d events", EVENTS).isLessThan(mostHeld());

            tikTok.simulator().clearFaults();
            long begun = System.nanoTime();
            Latencies answers = sendUntilDelivered(bundle, tikTok);
            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.printf(
                    "%d delivered in %.1f s, %.0f/s, while %d came in with p50 %d ms, p99 %d ms%n",
                    number,
                    seconds,
                    number / seconds,
                    number - EVENTS,
                    answers.percentile(50).toMillis(),
                    answers.percentile(99).toMillis());
            found.assertThat(answers.percentile(99))
                    .as("answers while it is delivered")
                    .isLessThan(SLOWEST);
            found.assertThat(number / seconds).as("delivered in a second").isGreaterThan(DRAINED_A_SECOND);
            assertThat(tikTok.kept()).as("none is lost").isEqualTo(number);
            assertThat(tikTok.received()).as("none is sent twice").isEqualTo(number);
            long after = LiveHeap.of(bundle.pid()) - before;
            System.out.printf("heap %d MB more; %s%n", after / MEGABYTE, figures(bundle));
            found.assertThat(after).as("heap of %d events", number).isLessThan(mostHeld());
            bundle.endInOrder(Duration.ofSeconds(30));
            long most = size(data);
            System.out.printf("files %d MB%n", most / MEGABYTE);
            found.assertThat(most / number).as("bytes an event").isLessThan(BYTES_OF_AN_EVENT);
            if (EVENTS >= MANY) {
                assertShrinks(data, most, tikTok);
            }
        }
        found.assertAll();
    }

    private static long mostHeld() {
        return EVENTS * BYTES_OF_A_KEY + 24 * MEGABYTE;
    }

    /** What is kept of delivered events goes a minute after it was accepted, instead of a week. */
    private void assertShrinks(Path data, long most, TikTok tikTok) throws IOException {
        Map<String, String> soon = Map.of("ferry.dedup.window", "1m", "ferry.retention.delivered", "1m");
        long begun = System.nanoTime();
        try (BundleProcess bundle =
                BundleProcess.asShipped(folder.resolve("output.log"), TestSettings.of(data, tikTok.url(), soon))) {
            await("the store's file, which had " + most + " bytes")
                    .atMost(Duration.ofMinutes(10))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> size(data) < most / 5);
            System.out.printf("files %d MB after %.0f s%n", size(data) / MEGABYTE, (System.nanoTime() - begun) / 1e9);
            bundle.endInOrder(Duration.ofSeconds(30));
        }
    }

    /** Five requests a second, as long as something waits. */
    private Latencies sendUntilDelivered(BundleProcess bundle, TikTok tikTok) {
        Sender sender = bundle.sender();
        Latencies answers = new Latencies();
        long due = System.nanoTime();
        while (tikTok.received() < number) {
            String body = IntStream.range(0, PER_REQUEST)
                    .mapToObj(i -> new String(next(), US_ASCII))
                    .collect(Collectors.joining(",", "[", "]"));
            long sent = System.nanoTime();
            assertThat(sender.post(body).status()).isEqualTo(202);
            answers.add(System.nanoTime() - sent);
            due += REQUESTS_APART;
            awaitUntil(due, tikTok);
        }
        return answers;
    }

    private void awaitUntil(long due, TikTok tikTok) {
        while (System.nanoTime() < due && tikTok.received() < number) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private byte[] next() {
        long n = number++;
        return ("{\"event\":\"Purchase\",\"event_id\":\"order-" + n + "\",\"event_time\":" + TIME
                        + ",\"user\":{\"email\":\"customer-" + n + "@example.com\",\"external_id\":\"customer-" + n
                        + "\",\"ip\":\"203.0.113.7\",\"user_agent\":\"Mozilla/5.0 (Macintosh; Intel Mac OS X 14_4)\"},"
                        + "\"page\":{\"url\":\"https://shop.example.com/thanks?order=" + n
                        + "\"},\"properties\":{\"value\":12.5,\"currency\":\"EUR\",\"order_id\":\"" + n + "\"}}")
                .getBytes(US_ASCII);
    }

    private static long size(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            long size = 0;
            for (Path each : all) {
                size += Files.size(each);
            }
            return size;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String figures(BundleProcess bundle) throws IOException {
        ProcessFigures figures = ProcessFigures.of(bundle.pid());
        return figures.rssBytes() / MEGABYTE + " MB resident, " + figures.cpu().toSeconds() + " CPU-s";
    }

    private static void tell(String what, LoadGenerator.Result result) {
        System.out.printf(
                "%s: %d events in %.1f s, %.0f/s; p50 %d ms, p99 %d ms, max %d ms%n",
                what,
                result.events(),
                result.seconds(),
                result.eventsPerSecond(),
                result.p50().toMillis(),
                result.p99().toMillis(),
                result.max().toMillis());
    }
}
