package dev.eventferry.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventferry.chaos.Relay.Moment;
import dev.eventferry.e2e.BundleProcess;
import dev.eventferry.e2e.Events;
import dev.eventferry.e2e.Load;
import dev.eventferry.e2e.Sender;
import dev.eventferry.e2e.TestSettings;
import dev.eventferry.e2e.TikTok;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at exact moments, {@code ferry.crash.points.rounds} times at each: before a sender's request is there,
 * between commit and answer, within the answer and right behind it, when the commit is not counted yet; before TikTok has a
 * request, when it has taken it, while its answer comes, and between the answer and the commit of what became of the events;
 * while it stops and H2 tidies its file; and while the tables are made.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class CrashPointsTest {

    private static final int ROUNDS = Integer.getInteger("ferry.crash.points.rounds", 1);
    private static final int REQUESTS = 8;
    private static final int IN_A_REQUEST = 20;
    private static final int MOST_EVENTS = 1_000_000;

    @TempDir
    Path folder;

    private final Load load = new Load();
    private final List<Checker.Kill> kills = new ArrayList<>();
    private final Random random = new Random();
    private int round;

    @Test
    void wherever_it_is_killed_nothing_is_lost_invented_or_doubled_without_an_excuse() throws Exception {
        Path data = folder.resolve("data");
        Path log = folder.resolve("verdicts.ndjson");
        WireLog wire;
        try (TikTok tikTok = TikTok.failing("", log, MOST_EVENTS);
                Relay toTikTok = Relay.to(tikTok.simulator().port());
                BundleProcess bundle = BundleProcess.start(
                        data,
                        folder.resolve("output.log"),
                        "http://127.0.0.1:" + toTikTok.port(),
                        Map.of("ferry.batch.size", Integer.toString(IN_A_REQUEST)));
                Relay toDoor = Relay.to(bundle.sender().uri("/").getPort())) {
            Sender sender = new Sender(toDoor.port(), 0);
            for (int i = 0; i < ROUNDS; i++) {
                for (Relay relay : List.of(toDoor, toTikTok)) {
                    for (Moment moment : Moment.values()) {
                        killAt(relay, moment, tikTok, bundle, sender);
                    }
                }
                killWhileItStops(tikTok, bundle, sender);
            }
            load.sendAgainWhatWasNotAnswered(bundle.sender());
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> bundle.sender().status().path("waiting").isEmpty());
            bundle.endInOrder(Duration.ofSeconds(30));
            wire = WireLog.read(log, tikTok.simulator().events());
        }

        StoreDump store = StoreDump.read(data, List.of("web"));
        new Checker(Senders.of(load), wire, store, List.of("@example.com", "customer-"), kills).check();
        assertThat(kills).hasSize(ROUNDS * (2 * Moment.values().length + 1));
        assertThat(store.waiting()).isEmpty();
        assertThat(store.dead()).isEmpty();
        assertThat(store.accepted()).isEqualTo(load.promised().size());
    }

    /** In steps of a quarter second, until one start was let through. */
    @Test
    void killed_while_it_makes_its_tables_it_starts_the_next_time() throws IOException {
        Path data = folder.resolve("data");
        try (TikTok tikTok = TikTok.start();
                BundleProcess bundle = BundleProcess.begin(
                        folder.resolve("output.log"), TestSettings.of(data, tikTok.url(), Map.of()))) {
            for (int quarters = 3; quarters <= 3 + 4 * ROUNDS; quarters++) {
                pause(Duration.ofMillis(250L * quarters + random.nextInt(250)));
                bundle.kill();
                bundle.beginAgain();
            }
            bundle.awaitOpen();

            assertThat(load.send(bundle.sender(), "web", Events.ids("e", 0, 10)))
                    .isTrue();

            await().atMost(Duration.ofSeconds(30)).until(() -> tikTok.kept() == 10);
        }
    }

    private void killAt(Relay relay, Moment moment, TikTok tikTok, BundleProcess bundle, Sender sender)
            throws InterruptedException {
        int before = random.nextInt(REQUESTS / 2);
        send(sender, before);
        AtomicReference<Instant> at = new AtomicReference<>();
        CountDownLatch killed = relay.at(moment, () -> {
            at.set(Instant.now());
            bundle.kill();
        });
        send(sender, REQUESTS);
        assertThat(Relay.happens(killed)).as("%s", moment).isTrue();
        note(tikTok, at.get());
        bundle.startAgain();
    }

    private void killWhileItStops(TikTok tikTok, BundleProcess bundle, Sender sender) {
        send(sender, REQUESTS);
        bundle.terminate();
        pause(Duration.ofMillis(random.nextInt(800)));
        Instant at = Instant.now();
        bundle.kill();
        note(tikTok, at);
        bundle.startAgain();
    }

    /** When what was on its way is there. */
    private void note(TikTok tikTok, Instant at) {
        AtomicLong requests = new AtomicLong(-1);
        await().pollInterval(Duration.ofMillis(50)).until(() -> {
            long now = tikTok.simulator().stats().requests();
            return requests.getAndSet(now) == now;
        });
        kills.add(new Checker.Kill(requests.get(), at));
    }

    private void send(Sender sender, int requests) {
        boolean answered = true;
        for (int i = 0; answered && i < requests; i++) {
            round++;
            answered = load.send(sender, "web", Events.ids("r" + round, 0, IN_A_REQUEST));
        }
    }

    /** Not a wait for something to happen but the randomness of the moment. */
    private static void pause(Duration length) {
        long until = System.nanoTime() + length.toNanos();
        await().pollInterval(Duration.ofMillis(10)).until(() -> System.nanoTime() >= until);
    }
}
