package dev.eventferry.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventferry.e2e.BundleProcess;
import dev.eventferry.e2e.Load;
import dev.eventferry.e2e.TestSettings;
import dev.eventferry.e2e.TikTok;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A second one on the data of one that is under load ends at once, and harms nothing. */
class TwoOnOneStoreTest {

    /** It takes three seconds; a machine that runs other tests beside it may take longer. */
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @RepeatedTest(3)
    @Timeout(180)
    void the_second_ends_with_78_and_the_first_goes_on() {
        Path data = folder.resolve("data");
        Path log = folder.resolve("verdicts.ndjson");
        Load load = new Load();
        WireLog wire;
        try (TikTok tikTok = TikTok.failing("", log);
                BundleProcess first = BundleProcess.start(data, folder.resolve("first.log"), tikTok.url(), Map.of())) {
            load.begin(first.sender(), 0);
            load.awaitSome(20);
            try (BundleProcess second =
                    BundleProcess.begin(folder.resolve("second.log"), TestSettings.of(data, tikTok.url(), Map.of()))) {
                long begun = System.nanoTime();
                assertThat(second.exitCode(SOON)).as(second.output()).isEqualTo(78);
                System.out.printf("the second ended after %d ms%n", (System.nanoTime() - begun) / 1_000_000);
                assertThat(second.output()).contains("is in use by another Eventferry");
            }
            int before = load.promised().size();
            await().atMost(Duration.ofSeconds(20)).until(() -> load.promised().size() > before);
            load.end();
            assertThat(load.unanswered()).isEmpty();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> first.sender().status().path("waiting").isEmpty());
            first.endInOrder(Duration.ofSeconds(30));
            wire = WireLog.read(log, tikTok.simulator().events());
        }

        StoreDump store = StoreDump.read(data, List.of("web"));
        new Checker(Senders.of(load), wire, store, List.of("@example.com", "customer-"), List.of()).check();
    }
}
