package dev.eventferry.delivery;

import static dev.eventferry.store.Segments.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventferry.delivery.DeliveryOutcome.Delivered;
import dev.eventferry.delivery.DeliveryOutcome.PartlyDelivered;
import dev.eventferry.delivery.DeliveryOutcome.Refused;
import dev.eventferry.delivery.DeliveryOutcome.RefusedFor;
import dev.eventferry.delivery.DeliveryOutcome.TryLater;
import dev.eventferry.store.Segment;
import dev.eventferry.store.Segments;
import dev.eventferry.tiktok.Answer.Failed;
import dev.eventferry.tiktok.Pause;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {

    private static final long NOW = 1_767_226_200_000L;
    private static final Batch.Limits ROOMY = new Batch.Limits(1000, 1 << 20);

    @Test
    void segments_of_one_batch_are_one_request_in_their_order() {
        Segment first = segment(1, NOW, 2);
        Segment second = segment(2, NOW, 3);
        Batch batch = new Batch(first, ROOMY);
        batch.add(second);

        assertThat(batch.hasNext()).isTrue();
        List<String> sent = texts(batch.current());
        batch.settle(new Delivered("r1"));

        List<String> all = new ArrayList<>(Segments.texts(first));
        all.addAll(Segments.texts(second));
        assertThat(sent).isEqualTo(all);
        assertThat(batch.hasNext()).isFalse();
        assertThat(batch.requests()).isOne();
        assertThat(sent(batch)).containsEntry(first, 2).containsEntry(second, 3);
        assertThat(batch.openEvents(first)).isZero();
        assertThat(batch.halt()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10})
    void halving_finds_the_events_to_blame_in_few_requests(int culprits) {
        int most = (int) (1 + 2 * culprits * Math.log(1000) / Math.log(2));
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Set<String> bad = new HashSet<>();
            while (bad.size() < culprits) {
                int i = random.nextInt(1000);
                bad.add("{\"event_id\":\"e" + (i / 250 + 1) + "-" + i % 250 + "\"}");
            }
            Batch batch = new Batch(segment(1, NOW, 250), ROOMY);
            for (long id = 2; id <= 4; id++) {
                batch.add(segment(id, NOW, 250));
            }

            List<String> delivered = sendToOneThatRefuses(bad, batch);

            assertThat(batch.requests()).isLessThanOrEqualTo(most);
            assertThat(delivered)
                    .hasSize(1000 - culprits)
                    .doesNotHaveDuplicates()
                    .doesNotContainAnyElementsOf(bad);
            assertThat(batch.dead())
                    .extracting(dead -> new String(dead.event().json(), StandardCharsets.UTF_8))
                    .containsExactlyInAnyOrderElementsOf(bad);
            assertThat(batch.dead())
                    .allMatch(dead -> dead.code() == 40002 && dead.message().equals("bad"));
            assertThat(batch.segments()).allMatch(segment -> batch.openEvents(segment) == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10})
    void an_event_that_TikTok_names_costs_one_request(int culprits) {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Set<String> bad = new HashSet<>();
            while (bad.size() < culprits) {
                int i = random.nextInt(1000);
                bad.add("{\"event_id\":\"e" + (i / 250 + 1) + "-" + i % 250 + "\"}");
            }
            Batch batch = new Batch(segment(1, NOW, 250), ROOMY);
            for (long id = 2; id <= 4; id++) {
                batch.add(segment(id, NOW, 250));
            }
            List<String> delivered = new ArrayList<>();
            while (batch.hasNext()) {
                List<String> texts = texts(batch.current());
                int first = IntStream.range(0, texts.size())
                        .filter(i -> bad.contains(texts.get(i)))
                        .findFirst()
                        .orElse(-1);
                if (first >= 0) {
                    batch.settle(new RefusedFor(first, 40002, "bad"));
                } else {
                    delivered.addAll(texts);
                    batch.settle(new Delivered("r"));
                }
            }

            assertThat(batch.requests()).isEqualTo(culprits + 1);
            assertThat(delivered)
                    .hasSize(1000 - culprits)
                    .doesNotHaveDuplicates()
                    .doesNotContainAnyElementsOf(bad);
            assertThat(batch.dead())
                    .extracting(dead -> new String(dead.event().json(), StandardCharsets.UTF_8))
                    .containsExactlyInAnyOrderElementsOf(bad);
            assertThat(batch.segments()).allMatch(segment -> batch.openEvents(segment) == 0);
        }
    }

    @Test
    void of_a_partly_taken_request_those_that_are_named_are_dead_once_and_the_others_delivered() {
        Segment first = segment(1, NOW, 3);
        Segment second = segment(2, NOW, 2);
        Batch batch = new Batch(first, ROOMY);
        batch.add(second);

        batch.settle(new PartlyDelivered(
                20001, List.of(new Failed(1, "no time"), new Failed(4, "no id"), new Failed(1, "again"))));

        assertThat(batch.hasNext()).isFalse();
        assertThat(sent(batch)).containsEntry(first, 2).containsEntry(second, 1);
        assertThat(batch.dead())
                .extracting(dead -> dead.segment().id() + " " + dead.event().position() + " " + dead.message())
                .containsExactlyInAnyOrder("1 1 no time", "2 1 no id");
        assertThat(batch.segments()).allMatch(segment -> batch.openEvents(segment) == 0);
    }

    @Test
    void a_batch_of_which_all_is_refused_stops_for_others_and_keeps_what_it_found() {
        Segment segment = segment(1, NOW, 1000);
        Batch batch = new Batch(segment, ROOMY);

        sendToOneThatRefuses(Set.copyOf(Segments.texts(segment)), batch);

        assertThat(batch.requests()).isEqualTo(Batch.MOST_REQUESTS);
        assertThat(batch.halt()).isInstanceOf(Halt.Unfinished.class);
        assertThat(batch.dead()).hasSizeGreaterThan(100);
        assertThat(batch.openEvents(segment)).isEqualTo(1000 - batch.dead().size());
    }

    @Test
    void a_batch_of_nothing_but_bad_events_ends() {
        Segment segment = segment(1, NOW, 8);
        Batch batch = new Batch(segment, ROOMY);

        sendToOneThatRefuses(Set.copyOf(Segments.texts(segment)), batch);

        assertThat(batch.dead()).hasSize(8);
        assertThat(batch.requests()).isEqualTo(15);
        assertThat(sent(batch)).isEmpty();
    }

    @Test
    void no_request_has_more_events_than_the_limit() {
        Batch batch = new Batch(segment(1, NOW, 2500), new Batch.Limits(1000, 1 << 20));
        batch.add(segment(2, NOW, 600));

        List<Integer> sizes = deliverAll(batch).stream().map(List::size).toList();

        assertThat(sizes).allMatch(size -> size <= 1000);
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(3100);
    }

    @Test
    void no_request_has_more_bytes_than_the_limit() {
        Batch.Limits limits = new Batch.Limits(1000, 300);
        Batch batch = new Batch(segment(1, NOW, 5), limits);
        for (long id = 2; id <= 9; id++) {
            batch.add(segment(id, NOW, 5));
        }

        List<List<String>> requests = deliverAll(batch);

        assertThat(requests).hasSizeGreaterThan(1).allMatch(texts -> bytes(texts) <= 300);
        assertThat(requests.stream().mapToInt(List::size).sum()).isEqualTo(45);
    }

    @Test
    void a_segment_of_an_older_and_larger_byte_limit_is_cut() {
        Batch batch = new Batch(segment(1, NOW, 100), new Batch.Limits(1000, 300));

        List<List<String>> requests = deliverAll(batch);

        assertThat(requests).allMatch(texts -> bytes(texts) <= 300);
        assertThat(requests.stream().flatMap(List::stream))
                .containsExactlyElementsOf(Segments.texts(segment(1, NOW, 100)));
    }

    @Test
    void an_event_larger_than_the_limit_goes_alone() {
        Batch batch = new Batch(segment(1, NOW, 3), new Batch.Limits(1000, 5));

        assertThat(deliverAll(batch)).hasSize(3).allMatch(texts -> texts.size() == 1);
    }

    @Test
    void a_batch_is_full_by_events_or_by_bytes() {
        Batch byEvents = new Batch(segment(1, NOW, 5), new Batch.Limits(10, 1 << 20));
        assertThat(byEvents.isFull()).isFalse();
        byEvents.add(segment(2, NOW, 5));
        assertThat(byEvents.isFull()).isTrue();
        assertThat(byEvents.events()).isEqualTo(10);

        assertThat(new Batch(segment(1, NOW, 5), new Batch.Limits(10, 100)).isFull())
                .isTrue();
    }

    @Test
    void what_was_taken_before_trouble_stays_taken_and_the_rest_is_named() {
        Segment first = segment(1, NOW, 3);
        Segment second = segment(2, NOW, 3);
        Batch batch = new Batch(first, new Batch.Limits(4, 1 << 20));
        batch.add(second);
        batch.settle(new Delivered("r1"));

        batch.settle(new TryLater("HTTP 502", Pause.BACKOFF));

        assertThat(batch.hasNext()).isFalse();
        assertThat(batch.halt()).isEqualTo(new Halt.Failed("HTTP 502", Pause.BACKOFF));
        assertThat(batch.openEvents(first)).isZero();
        assertThat(batch.openEvents(second)).isEqualTo(3);
        assertThat(batch.rest(first)).isEmpty();
        assertThat(batch.rest(second)).usingRecursiveComparison().isEqualTo(second.unpack());
    }

    @Test
    void the_rest_of_a_segment_that_was_halved_is_what_is_neither_delivered_nor_dead() {
        Segment segment = segment(1, NOW, 8);
        Batch batch = new Batch(segment, ROOMY);
        batch.settle(new Refused(40002, "bad")); // 8
        batch.settle(new Refused(40002, "bad")); // 0-3
        batch.settle(new Delivered("r")); // 0-1
        batch.settle(new Refused(40002, "bad")); // 2: dead
        batch.settle(new TryLater("reset", Pause.BACKOFF)); // 3

        assertThat(batch.rest(segment))
                .usingRecursiveComparison()
                .isEqualTo(segment.unpack().subList(3, 8));
        assertThat(batch.dead()).hasSize(1);
        assertThat(sent(batch)).containsEntry(segment, 2);
    }

    @Test
    void a_batch_that_waits_is_not_sent() {
        Batch batch = new Batch(segment(1, NOW, 1), ROOMY);

        batch.halt(new Halt.NotTried("the destination rests"));

        assertThat(batch.hasNext()).isFalse();
        assertThat(batch.requests()).isZero();
    }

    @Test
    void only_the_first_who_closes_it_settles_it() {
        Batch batch = new Batch(segment(1, NOW, 1), ROOMY);

        assertThat(batch.close()).isTrue();
        assertThat(batch.close()).isFalse();
    }

    @Test
    void a_segment_of_another_batch_is_not_answered_for() {
        Batch batch = new Batch(segment(1, NOW, 1), ROOMY);

        assertThatThrownBy(() -> batch.openEvents(segment(2, NOW, 1))).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> sendToOneThatRefuses(Set<String> bad, Batch batch) {
        List<String> delivered = new ArrayList<>();
        while (batch.hasNext()) {
            List<String> texts = texts(batch.current());
            if (texts.stream().anyMatch(bad::contains)) {
                batch.settle(new Refused(40002, "bad"));
            } else {
                delivered.addAll(texts);
                batch.settle(new Delivered("r"));
            }
        }
        return delivered;
    }

    private static List<List<String>> deliverAll(Batch batch) {
        List<List<String>> requests = new ArrayList<>();
        while (batch.hasNext()) {
            List<String> texts = texts(batch.current());
            assertThat(batch.current().events()).isEqualTo(texts.size());
            assertThat(batch.current().bytes()).isGreaterThanOrEqualTo(bytes(texts));
            requests.add(texts);
            batch.settle(new Delivered("r"));
        }
        return requests;
    }

    private static int bytes(List<String> texts) {
        return texts.stream().mapToInt(String::length).sum();
    }

    private static List<String> texts(Batch.Request request) {
        List<String> texts = new ArrayList<>();
        request.forEach(
                (bytes, offset, length) -> texts.add(new String(bytes, offset, length, StandardCharsets.UTF_8)));
        return texts;
    }

    /** How many events of each segment TikTok took. */
    private static Map<Segment, Integer> sent(Batch batch) {
        Map<Segment, Integer> sent = new HashMap<>();
        batch.taken().forEach((segment, events) -> sent.put(segment, events.cardinality()));
        return sent;
    }
}
