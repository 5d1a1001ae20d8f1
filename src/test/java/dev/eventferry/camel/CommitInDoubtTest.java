package dev.eventferry.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.eventferry.TurningClock;
import dev.eventferry.dedup.Claims;
import dev.eventferry.dedup.Deduplicator;
import dev.eventferry.dedup.HashedGroup;
import dev.eventferry.delivery.Backoff;
import dev.eventferry.delivery.Outbox;
import dev.eventferry.delivery.RequestLimits;
import dev.eventferry.event.Origin;
import dev.eventferry.event.Verdicts;
import dev.eventferry.store.DeadFilter;
import dev.eventferry.store.DeadLetter;
import dev.eventferry.store.DoubtfulStore;
import dev.eventferry.store.DoubtfulStore.Trouble;
import dev.eventferry.store.Line;
import dev.eventferry.store.PackedEvent;
import dev.eventferry.store.Segment;
import dev.eventferry.store.Segments;
import dev.eventferry.store.Store;
import dev.eventferry.store.StoreException;
import dev.eventferry.store.Submission;
import dev.eventferry.store.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A commit of which nobody knows whether it happened, because the connection broke at it: the sender is not told that its
 * events are kept before they are, and when it sends them again they are kept once.
 */
@Timeout(120)
class CommitInDoubtTest {

    private static final Writer.Limits ROOMY = new Writer.Limits(1000, 1 << 20, 1000, 0);
    private static final Outbox.LaneRoom ROOM = new Outbox.LaneRoom(1 << 20, 1000, 1000);
    private static final Outbox.Pace PACE =
            new Outbox.Pace(new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1)), Duration.ofSeconds(1));

    private final TurningClock clock = new TurningClock();
    private final ExecutorService callbacks = Executors.newSingleThreadExecutor();
    private final Deduplicator deduplicator = new Deduplicator(Duration.ofMinutes(5), Duration.ofDays(2), clock);
    private final List<Segment> committed = new CopyOnWriteArrayList<>();
    private final DefaultCamelContext context = new DefaultCamelContext();

    private DoubtfulStore store;
    private Writer writer;
    private Outbox outbox;
    private ProducerTemplate sender;

    @SuppressWarnings("NullAway.Init")
    CommitInDoubtTest() {}

    @BeforeEach
    void start(@TempDir Path folder) {
        store = new DoubtfulStore(folder);
        writer = new Writer(store.open(), ROOMY, clock, callbacks, committed::addAll, null);
        outbox = new Outbox(store.open(), Map.of("web", RequestLimits.NONE), destination -> true, ROOM, PACE, clock);
        context.addComponent("outbox", new OutboxComponent(writer, outbox));
        context.start();
        sender = context.createProducerTemplate();
        writer.start();
        writer.write(transaction -> {}).join(); // what the writer does at its start is done
    }

    @AfterEach
    void stop() {
        store.mend();
        context.stop();
        writer.close();
        outbox.close();
        callbacks.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE", "AFTER", "FLUSH"})
    void when_the_store_works_at_once_again_the_truth_is_looked_up_and_told(Trouble trouble) throws Exception {
        store.failOnce(trouble);

        boolean accepted = send("a").accepted();
        boolean again = send("a").accepted();

        assertThat(accepted).isEqualTo(trouble != Trouble.BEFORE);
        assertThat(again).isTrue();
        assertThat(kept()).containsExactly("a");
        assertThat(committed).flatExtracting(CommitInDoubtTest::names).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE", "AFTER", "FLUSH"})
    void while_nobody_knows_the_sender_and_its_retries_are_refused_and_then_kept_once(Trouble trouble)
            throws Exception {
        store.failAndStayDown(trouble);

        Answer first = send("a");
        Answer meanwhile = send("a");
        Answer another = send("b");

        assertThat(List.of(first, meanwhile, another)).noneMatch(Answer::accepted);
        assertThat(first.failure()).isInstanceOf(StoreException.class);

        store.mend();
        Answer afterwards = sendUntilAccepted("a");
        sendUntilAccepted("b");

        assertThat(afterwards.claimed())
                .as("a duplicate if the first commit happened, new if not")
                .isEqualTo(trouble == Trouble.BEFORE ? 1 : 0);
        assertThat(kept()).containsExactlyInAnyOrder("a", "b");
        assertThat(committed).flatExtracting(CommitInDoubtTest::names).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void groups_that_shared_the_commit_are_each_kept_once() throws Exception {
        store.failAndStayDown(Trouble.AFTER);
        List<CompletableFuture<Answer>> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String name = "g" + i;
            sent.add(CompletableFuture.supplyAsync(() -> sendQuietly(name)));
        }
        for (CompletableFuture<Answer> each : sent) {
            assertThat(each.get(30, TimeUnit.SECONDS).accepted()).isFalse();
        }

        store.mend();
        for (int i = 0; i < 20; i++) {
            sendUntilAccepted("g" + i);
        }

        assertThat(kept()).hasSize(20).doesNotHaveDuplicates();
    }

    /** Such as a batch's settlement, which must not be written twice. */
    @ParameterizedTest
    @EnumSource(names = {"BEFORE", "AFTER", "FLUSH"})
    void other_work_is_told_nothing_before_it_is_certain(Trouble trouble) throws Exception {
        DeadLetter letter = new DeadLetter(
                1,
                Segments.WEB,
                "shop",
                "r",
                0,
                1,
                2,
                "refused",
                40002,
                "why",
                1,
                Segments.event("x", 0).key(),
                new byte[] {'{', '}'});
        store.failAndStayDown(trouble);

        CompletableFuture<@Nullable Void> buried = writer.write(transaction -> transaction.bury(List.of(letter)));
        await().atMost(Duration.ofSeconds(20)).until(store::isDown);
        assertThat(send("a").accepted()).isFalse();
        assertThat(buried).isNotDone();
        store.mend();

        if (trouble == Trouble.BEFORE) {
            assertThatThrownBy(() -> buried.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(StoreException.class);
            writer.write(transaction -> transaction.bury(List.of(letter))).get(20, TimeUnit.SECONDS);
        } else {
            buried.get(20, TimeUnit.SECONDS);
        }
        try (Store reading = store.open()) {
            assertThat(reading.deadLetters(DeadFilter.of(List.of(1L)), Long.MAX_VALUE, 10))
                    .hasSize(1);
        }
    }

    @Test
    void a_stop_in_the_middle_of_it_ends_and_the_next_start_knows_the_truth() throws Exception {
        store.failAndStayDown(Trouble.AFTER);
        assertThat(send("a").accepted()).isFalse();

        writer.close();

        store.mend();
        assertThat(kept()).containsExactly("a");
    }

    /** What a sender is told, and how many of its events were new. */
    private record Answer(@Nullable Throwable failure, int claimed) {
        boolean accepted() {
            return failure == null;
        }
    }

    private Answer sendUntilAccepted(String name) {
        List<Answer> answers = new ArrayList<>();
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    answers.add(sendQuietly(name));
                    return answers.get(answers.size() - 1).accepted();
                });
        return answers.get(answers.size() - 1);
    }

    private Answer sendQuietly(String name) {
        try {
            return send(name);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** One event as a door brings it: claimed, then kept. */
    private Answer send(String name) throws ExecutionException, InterruptedException, TimeoutException {
        PackedEvent event = Segments.event(name, 0);
        Claims claims = deduplicator.open();
        boolean fresh = claims.claim(event.key(), event.mask()) != Deduplicator.Outcome.DUPLICATE;
        HashedGroup group = new HashedGroup(
                new Origin("r-" + name, "shop", null, clock.instant(), "r-" + name, 0, null, null),
                List.of(),
                new Verdicts(1),
                null,
                claims);
        Submission submission = new Submission(
                "shop", "r-" + name, fresh ? Map.of(Line.of(Segments.WEB), List.of(event)) : Map.of(), null, Map.of());
        Exchange done = sender.asyncSend(
                        "outbox:events", exchange -> exchange.getMessage().setBody(new PackedGroup(group, submission)))
                .get(30, TimeUnit.SECONDS);
        return new Answer(done.getException(), fresh ? 1 : 0);
    }

    private List<String> kept() {
        try (Store reading = store.open()) {
            return reading.due("web", Long.MAX_VALUE, 0, 1000).stream()
                    .flatMap(segment -> names(segment).stream())
                    .toList();
        }
    }

    private static List<String> names(Segment segment) {
        return Segments.texts(segment).stream()
                .map(text -> text.replaceAll(".*:\"|\"}", ""))
                .toList();
    }
}
