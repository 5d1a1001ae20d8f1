package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventferry.simulator.ReceivedEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at random moments under load, as often as {@code ferry.crash.rounds} says. Five times are usual, for
 * {@code chaos.KillRoundsTest} kills more often and holds more; here TikTok is well, so that nothing else is to blame.
 */
class CrashTest {

    private static final int ROUNDS = Integer.getInteger("ferry.crash.rounds", 5);
    private static final int MOST_EVENTS = 2_000_000;

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void what_was_answered_202_is_delivered_as_it_was_however_often_the_process_is_killed() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Load load = new Load();
        try (TikTok tikTok = TikTok.holding(MOST_EVENTS);
                BundleProcess bundle = BundleProcess.start(
                        folder.resolve("data"), folder.resolve("output.log"), tikTok.url(), Map.of())) {
            for (int round = 0; round < ROUNDS; round++) {
                load.begin(bundle.sender(), round);
                load.awaitSome(random.nextInt(200));
                pause(Duration.ofMillis(random.nextInt(600)));
                bundle.kill();
                load.end();
                bundle.startAgain();
            }
            load.sendAgainWhatWasNotAnswered(bundle.sender());

            Set<String> promised = load.promised();
            await("everything of the run with seed " + seed)
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(
                            () -> assertThat(notDelivered(promised, tikTok)).isEmpty());
            System.out.printf(
                    "%d rounds: %d events promised, %d received with copies, %d refused%n",
                    ROUNDS, promised.size(), tikTok.received(), load.refused().size());

            Map<String, Long> arrived = tikTok.simulator().events().stream()
                    .collect(Collectors.toMap(ReceivedEvent::eventId, ReceivedEvent::eventTime));
            assertThat(promised).isNotEmpty();
            assertThat(arrived).as("nothing but what was sent").allSatisfy((id, time) -> {
                assertThat(load.refused()).doesNotContain(id);
                assertThat(time).as("the time of " + id).isEqualTo(load.timeOf(id));
            });
        }
    }

    private static Set<String> notDelivered(Set<String> promised, TikTok tikTok) {
        Set<String> missing = new TreeSet<>(promised);
        tikTok.ids().forEach(missing::remove);
        return missing;
    }

    /** Not a wait for something to happen but the randomness of the moment. */
    private static void pause(Duration length) {
        long until = System.nanoTime() + length.toNanos();
        await().pollInterval(Duration.ofMillis(10)).until(() -> System.nanoTime() >= until);
    }
}
