package dev.eventferry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.cli.Progress.Phase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressViewTest {

    private final StringWriter out = new StringWriter();
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void a_terminal_gets_a_bar_with_rate_time_left_and_counts_that_is_drawn_over() {
        ProgressView view = view(true);
        view.begin("crm/leads.csv");
        view.show(reading(0.25, 250_000, 240_000));
        pass(Duration.ofSeconds(10));
        out.getBuffer().setLength(0);

        view.show(reading(0.5, 500_000, 480_000));

        assertThat(out.toString())
                .startsWith("\r\u001b[K\u001b[1A\r\u001b[K")
                .contains("[####################--------------------] 50 %, 25,000/s, 20 s left\n")
                .endsWith("500,000 rows, accepted 480,000, duplicate 2, filtered 3, rejected 4, delivered 100");
        assertThat(out.toString().replaceAll("\u001b\\[[0-9]*[A-Z]|\r", "").lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThan(96));
    }

    @Test
    void a_bar_is_not_drawn_more_often_than_eyes_can_follow() {
        ProgressView view = view(true);
        view.show(reading(0.1, 1, 1));
        String drawn = out.toString();

        pass(Duration.ofMillis(50));
        view.show(reading(0.2, 2, 2));

        assertThat(out.toString()).isEqualTo(drawn);
    }

    @Test
    void without_a_terminal_there_is_a_line_every_few_seconds_and_at_each_change() {
        ProgressView view = view(false);
        view.begin("crm/leads.csv");
        view.show(Progress.waiting());
        view.show(Progress.waiting());
        view.show(reading(0.1, 100, 90));
        pass(Duration.ofSeconds(2));
        view.show(reading(0.2, 200, 190));
        pass(Duration.ofSeconds(3));
        view.show(reading(0.35, 350, 340));
        view.end();

        assertThat(out.toString().lines())
                .containsExactly(
                        "crm/leads.csv waits for its turn",
                        "crm/leads.csv is being read: 10 %, 100 rows, accepted 90, duplicate 2, filtered 3, rejected 4,"
                                + " delivered 100",
                        "crm/leads.csv is being read: 35 %, 350 rows, accepted 340, duplicate 2, filtered 3,"
                                + " rejected 4, delivered 100, 50/s, 13 s left");
    }

    @Test
    void delivery_has_a_rate_and_an_end_of_its_own() {
        ProgressView view = view(false);
        view.show(new Progress(Phase.DELIVERING, 0.5, 1000, 1000, 0, 0, 0, 500));
        pass(Duration.ofMinutes(5));
        view.show(new Progress(Phase.DELIVERING, 0.75, 1000, 1000, 0, 0, 0, 750));

        assertThat(out.toString())
                .contains("75 %", "delivered 750, 1/s, 5:00 min left")
                .doesNotContain("rows");
    }

    @Test
    void a_sentence_stands_above_the_bar_and_the_last_one_ends_it() {
        ProgressView view = view(true);
        view.show(reading(0.1, 1, 1));
        view.say("look here");
        pass(Duration.ofSeconds(1));
        view.show(reading(0.2, 2, 2));
        view.close("stopped");
        pass(Duration.ofSeconds(1));
        view.show(reading(0.3, 3, 3));

        assertThat(out.toString()).contains("\u001b[Klook here\n").endsWith("\u001b[Kstopped\n");
    }

    @Test
    void times_are_as_long_as_they_need_to_be() {
        assertThat(ProgressView.time(Duration.ofSeconds(59))).isEqualTo("59 s");
        assertThat(ProgressView.time(Duration.ofSeconds(61))).isEqualTo("1:01 min");
        assertThat(ProgressView.time(Duration.ofMinutes(125))).isEqualTo("2:05 h");
    }

    private ProgressView view(boolean terminal) {
        return new ProgressView(new PrintWriter(out), terminal, nanos::get);
    }

    private void pass(Duration time) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(time.toMillis()));
    }

    private static Progress reading(double share, long rows, long accepted) {
        return new Progress(Phase.READING, share, rows, accepted, 2, 3, 4, 100);
    }
}
