package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventferry.simulator.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM: it ends in order, soon, and what it had taken is delivered, once. */
class ShutdownTest {

    private static final Duration GRACE = Duration.ofSeconds(25);

    /** What {@code ./ferry run --help} says of SIGTERM. */
    private static final int IN_ORDER = 143;

    @TempDir
    Path folder;

    @Test
    void a_stop_under_load_ends_in_order_and_loses_and_doubles_nothing() {
        Load load = new Load();
        try (TikTok tikTok = TikTok.start();
                BundleProcess bundle = start(tikTok, Map.of())) {
            load.begin(bundle.sender(), 0);
            load.awaitSome(300);

            bundle.terminate();

            assertThat(bundle.exitCode(GRACE)).isEqualTo(IN_ORDER);
            load.end();
            bundle.startAgain();
            await().atMost(Duration.ofSeconds(30)).until(() -> tikTok.ids().containsAll(load.promised()));
            assertThat(tikTok.received()).as("nothing is sent twice").isEqualTo(tikTok.kept());
            assertThat(tikTok.ids()).doesNotContainAnyElementsOf(load.refused());
            assertThat(load.unanswered())
                    .as("every request that was taken was answered before the door closed: without an answer are only"
                            + " those that met a closing connection, and none of them was delivered")
                    .doesNotContainAnyElementsOf(tikTok.ids());
        }
    }

    @Test
    void a_stop_while_tiktok_does_not_answer_ends_in_time_and_loses_nothing() {
        try (TikTok tikTok = TikTok.start();
                BundleProcess bundle = start(tikTok, Map.of("ferry.delivery.timeout", "10s"))) {
            tikTok.simulator().faultAlways(Fault.delay(Duration.ofSeconds(60)));
            bundle.sender().post(Events.purchases(Events.ids("e", 0, 50)));
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> !tikTok.simulator().requests().isEmpty());

            bundle.terminate();

            assertThat(bundle.exitCode(GRACE)).isEqualTo(IN_ORDER);
            tikTok.simulator().clearFaults();
            bundle.startAgain();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> bundle.sender().status().path("waiting").isEmpty());
            assertThat(tikTok.ids()).containsExactlyInAnyOrderElementsOf(Events.ids("e", 0, 50));
        }
    }

    @Test
    void a_stop_while_tiktok_is_in_trouble_ends_in_time_and_loses_nothing() {
        try (TikTok tikTok = TikTok.start();
                BundleProcess bundle = start(tikTok, Map.of("ferry.delivery.backoff", "1s"))) {
            tikTok.simulator().faultAlways(Fault.http(502));
            bundle.sender().post(Events.purchases(Events.ids("e", 0, 50)));
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> !tikTok.simulator().requests().isEmpty());

            bundle.terminate();

            assertThat(bundle.exitCode(GRACE)).isEqualTo(IN_ORDER);
            tikTok.simulator().clearFaults();
            bundle.startAgain();
            await().atMost(Duration.ofSeconds(20)).until(() -> tikTok.kept() == 50);
            assertThat(tikTok.received()).isEqualTo(50);
        }
    }

    private BundleProcess start(TikTok tikTok, Map<String, String> changes) {
        return BundleProcess.start(folder.resolve("data"), folder.resolve("output.log"), tikTok.url(), changes);
    }
}
