package dev.eventferry.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.Verdicts.Status;
import dev.eventferry.event.Verdicts.Verdict;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One item may make several events: what the door says of it. */
class VerdictsTest {

    private static final Problem ERROR = Problem.error("event_time", "event_time_missing", "No time.");
    private static final Problem WARNING = Problem.warning("user.phone", "phone_unparseable", "Not a number.");

    private final Verdicts verdicts = new Verdicts(1);

    @Test
    void an_item_is_accepted_when_one_of_its_events_is_new() {
        verdicts.duplicate(0, "o-1");
        verdicts.duplicate(0, "o-1");
        verdicts.accept(0, "o-1", List.of());

        assertThat(only()).isEqualTo(new Verdict(0, Status.ACCEPTED, null, "o-1", List.of(), List.of()));
        assertCounts(Status.ACCEPTED);
    }

    @Test
    void it_is_a_duplicate_when_none_is() {
        verdicts.duplicate(0, "o-1");
        verdicts.duplicate(0, "c-1");

        assertThat(only()).isEqualTo(new Verdict(0, Status.DUPLICATE, null, "o-1", List.of("c-1"), List.of()));
        assertCounts(Status.DUPLICATE);
    }

    @Test
    void the_ids_and_warnings_of_all_its_events_are_kept() {
        verdicts.duplicate(0, "o-1");
        verdicts.duplicate(0, "c-1");
        verdicts.accept(0, "o-1", List.of(WARNING));
        verdicts.accept(0, "c-1", List.of());

        assertThat(only()).isEqualTo(new Verdict(0, Status.ACCEPTED, null, "o-1", List.of("c-1"), List.of(WARNING)));
        assertCounts(Status.ACCEPTED);
    }

    @Test
    void what_refused_one_event_stands_beside_the_accepted_other() {
        verdicts.reject(0, List.of(ERROR));
        verdicts.duplicate(0, "o-1");
        verdicts.accept(0, "o-1", List.of(WARNING));

        assertThat(only()).isEqualTo(new Verdict(0, Status.ACCEPTED, null, "o-1", List.of(), List.of(ERROR, WARNING)));
        assertCounts(Status.ACCEPTED);
    }

    @Test
    void the_reasons_of_all_refused_events_are_kept() {
        verdicts.reject(0, List.of(ERROR));
        verdicts.reject(0, List.of(ERROR, WARNING));

        assertThat(only().problems()).containsExactly(ERROR, ERROR, WARNING);
        assertCounts(Status.REJECTED);
    }

    @Test
    void an_item_stays_accepted_while_one_of_its_events_is_kept() {
        verdicts.accept(0, "o-1", List.of());
        verdicts.accept(0, "o-1", List.of());

        verdicts.takeBack(0, List.of(ERROR));
        assertThat(only().status()).isEqualTo(Status.ACCEPTED);
        assertThat(only().problems()).containsExactly(ERROR);
        assertCounts(Status.ACCEPTED);

        verdicts.takeBack(0, List.of(ERROR));
        assertThat(only().status()).isEqualTo(Status.REJECTED);
        assertCounts(Status.REJECTED);
    }

    private Verdict only() {
        assertThat(verdicts.all()).hasSize(1);
        return verdicts.all().get(0);
    }

    private void assertCounts(Status only) {
        assertThat(Arrays.stream(Status.values()).map(verdicts::count))
                .as("counts of %s", Arrays.toString(Status.values()))
                .containsExactlyElementsOf(Arrays.stream(Status.values())
                        .map(status -> status == only ? 1 : 0)
                        .toList());
    }
}
