package dev.eventferry.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.TurningClock;
import dev.eventferry.event.EventKey;
import dev.eventferry.event.FieldSource;
import dev.eventferry.event.Problem;
import dev.eventferry.event.Sha256Hex;
import dev.eventferry.inspect.RecentEvent.Answered;
import dev.eventferry.inspect.RecentEvent.Relation;
import dev.eventferry.inspect.RecentEvent.Seen;
import dev.eventferry.inspect.RecentEvent.State;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the inspector remembers, how long, and how much of a flood. */
class RecentEventsTest {

    private static final Sha256Hex SOMEBODY = Sha256Hex.of("somebody@example.com");

    private final TurningClock clock = new TurningClock();
    private final RecentEvents recent = new RecentEvents(3, clock);

    @Test
    void it_remembers_so_many_and_the_newest_come_first() {
        for (String id : List.of("a", "b", "c", "d")) {
            recent.kept(recent.add(List.of(accepted(id))));
        }
        assertThat(ids(RecentFilter.ALL)).containsExactly("d", "c", "b");
        assertThat(recent.newest(RecentFilter.ALL, Long.MAX_VALUE, 1)).hasSize(1);
        long before = recent.newest(RecentFilter.ALL, Long.MAX_VALUE, 1).get(0).number();
        assertThat(recent.newest(RecentFilter.ALL, before, 9)).hasSize(2);
        assertThat(recent.knows(key("a"))).isFalse();
        assertThat(recent.knows(key("d"))).isTrue();
    }

    @Test
    void it_remembers_so_many_bytes() {
        RecentEvents small = new RecentEvents(1000, 5000, clock);
        for (int i = 0; i < 20; i++) {
            small.kept(small.add(List.of(accepted("e" + i))));
        }
        assertThat(small.size()).isBetween(3, 8);
        small.kept(small.add(List.of(seen("huge", State.ACCEPTED, new byte[6000]))));
        assertThat(small.size()).isZero();
    }

    @Test
    void nothing_is_remembered_for_longer_than_two_days() {
        recent.kept(recent.add(List.of(accepted("a"))));
        clock.turn(RecentEvents.OLDEST.minusSeconds(1));
        assertThat(ids(RecentFilter.ALL)).containsExactly("a");
        clock.turn(Duration.ofSeconds(2));
        recent.forget();
        assertThat(recent.size()).isZero();
        assertThat(recent.knows(key("a"))).isFalse();
    }

    @Test
    void what_is_not_committed_is_not_seen_and_what_never_was_is_forgotten() {
        List<RecentEvent> group = recent.add(List.of(accepted("a"), accepted("b")));
        assertThat(ids(RecentFilter.ALL)).isEmpty();
        assertThat(recent.since(0, RecentFilter.ALL, 9).events()).isEmpty();
        recent.lost(group);
        assertThat(recent.size()).isZero();
        assertThat(recent.knows(key("a"))).isFalse();
    }

    @Test
    void an_answer_before_the_commit_is_heard_of_is_not_lost() {
        List<RecentEvent> group = recent.add(List.of(accepted("a")));
        recent.answered(key("a"), answer("delivered"), State.DELIVERED);
        recent.kept(group);
        assertThat(group.get(0).state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void an_event_goes_on_until_it_is_delivered_and_its_duplicates_do_not() {
        recent.kept(recent.add(List.of(accepted("a"), seen("a", State.DUPLICATE, new byte[0]))));
        recent.answered(key("a"), answer("put off"), State.WAITING);
        recent.answered(key("a"), answer("refused"), null);
        recent.died(key("a"), "refused (40002)", clock.millis());
        assertThat(states()).containsExactly(State.DUPLICATE, State.DEAD);
        recent.answered(key("a"), answer("delivered"), State.DELIVERED); // it was replayed
        assertThat(states()).containsExactly(State.DUPLICATE, State.DELIVERED);
        JsonNode told = RecentJson.whole(recent.ofKey(key("a")).get(0), recent.ofKey(key("a")));
        assertThat(told.path("answers")).hasSize(3);
        assertThat(told.path("attempts").asInt()).isEqualTo(3);
        assertThat(told.path("history")).hasSize(6);
        assertThat(told.path("same_id")).hasSize(1);
    }

    @Test
    void of_many_answers_the_first_and_the_last_are_kept() {
        recent.kept(recent.add(List.of(accepted("a"))));
        for (int i = 0; i < 50; i++) {
            recent.answered(key("a"), answer("try " + i), State.WAITING);
        }
        JsonNode told = RecentJson.whole(recent.ofKey(key("a")).get(0), List.of());
        assertThat(told.path("answers")).hasSize(RecentEvent.MOST_ANSWERS);
        assertThat(told.at("/answers/0/outcome").asText()).isEqualTo("try 0");
        assertThat(told.at("/answers/9/outcome").asText()).isEqualTo("try 49");
        assertThat(told.path("attempts").asInt()).isEqualTo(50);
    }

    @Test
    void who_watches_is_told_what_changed_since_and_how_much_more_did() {
        recent.kept(recent.add(List.of(accepted("a"), accepted("b"), accepted("c"))));
        RecentEvents.Changes first = recent.since(0, RecentFilter.ALL, 2);
        assertThat(first.events()).extracting(event -> event.seen().eventId()).containsExactly("b", "c");
        assertThat(first.leftOut()).isEqualTo(1);
        assertThat(recent.since(first.change(), RecentFilter.ALL, 2).events()).isEmpty();
        recent.answered(key("a"), answer("delivered"), State.DELIVERED);
        RecentEvents.Changes next = recent.since(first.change(), RecentFilter.ALL, 2);
        assertThat(next.events()).extracting(event -> event.seen().eventId()).containsExactly("a");
        assertThat(next.leftOut()).isZero();
    }

    @Test
    void a_filter_asks_for_all_that_it_says() {
        recent.kept(recent.add(List.of(accepted("a"), seen("b", State.DUPLICATE, new byte[0]))));
        assertThat(ids(new RecentFilter("canonical", "Purchase", State.ACCEPTED, "a", List.of(SOMEBODY))))
                .containsExactly("a");
        assertThat(ids(new RecentFilter(null, "purchase_done", null, null, List.of())))
                .containsExactly("b", "a");
        assertThat(ids(new RecentFilter(null, null, State.DUPLICATE, null, List.of())))
                .containsExactly("b");
        assertThat(ids(new RecentFilter(null, null, null, null, List.of(Sha256Hex.of("nobody")))))
                .isEmpty();
        assertThat(ids(new RecentFilter("crm", null, null, null, List.of()))).isEmpty();
        assertThat(ids(new RecentFilter(null, null, null, "c", List.of()))).isEmpty();
        assertThat(RecentFilter.users(SOMEBODY.hex() + "," + SOMEBODY.hex())).hasSize(2);
        for (String wrong : List.of(
                "somebody@example.com", SOMEBODY.hex() + ",", (SOMEBODY.hex() + ",").repeat(9) + SOMEBODY.hex())) {
            assertThatThrownBy(() -> RecentFilter.users(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("somebody");
        }
    }

    @Test
    void of_a_flood_a_sample_is_taken_and_a_large_group_leaves_room_for_small_ones() {
        long now = System.nanoTime();
        assertThat(recent.grant(100, now)).isEqualTo(100);
        assertThat(recent.grant(10_000, now)).isEqualTo(450);
        assertThat(recent.grant(1, now)).isEqualTo(1);
        int granted = 0;
        for (int i = 0; i < 10_000; i++) {
            granted += recent.grant(100, now);
        }
        assertThat(granted).isBetween(400, 450);
        assertThat(recent.skipped()).isEqualTo(10_000 - 450 + 1_000_000 - granted);
        assertThat(recent.grant(1, now + TimeUnit.SECONDS.toNanos(1))).isEqualTo(1);
        assertThat(recent.grant(1000, now + TimeUnit.SECONDS.toNanos(1))).isBetween(90, 110);
    }

    @Test
    void an_address_taken_for_an_id_or_a_name_is_masked() {
        recent.kept(recent.add(List.of(accepted("somebody@example.com"))));
        String told = RecentJson.line(
                        recent.newest(RecentFilter.ALL, Long.MAX_VALUE, 1).get(0))
                .toString();
        assertThat(told).contains("(e-mail)").doesNotContain("somebody");
    }

    @Test
    void what_events_were_read_from_is_kept_once_and_counts_once() {
        RecentEvents few = new RecentEvents(100, 12_000, clock);
        String longest = "x".repeat(9_000);
        for (int i = 0; i < 10; i++) {
            Seen seen = accepted("id-" + i).sharing(List.of(new FieldSource("user.email", "traits.email " + longest)));
            few.kept(few.add(List.of(seen)));
        }
        List<RecentEvent> all = few.newest(RecentFilter.ALL, Long.MAX_VALUE, 100);
        assertThat(all.size()).isGreaterThan(3);
        assertThat(all)
                .allMatch(event -> event.seen().mapped() == all.get(0).seen().mapped());

        few.add(List.of(accepted("other").sharing(List.of(new FieldSource("user.email", "mail " + longest)))));
        assertThat(few.size()).isLessThan(all.size());
    }

    private List<String> ids(RecentFilter filter) {
        return recent.newest(filter, Long.MAX_VALUE, 9).stream()
                .map(event -> String.valueOf(event.seen().eventId()))
                .toList();
    }

    private List<State> states() {
        return recent.newest(RecentFilter.ALL, Long.MAX_VALUE, 9).stream()
                .map(RecentEvent::state)
                .toList();
    }

    private Answered answer(String outcome) {
        return new Answered(clock.millis(), 0, "OK", "request", null, outcome);
    }

    private Seen accepted(String id) {
        String json = "{\"event\":\"Purchase\",\"user\":{\"email\":\"" + SOMEBODY.hex() + "\"}}";
        return seen(id, State.ACCEPTED, json.getBytes(StandardCharsets.UTF_8));
    }

    private Seen seen(String id, State state, byte @Nullable [] json) {
        return new Seen(
                clock.millis(),
                "canonical",
                "request r",
                0,
                "purchase_done",
                "Purchase",
                id,
                "web",
                null,
                key(id),
                state,
                null,
                List.of(Problem.warning("user.phone", "phone_unparseable", "It is no number.")),
                state == State.DUPLICATE ? Relation.NOTHING_NEW : Relation.FIRST,
                0,
                json != null && json.length == 0 ? null : json,
                null,
                List.of());
    }

    private static EventKey key(String id) {
        return EventKey.of(id);
    }
}
