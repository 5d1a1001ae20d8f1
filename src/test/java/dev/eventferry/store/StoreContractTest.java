package dev.eventferry.store;

import static dev.eventferry.store.Segments.WEB;
import static dev.eventferry.store.Segments.segment;
import static dev.eventferry.store.Segments.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventferry.event.Cursor;
import dev.eventferry.event.EventKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every engine must do, so that the rest of the house need not know which one it has. */
abstract class StoreContractTest {

    static final long NOW = 1_767_226_200_000L;
    private static final long MINUTE = NOW / 60_000;

    private Store store;

    @SuppressWarnings("NullAway.Init")
    StoreContractTest() {}

    /** Opens the store of this test, empty the first time, then as it was left. */
    abstract Store open() throws Exception;

    @BeforeEach
    void open_the_store() throws Exception {
        store = open();
    }

    @AfterEach
    void close_the_store() {
        store.close();
    }

    @Test
    void a_segment_comes_back_as_it_was_kept() {
        Lane testing = new Lane("web", "TEST1234");
        Segment kept = Segment.pack(
                7, testing, "shop", "request äöü", NOW, List.of(Segments.event("a", 0), Segments.event("b", -1)));

        store.write(transaction -> transaction.insert(List.of(kept)));

        Segment found = onlyDue();
        assertThat(found).usingRecursiveComparison().withStrictTypeChecking().isEqualTo(kept);
        assertThat(found.unpack()).usingRecursiveComparison().isEqualTo(kept.unpack());
        assertThat(texts(found)).containsExactly("{\"event_id\":\"a\"}", "{\"event_id\":\"b\"}");
    }

    @Test
    void segments_are_due_in_the_order_of_their_ids_page_by_page() {
        List<Segment> shuffled =
                LongStream.of(5, 3, 9, 1, 7).mapToObj(id -> segment(id, NOW, 1)).toList();
        store.write(transaction -> transaction.insert(shuffled));

        assertThat(ids(store.due("web", NOW, 0, 2))).containsExactly(1L, 3L);
        assertThat(ids(store.due("web", NOW, Line.of(WEB).turn(3), 2))).containsExactly(5L, 7L);
        assertThat(ids(store.due("web", NOW, Line.of(WEB).turn(7), 2))).containsExactly(9L);
        assertThat(store.due("web", NOW, Line.of(WEB).turn(9), 2)).isEmpty();
    }

    @Test
    void what_goes_first_goes_before_others_and_the_freshest_before_the_oldest_where_that_is_the_order() {
        Line first = new Line(WEB, true, false);
        Line freshest = new Line(new Lane("app", null), false, true);
        Line firstOfTheFreshest = new Line(new Lane("app", null), true, true);
        store.write(transaction -> transaction.insert(List.of(
                in(Line.of(WEB), 1),
                in(first, 2),
                in(Line.of(WEB), 3),
                in(first, 4),
                in(freshest, 5),
                in(firstOfTheFreshest, 6),
                in(freshest, 7),
                in(firstOfTheFreshest, 8))));

        assertThat(ids(store.due("web", NOW, Long.MIN_VALUE, 10))).containsExactly(2L, 4L, 1L, 3L);
        assertThat(ids(store.due("app", NOW, Long.MIN_VALUE, 10))).containsExactly(8L, 6L, 7L, 5L);
        assertThat(ids(store.due("app", NOW, firstOfTheFreshest.turn(6), 1))).containsExactly(7L);
    }

    @Test
    void a_segment_keeps_its_turn() {
        store.write(transaction -> transaction.insert(List.of(in(new Line(WEB, true, true), 5))));

        assertThat(onlyDueFrom(Long.MIN_VALUE).turn()).isEqualTo(-5);
        assertThat(store.overdue("web", NOW + 1, 10)).extracting(Segment::turn).containsExactly(-5L);
    }

    @Test
    void what_has_been_due_for_longest_is_found_whatever_its_turn() {
        Line first = new Line(WEB, true, false);
        store.write(transaction -> {
            transaction.insert(
                    List.of(in(first, 4), segment(1, NOW - 3, 1), segment(2, NOW - 2, 1), segment(3, NOW - 1, 1)));
            transaction.postpone(List.of(1L), NOW + 5, "later");
            transaction.settle(List.of(3L));
        });

        assertThat(ids(store.longestDue("web", NOW, 0, 10))).containsExactly(2L, 4L);
        assertThat(ids(store.longestDue("web", NOW + 5, 1, 1))).containsExactly(4L);
        assertThat(ids(store.longestDue("web", NOW + 5, 2, 2))).containsExactly(1L);
        assertThat(store.longestDue("app", NOW, 0, 10)).isEmpty();
    }

    @Test
    void the_requests_of_each_destination_are_remembered_as_they_were_told_last() throws Exception {
        store.write(transaction -> transaction.count("web", new RequestCount(1, 2, 3, 4)));
        store.write(transaction -> {
            transaction.count("web", new RequestCount(5, 6, 7, 8_000_000_000L));
            transaction.count("app", new RequestCount(9, 1, 9, 1));
        });

        store.close();
        store = open();

        assertThat(store.requestCounts())
                .containsOnly(
                        Map.entry("web", new RequestCount(5, 6, 7, 8_000_000_000L)),
                        Map.entry("app", new RequestCount(9, 1, 9, 1)));
    }

    @Test
    void each_destination_has_its_own_queue() {
        Lane app = new Lane("app", null);
        store.write(transaction ->
                transaction.insert(List.of(segment(1, NOW, 3), segment(2, app, NOW, 4), segment(3, NOW, 5))));

        assertThat(ids(store.due("web", NOW, 0, 10))).containsExactly(1L, 3L);
        assertThat(ids(store.due("app", NOW, 0, 10))).containsExactly(2L);
        assertThat(store.due("crm", NOW, 0, 10)).isEmpty();
        assertThat(store.backlog()).containsOnly(Map.entry("web", 8L), Map.entry("app", 4L));
        assertThat(store.oldestWaiting()).containsOnly(Map.entry("web", 1L), Map.entry("app", 2L));
    }

    @Test
    void what_waits_of_a_source_is_counted_up_to_a_segment_over_all_destinations() {
        Lane app = new Lane("app", null);
        store.write(transaction -> {
            transaction.insert(List.of(
                    of("crm", 1, WEB, 3),
                    of("crm", 2, app, 4),
                    of("crm", 3, WEB, 5),
                    of("shop", 4, WEB, 6),
                    of("crm", 5, WEB, 7)));
            transaction.settle(List.of(1L));
            transaction.postpone(List.of(2L), NOW + 60_000, "no answer");
        });

        assertThat(store.pending("crm", 3)).isEqualTo(9);
        assertThat(store.pending("crm", Long.MAX_VALUE)).isEqualTo(16);
        assertThat(store.pending("crm", 1)).isZero();
        assertThat(store.pending("orders", 5)).isZero();

        store.write(transaction -> transaction.settle(List.of(2L, 3L)));
        assertThat(store.pending("crm", 3)).isZero();
    }

    @Test
    void the_rest_of_a_segment_waits_as_the_segment_did() {
        long id = NOW * 1000 + 7;
        Segment rest = Segment.pack(id + 9_000_000, WEB, "crm", "a.csv", NOW, Segments.events("rest", 2));
        Segment later = Segment.pack(id + 9_000_001, WEB, "crm", "b.csv", NOW + 9_000, Segments.events("later", 4));

        store.write(transaction -> transaction.insert(List.of(rest, later)));

        assertThat(store.pending("crm", id)).isEqualTo(2);
    }

    @Test
    void dead_letters_are_counted_by_where_they_came_from() {
        store.write(transaction -> transaction.bury(List.of(letter(1, NOW), letter(2, NOW))));

        assertThat(store.deadFrom("shop", "request 1")).isEqualTo(2);
        assertThat(store.deadFrom("shop", "request 2")).isZero();
        assertThat(store.deadFrom("crm", "request 1")).isZero();
    }

    @Test
    void a_postponed_segment_is_due_at_its_time_and_not_before_and_counts_the_attempt() {
        store.write(transaction -> transaction.insert(List.of(segment(1, NOW, 1), segment(2, NOW, 1))));

        store.write(transaction -> transaction.postpone(List.of(1L), NOW + 5000, "no answer"));

        assertThat(ids(store.due("web", NOW + 4999, 0, 10))).containsExactly(2L);
        assertThat(store.nextDue("web", NOW)).contains(NOW + 5000);
        assertThat(store.nextDue("web", NOW + 5000)).isEmpty();
        assertThat(store.due("web", NOW + 5000, 0, 10))
                .extracting(Segment::id, Segment::attempts)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1L, 1), org.assertj.core.groups.Tuple.tuple(2L, 0));
    }

    @Test
    void what_is_overdue_is_told_whether_it_is_due_or_not() {
        store.write(transaction -> {
            transaction.insert(List.of(segment(1, NOW, 1), segment(2, NOW + 1, 1), segment(3, NOW + 2, 1)));
            transaction.postpone(List.of(1L), NOW + 99_000, "later");
        });

        assertThat(ids(store.overdue("web", NOW + 2, 10))).containsExactly(1L, 2L);
        assertThat(ids(store.overdue("web", NOW + 3, 2))).containsExactly(1L, 2L);
        assertThat(store.overdue("web", NOW, 10)).isEmpty();
        assertThat(store.overdue("app", NOW + 3, 10)).isEmpty();
    }

    @Test
    void what_waits_for_a_destination_can_be_made_due_earlier_but_not_later() {
        store.write(transaction -> {
            transaction.insert(List.of(segment(1, NOW, 1), segment(2, NOW, 1)));
            transaction.postpone(List.of(1L), NOW + 5000, "the token has expired");
        });

        store.write(transaction -> transaction.hasten("app", NOW + 1));
        assertThat(store.nextDue("web", NOW)).contains(NOW + 5000);

        store.write(transaction -> transaction.hasten("web", NOW + 1));
        assertThat(ids(store.due("web", NOW, 0, 10))).containsExactly(2L);
        assertThat(ids(store.due("web", NOW + 1, 0, 10))).containsExactly(1L, 2L);
    }

    @Test
    void a_reason_of_any_length_postpones() {
        store.write(transaction -> transaction.insert(List.of(segment(1, NOW, 1))));

        store.write(transaction -> transaction.postpone(List.of(1L), NOW + 1, "ö".repeat(5000)));

        assertThat(onlyDueAt(NOW + 1).attempts()).isOne();
    }

    @Test
    void a_settled_segment_is_due_no_more_but_its_keys_stay() {
        store.write(transaction -> transaction.insert(List.of(segment(1, NOW, 2), segment(2, NOW, 1))));

        store.write(transaction -> transaction.settle(List.of(1L)));

        assertThat(ids(store.due("web", NOW, 0, 10))).containsExactly(2L);
        assertThat(store.backlog()).containsOnly(Map.entry("web", 1L));
        assertThat(keysSince(0)).hasSize(3);
    }

    @Test
    void work_that_fails_leaves_nothing() {
        assertThatThrownBy(() -> store.write(transaction -> {
                    transaction.insert(List.of(segment(1, NOW, 1)));
                    transaction.move(new Cursor("file", "a.csv", "10"));
                    transaction.count(Map.of(entry(MINUTE, "accepted"), 1L));
                    transaction.bury(List.of(letter(1, NOW)));
                    throw new IllegalStateException("half-way");
                }))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("half-way");

        assertNothingIsKept();
    }

    @Test
    void work_that_the_database_refuses_leaves_nothing_and_the_store_goes_on() {
        Segment once = segment(1, NOW, 1);

        assertThatThrownBy(() -> store.write(transaction -> transaction.insert(List.of(once, once))))
                .isInstanceOf(StoreException.class);

        assertNothingIsKept();
        store.write(transaction -> transaction.insert(List.of(once)));
        assertThat(onlyDue().id()).isEqualTo(1);
    }

    @Test
    void a_cursor_moves_with_what_was_read_or_not_at_all() {
        store.write(transaction -> {
            transaction.insert(List.of(segment(1, NOW, 1)));
            transaction.move(new Cursor("file", "a.csv", "1000"));
        });
        assertThatThrownBy(() -> store.write(transaction -> {
                    transaction.move(new Cursor("file", "a.csv", "2000"));
                    transaction.insert(List.of(segment(1, NOW, 1)));
                }))
                .isInstanceOf(StoreException.class);

        assertThat(store.cursor("file", "a.csv")).contains(new Cursor("file", "a.csv", "1000"));
        store.write(transaction -> transaction.move(new Cursor("file", "a.csv", "2000")));
        assertThat(store.cursor("file", "a.csv")).contains(new Cursor("file", "a.csv", "2000"));
        assertThat(store.cursor("table", "a.csv")).isEmpty();
        assertThat(store.cursor("file", "b.csv")).isEmpty();
    }

    @Test
    void the_ledger_adds_up_over_minutes() {
        store.write(
                transaction -> transaction.count(Map.of(entry(MINUTE, "accepted"), 3L, entry(MINUTE, "rejected"), 1L)));
        store.write(transaction -> transaction.count(Map.of(entry(MINUTE, "accepted"), 4L)));
        store.write(transaction -> transaction.count(Map.of(entry(MINUTE + 1, "accepted"), 5L)));

        assertThat(store.ledgerSince(MINUTE))
                .containsOnly(Map.entry(entry(0, "accepted"), 12L), Map.entry(entry(0, "rejected"), 1L));
        assertThat(store.ledgerSince(MINUTE + 1)).containsOnly(Map.entry(entry(0, "accepted"), 5L));
    }

    @Test
    void the_ledger_is_kept_by_event_and_in_all_when_its_minutes_are_forgotten() {
        LedgerEntry purchase = new LedgerEntry(MINUTE, "shop", "web", "Purchase", "accepted", "");
        LedgerEntry lead = new LedgerEntry(MINUTE + 90, "shop", "web", "Lead", "accepted", "");
        store.write(transaction -> transaction.count(Map.of(purchase, 3L, lead, 4L)));
        store.write(transaction -> transaction.count(Map.of(purchase, 1L)));
        assertThat(store.ledger(MINUTE, 1, null, null)).containsOnly(Map.entry(purchase, 4L), Map.entry(lead, 4L));

        AtomicInteger gone = new AtomicInteger();
        store.write(transaction -> gone.set(transaction.forgetLedger(MINUTE + 91)));
        assertThat(gone).hasValue(1);
        assertThat(store.ledger(MINUTE, 1, null, null)).containsOnly(Map.entry(lead, 4L));
        store.write(transaction -> gone.set(transaction.forgetLedger(MINUTE + 91)));
        assertThat(gone).hasValue(1);
        store.write(transaction -> gone.set(transaction.forgetLedger(MINUTE + 91)));
        assertThat(gone).hasValue(0);

        assertThat(store.ledger(MINUTE, 1, null, null)).isEmpty();
        assertThat(store.ledgerInAll())
                .containsOnly(
                        Map.entry(new LedgerEntry(0, "shop", "web", "Purchase", "accepted", ""), 4L),
                        Map.entry(new LedgerEntry(0, "shop", "web", "Lead", "accepted", ""), 4L));
        assertThat(store.ledgerSince(0)).containsOnly(Map.entry(entry(0, "accepted"), 8L));
        assertThat(store.ledgerEvents(10)).containsExactly("Lead", "Purchase");
        assertThat(store.ledgerEvents(1)).hasSize(1);
    }

    @Test
    void minutes_of_the_ledger_become_hours() {
        long hour = MINUTE - MINUTE % 60;
        for (int i = 0; i < 150; i++) {
            LedgerEntry at = entry(hour + i, "accepted");
            store.write(transaction -> transaction.count(Map.of(at, 1L)));
        }
        AtomicInteger folded = new AtomicInteger(-1);
        for (int i = 0; folded.get() != 0; i++) {
            assertThat(i).isLessThan(4);
            store.write(transaction -> folded.set(transaction.foldLedger(hour + 120)));
        }

        Map<LedgerEntry, Long> ledger = store.ledger(hour, 1, null, null);
        assertThat(ledger)
                .containsEntry(entry(hour, "accepted"), 60L)
                .containsEntry(entry(hour + 60, "accepted"), 60L)
                .containsEntry(entry(hour + 120, "accepted"), 1L)
                .hasSize(32);
        assertThat(store.ledgerSince(0)).containsOnly(Map.entry(entry(0, "accepted"), 150L));
    }

    @Test
    void what_is_counted_beside_the_ledger_adds_up_and_is_forgotten_by_kind() {
        Tally phone = new Tally("quality", MINUTE, "shop", "Purchase", "user.phone", "present");
        Tally odd = new Tally("campaign", MINUTE, "shop", "Purchase", "x\0\ud800" + "y".repeat(3000), "events");
        store.write(transaction -> transaction.tally(Map.of(phone, 2L, odd, 5L)));
        store.write(transaction -> transaction.tally(Map.of(phone, 3L)));

        assertThat(store.tallies("quality", MINUTE, 10)).containsOnly(Map.entry(phone, 5L));
        assertThat(store.tallies("quality", MINUTE + 1, 10)).isEmpty();
        assertThat(store.tallies("campaign", 0, 10)).containsOnly(Map.entry(odd, 5L));
        assertThat(odd.name()).startsWith("x??y").hasSize(400);

        store.write(transaction ->
                assertThat(transaction.forgetTallies("quality", MINUTE + 1)).isEqualTo(1));
        assertThat(store.tallies("quality", 0, 10)).isEmpty();
        assertThat(store.tallies("campaign", 0, 10)).hasSize(1);
    }

    @Test
    void the_ledger_is_told_in_steps_of_minutes_by_source_and_destination() {
        LedgerEntry other = new LedgerEntry(MINUTE, "crm", "app", "accepted", "");
        store.write(transaction -> transaction.count(Map.of(entry(MINUTE - 1, "accepted"), 1L)));
        store.write(transaction -> transaction.count(Map.of(entry(MINUTE, "accepted"), 3L, other, 7L)));
        store.write(transaction -> transaction.count(Map.of(entry(MINUTE + 1, "accepted"), 4L)));
        long step = MINUTE - MINUTE % 15;
        LedgerEntry stepped = new LedgerEntry(step, "crm", "app", "accepted", "");

        assertThat(store.ledger(MINUTE, 1, null, null))
                .containsOnly(
                        Map.entry(entry(MINUTE, "accepted"), 3L),
                        Map.entry(entry(MINUTE + 1, "accepted"), 4L),
                        Map.entry(other, 7L));
        assertThat(store.ledger(step, 15, "crm", null)).containsOnly(Map.entry(stepped, 7L));
        assertThat(store.ledger(step, 15, null, "app")).containsOnly(Map.entry(stepped, 7L));
        assertThat(store.ledger(step, 15, "crm", "web")).isEmpty();
        assertThat(store.ledger(0, 60, null, null).values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(15);
    }

    @Test
    void dead_letters_are_counted_by_reason_the_most_first() {
        store.write(transaction -> transaction.bury(List.of(letter(1, NOW), letter(2, NOW))));

        assertThat(store.deadReasons(10)).singleElement().satisfies(reason -> {
            assertThat(reason.destination()).isEqualTo("web");
            assertThat(reason.reason()).isEqualTo(letter(1, NOW).reason());
            assertThat(reason.code()).isEqualTo(letter(1, NOW).code());
            assertThat(reason.letters()).isEqualTo(2);
        });
    }

    @Test
    void a_ledger_entry_with_a_reason_of_any_length_is_counted() {
        LedgerEntry longWinded = new LedgerEntry(MINUTE, "shop", "web", "filtered", "x".repeat(3000));

        store.write(transaction -> transaction.count(Map.of(longWinded, 2L)));
        store.write(transaction -> transaction.count(Map.of(longWinded, 3L)));

        assertThat(store.ledgerSince(0).values()).containsExactly(5L);
    }

    @Test
    void keys_come_in_order_and_over_many_pages() {
        int segments = 1203;
        store.write(transaction -> transaction.insert(LongStream.rangeClosed(1, segments)
                .mapToObj(id -> segment(id, NOW + id, 2))
                .toList()));

        List<EventKey> keys = keysSince(NOW + 101);

        List<EventKey> expected = new ArrayList<>();
        for (int id = 101; id <= segments; id++) {
            expected.add(EventKey.of("e" + id + "-0"));
            expected.add(EventKey.of("e" + id + "-1"));
        }
        assertThat(keys).isEqualTo(expected);
    }

    @Test
    void a_key_comes_with_its_mask_and_its_time() {
        store.write(transaction -> transaction.insert(List.of(segment(1, NOW, 2))));

        List<String> seen = new ArrayList<>();
        store.keysSince(NOW, (key, mask, createdAt) -> seen.add(key + " " + mask + " " + createdAt));

        assertThat(seen)
                .containsExactlyElementsOf(Segments.events("e1", 2).stream()
                        .map(event -> event.key() + " " + event.mask() + " " + NOW)
                        .toList());
    }

    @Test
    void dead_letters_come_back_as_they_were_buried_the_newest_first() {
        DeadLetter refused = letter(1, NOW);
        DeadLetter expired = new DeadLetter(
                2,
                new Lane("web", "TEST1"),
                "crm",
                "leads.csv",
                99,
                NOW,
                NOW + 1,
                "expired",
                null,
                null,
                7,
                EventKey.of("k"),
                new byte[] {'{', '}'});

        store.write(transaction -> transaction.bury(List.of(refused, expired)));

        assertThat(store.deadLetters(DeadFilter.ALL, Long.MAX_VALUE, 10))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(expired, refused);
        assertThat(store.deadLetters(DeadFilter.ALL, Long.MAX_VALUE, 1))
                .extracting(DeadLetter::id)
                .containsExactly(2L);
    }

    @Test
    void dead_letters_are_found_by_their_keys() {
        store.write(transaction -> transaction.bury(List.of(letter(1, NOW), letter(2, NOW))));
        EventKey known = store.deadLetters(DeadFilter.of(List.of(1L)), Long.MAX_VALUE, 1)
                .get(0)
                .key();
        assertThat(store.deadLetters(List.of(known, EventKey.of("nobody")), 10))
                .extracting(DeadLetter::id)
                .contains(1L);
        assertThat(store.deadLetters(List.of(EventKey.of("nobody")), 10)).isEmpty();
        assertThat(store.deadLetters(List.of(), 10)).isEmpty();
    }

    @Test
    void an_event_is_traced_by_its_key_and_age_and_what_waits_says_why() {
        store.write(transaction -> transaction.insert(List.of(segment(1, NOW, 2), segment(2, NOW + 5, 1))));
        store.write(transaction -> {
            transaction.settle(List.of(2L));
            transaction.postpone(List.of(1L), NOW + 100, "busy");
        });
        assertThat(store.traces(EventKey.of("e1-1"), NOW, NOW))
                .containsExactly(new Store.Trace("shop", "request 1", NOW, new Store.Waiting(1, NOW + 100, "busy")));
        assertThat(store.traces(EventKey.of("e2-0"), NOW, NOW + 5))
                .containsExactly(new Store.Trace("shop", "request 2", NOW + 5, null));
        assertThat(store.traces(EventKey.of("e2-0"), NOW, NOW + 4)).isEmpty();
        assertThat(store.traces(EventKey.of("e3-0"), NOW, NOW + 5)).isEmpty();
    }

    @Test
    void only_what_is_done_and_old_is_forgotten_and_never_more_than_asked_for() {
        store.write(transaction -> {
            transaction.insert(LongStream.rangeClosed(1, 6)
                    .mapToObj(id -> segment(id, id <= 5 ? NOW : NOW + 10, 1))
                    .toList());
            transaction.settle(List.of(1L, 2L, 3L, 6L));
            transaction.bury(List.of(letter(1, NOW), letter(2, NOW), letter(3, NOW + 10)));
        });

        assertThat(forget(NOW + 1, NOW + 1, 2)).isEqualTo(4); // two segments, two letters
        assertThat(forget(NOW + 1, NOW + 1, 2)).isEqualTo(1); // the third segment
        assertThat(forget(NOW + 1, NOW + 1, 2)).isZero();

        assertThat(ids(store.due("web", NOW, 0, 10))).containsExactly(4L, 5L);
        assertThat(keysSince(0)).containsExactly(EventKey.of("e4-0"), EventKey.of("e5-0"), EventKey.of("e6-0"));
        assertThat(store.deadLetters(DeadFilter.ALL, Long.MAX_VALUE, 10))
                .extracting(DeadLetter::id)
                .containsExactly(3L);
    }

    @Test
    void everything_is_there_after_closing_and_opening() throws Exception {
        store.write(transaction -> {
            transaction.insert(List.of(segment(1, NOW, 3), segment(2, NOW, 2), segment(3, NOW, 1)));
            transaction.settle(List.of(2L));
            transaction.postpone(List.of(3L), NOW + 60_000, "later");
            transaction.bury(List.of(letter(9, NOW)));
            transaction.move(new Cursor("table", "orders", "2026-01-01|17"));
            transaction.count(Map.of(entry(MINUTE, "accepted"), 6L));
        });

        store.close();
        store = open();

        assertThat(texts(onlyDue())).containsExactlyElementsOf(texts(segment(1, NOW, 3)));
        assertThat(store.nextDue("web", NOW)).contains(NOW + 60_000);
        assertThat(keysSince(0)).hasSize(6);
        assertThat(store.deadLetters(DeadFilter.ALL, Long.MAX_VALUE, 10)).hasSize(1);
        assertThat(store.cursor("table", "orders")).contains(new Cursor("table", "orders", "2026-01-01|17"));
        assertThat(store.ledgerSince(0)).containsOnly(Map.entry(entry(0, "accepted"), 6L));
    }

    @Test
    void a_store_that_was_closed_opens_itself_at_the_next_call() {
        store.write(transaction -> transaction.insert(List.of(segment(1, NOW, 1))));

        store.close();

        assertThat(onlyDue().id()).isEqualTo(1);
    }

    @Test
    void a_second_connection_sees_what_the_first_committed() {
        try (Store other = ((JdbcStore) store).another()) {
            assertThat(other.backlog()).isEmpty();

            store.write(transaction -> transaction.insert(List.of(segment(1, NOW, 1))));

            assertThat(ids(other.due("web", NOW, 0, 10))).containsExactly(1L);
        }
    }

    @Test
    void a_payload_of_a_megabyte_is_kept() {
        byte[] json = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        PackedEvent large = new PackedEvent(EventKey.of("large"), new dev.eventferry.event.FieldMask(1, 2), 0, json);

        store.write(transaction ->
                transaction.insert(List.of(Segment.pack(1, WEB, "shop", "request", NOW, List.of(large)))));

        assertThat(onlyDue().unpack().get(0).json()).isEqualTo(json);
    }

    Store store() {
        return store;
    }

    List<EventKey> keysSince(long since) {
        List<EventKey> keys = new ArrayList<>();
        store.keysSince(since, (key, mask, createdAt) -> keys.add(key));
        return keys;
    }

    Segment onlyDue() {
        return onlyDueAt(NOW);
    }

    private Segment onlyDueAt(long now) {
        return only(store.due("web", now, 0, 10));
    }

    private Segment onlyDueFrom(long turn) {
        return only(store.due("web", NOW, turn, 10));
    }

    private static Segment only(List<Segment> due) {
        assertThat(due).hasSize(1);
        return due.get(0);
    }

    @Test
    void of_large_segments_few_are_forgotten_at_a_time_for_a_transaction_holds_in_memory_what_it_deletes() {
        int segments = 3;
        store.write(transaction -> {
            transaction.insert(LongStream.rangeClosed(1, segments)
                    .mapToObj(id -> segmentOf(id, id == 1 ? 2 << 20 : 600 << 10))
                    .toList());
            transaction.settle(LongStream.rangeClosed(1, segments).boxed().toList());
        });

        assertThat(forget(NOW + 1, 0, 200)).isEqualTo(1); // it has more than a megabyte
        assertThat(forget(NOW + 1, 0, 200)).isEqualTo(2); // these have it together
        assertThat(forget(NOW + 1, 0, 200)).isZero();
    }

    private static Segment segmentOf(long id, int bytes) {
        PackedEvent small = Segments.event("e" + id, 0);
        PackedEvent large = new PackedEvent(small.key(), small.mask(), 0, new byte[bytes]);
        return Segment.pack(id, WEB, "shop", "request " + id, NOW, List.of(large));
    }

    private int forget(long deliveredBefore, long deadBefore, int limit) {
        int[] gone = new int[1];
        store.write(transaction -> gone[0] = transaction.forget(deliveredBefore, deadBefore, limit));
        return gone[0];
    }

    private void assertNothingIsKept() {
        assertThat(store.due("web", Long.MAX_VALUE, 0, 10)).isEmpty();
        assertThat(store.backlog()).isEmpty();
        assertThat(keysSince(0)).isEmpty();
        assertThat(store.cursor("file", "a.csv")).isEmpty();
        assertThat(store.ledgerSince(0)).isEmpty();
        assertThat(store.deadLetters(DeadFilter.ALL, Long.MAX_VALUE, 10)).isEmpty();
    }

    private static Segment of(String source, long id, Lane lane, int events) {
        return Segment.pack(id, lane, source, "a.csv", NOW, Segments.events("e" + id, events));
    }

    private static Segment in(Line line, long id) {
        return segment(id, line.lane(), NOW, 1).withTurn(line.turn(id));
    }

    private static LedgerEntry entry(long minute, String what) {
        return new LedgerEntry(minute, "shop", "web", what, "");
    }

    private static DeadLetter letter(long id, long diedAt) {
        return new DeadLetter(
                id,
                WEB,
                "shop",
                "request 1",
                id,
                NOW - 1,
                diedAt,
                "refused",
                40002,
                "data.0.event_id: not a valid string",
                1,
                EventKey.of("dead" + id),
                "{\"event\":\"Purchase\"}".getBytes(StandardCharsets.UTF_8));
    }

    private static List<Long> ids(List<Segment> segments) {
        return segments.stream().map(Segment::id).toList();
    }
}
