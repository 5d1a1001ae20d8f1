package dev.eventferry.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.chaos.Checker.Invariant;
import dev.eventferry.chaos.Checker.Kill;
import dev.eventferry.chaos.StoreDump.Dead;
import dev.eventferry.chaos.StoreDump.Entry;
import dev.eventferry.chaos.WireLog.Arrival;
import dev.eventferry.chaos.WireLog.Attempt;
import dev.eventferry.chaos.WireLog.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each invariant, broken once, is found; and what may happen is not. */
class CheckerTest {

    private static final String COPY = "1 were taken again without an excuse, such as [delivered in 1 and 3]";

    private final Set<String> sent = new HashSet<>();
    private final Set<String> promised = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private final List<Request> requests = new ArrayList<>();
    private final List<Arrival> arrivals = new ArrayList<>();
    private final List<Entry> waiting = new ArrayList<>();
    private final List<Dead> dead = new ArrayList<>();
    private final Map<String, Long> ledger = new HashMap<>();
    private final List<Kill> kills = new ArrayList<>();
    private long accepted;

    /** One is delivered, one dead, one waits, one was rejected, and of one nobody knows. */
    @BeforeEach
    void a_run_in_which_all_went_well() {
        sent.addAll(Set.of("delivered", "dead", "waiting", "rejected", "unknown"));
        promised.addAll(Set.of("delivered", "dead", "waiting"));
        refused.add("rejected");
        request("", new Attempt("delivered", "kept"));
        request("", new Attempt("dead", "refused"));
        arrivals.add(new Arrival("delivered", "delivered", "{\"email\":\"0f1e\"}"));
        dead.add(new Dead(new Entry("dead", "{}"), "refused"));
        waiting.add(new Entry("waiting", "{}"));
        accepted = 3;
        ledger.putAll(Map.of("accepted", 3L, "delivered", 1L, "dead", 1L));
    }

    @Test
    void a_run_in_which_all_went_well_has_nothing_to_find() {
        assertThat(checker().violations()).isEmpty();
    }

    @Test
    void what_was_promised_and_is_nowhere_is_lost() {
        waiting.clear();
        accepted = 3;

        finds(Invariant.PROMISED_IS_NOT_LOST, "1 are lost, such as [waiting]");
    }

    @Test
    void what_was_only_tried_is_not_delivered() {
        requests.set(0, new Request(1, Instant.EPOCH, "PIXEL", "", List.of(new Attempt("delivered", "refused"))));

        finds(Invariant.PROMISED_IS_NOT_LOST, "1 are lost, such as [delivered]");
    }

    @Test
    void a_dead_letter_without_a_reason_is_lost() {
        dead.set(0, new Dead(new Entry("dead", "{}"), ""));

        findsOnly(Invariant.PROMISED_IS_NOT_LOST, "1 are lost, such as [dead]");
    }

    @Test
    void what_was_rejected_must_not_be_sent() {
        request("", new Attempt("rejected", "refused"));

        findsOnly(Invariant.REFUSED_GOES_NOWHERE, "1 were rejected and are there, such as [rejected]");
    }

    @Test
    void what_was_rejected_must_not_wait() {
        waiting.add(new Entry("rejected", "{}"));
        accepted++;
        ledger.merge("accepted", 1L, Long::sum);

        findsOnly(Invariant.REFUSED_GOES_NOWHERE, "1 were rejected and are there, such as [rejected]");
    }

    @Test
    void what_nobody_sent_must_not_come() {
        request("", new Attempt("ghost", "refused"));

        findsOnly(Invariant.NOTHING_IS_INVENTED, "1 were never sent, such as [ghost]");
    }

    @Test
    void what_was_not_answered_may_come() {
        request("", new Attempt("unknown", "kept"));
        accepted++;
        ledger.merge("delivered", 1L, Long::sum);
        ledger.merge("accepted", 1L, Long::sum);

        assertThat(checker().violations()).isEmpty();
    }

    @Test
    void a_copy_needs_an_excuse() {
        request("", new Attempt("delivered", "dropped"));

        findsOnly(Invariant.COPIES_HAVE_AN_EXCUSE, COPY);
    }

    @Test
    void a_fault_of_the_request_before_is_an_excuse_and_a_slow_answer_is_none() {
        requests.clear();
        request("lost: reset, events taken", new Attempt("delivered", "kept"));
        request("slow: 200 ms late", new Attempt("delivered", "dropped"));
        assertThat(checker().violations()).isEmpty();

        request("", new Attempt("delivered", "dropped"));
        findsOnly(
                Invariant.COPIES_HAVE_AN_EXCUSE,
                "1 were taken again without an excuse, such as [delivered in 2 and 3]");
    }

    @Test
    void a_kill_between_and_soon_after_is_an_excuse() {
        request("", new Attempt("delivered", "dropped"));
        Instant first = Instant.EPOCH;

        kills.add(new Kill(2, first.plus(Checker.UNSETTLED)));
        assertThat(checker().violations()).isEmpty();

        kills.set(0, new Kill(2, first.plus(Checker.UNSETTLED).plusMillis(1)));
        findsOnly(Invariant.COPIES_HAVE_AN_EXCUSE, COPY);
    }

    @Test
    void a_kill_before_or_after_both_is_no_excuse() {
        request("", new Attempt("delivered", "dropped"));

        kills.add(new Kill(0, Instant.EPOCH));
        kills.add(new Kill(3, Instant.EPOCH));

        findsOnly(Invariant.COPIES_HAVE_AN_EXCUSE, COPY);
    }

    @Test
    void plain_personal_data_must_not_arrive() {
        arrivals.set(0, new Arrival("delivered", "delivered", "{\"email\":\"ada@example.com\"}"));

        findsOnly(Invariant.NOTHING_PLAIN, "1 have plain personal data, such as [delivered]");
    }

    @Test
    void plain_personal_data_must_not_be_kept() {
        dead.set(0, new Dead(new Entry("dead", "{\"email\":\"ada@example.com\"}"), "refused"));
        waiting.set(0, new Entry("waiting", "{\"email\":\"ada@example.com\"}"));

        findsOnly(Invariant.NOTHING_PLAIN, "2 have plain personal data, such as [dead, waiting]");
    }

    @Test
    void an_order_must_not_come_under_another_id() {
        arrivals.add(new Arrival("unknown", "delivered", "{}"));

        findsOnly(Invariant.ONE_ID, "1 came under another id, such as [delivered as unknown]");
    }

    @Test
    void each_sum_must_add_up() {
        accepted = 4;
        finds(Invariant.COUNTS_ADD_UP, "4 accepted, but 3 delivered, dead and waiting");
        accepted = 2;
        finds(Invariant.COUNTS_ADD_UP, "2 accepted, but 3 promised");
        accepted = 3;
        ledger.put("dead", 2L);
        findsOnly(Invariant.COUNTS_ADD_UP, "2 dead, but 1 dead letters");
        ledger.put("replayed", 1L);
        assertThat(checker().violations()).isEmpty();
        ledger.put("delivered", 0L);
        finds(Invariant.COUNTS_ADD_UP, "0 delivered, but 1 what TikTok took and nobody waits for");
    }

    @Test
    void what_was_accepted_is_counted_but_for_the_last_moment_before_a_kill() {
        ledger.put("accepted", 2L);
        findsOnly(Invariant.COUNTS_ADD_UP, "2 counted as accepted, not 3");
        kills.add(new Kill(2, Instant.EPOCH));
        assertThat(checker().violations()).isEmpty();
        ledger.put("accepted", 4L);
        findsOnly(Invariant.COUNTS_ADD_UP, "4 counted as accepted, not 3");
    }

    private void finds(Invariant invariant, String words) {
        assertThat(checker().violations()).contains(new Checker.Violation(invariant, words));
    }

    private void findsOnly(Invariant invariant, String words) {
        assertThat(checker().violations()).containsExactly(new Checker.Violation(invariant, words));
    }

    private void request(String fault, Attempt... events) {
        requests.add(new Request(requests.size() + 1L, Instant.EPOCH, "PIXEL", fault, List.of(events)));
    }

    private Checker checker() {
        return new Checker(
                new Senders(sent, promised, refused),
                new WireLog(requests, arrivals),
                new StoreDump(waiting, dead, accepted, ledger),
                List.of("@example.com"),
                kills);
    }
}
