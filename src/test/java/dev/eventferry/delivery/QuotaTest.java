package dev.eventferry.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.TurningClock;
import dev.eventferry.store.RequestCount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaTest {

    private static final long MINUTE = 60_000;
    private static final long DAY = 86_400_000;

    private final TurningClock clock = new TurningClock();

    @Test
    void without_limits_any_request_may_go_and_is_counted() {
        Quota quota = new Quota(RequestLimits.NONE, RequestCount.NONE);

        assertThat(taken(quota, 5000)).isEqualTo(5000);

        assertThat(quota.count(now()).inMinute()).isEqualTo(5000);
        assertThat(quota.count(now()).inDay()).isEqualTo(5000);
        assertThat(quota.closedUntil(now())).isZero();
    }

    @Test
    void a_minute_that_is_used_up_opens_with_the_next() {
        Quota quota = new Quota(new RequestLimits(0, 3, 0), RequestCount.NONE);
        clock.turn(Duration.ofSeconds(59));
        long next = (now() / MINUTE + 1) * MINUTE;

        assertThat(taken(quota, 10)).isEqualTo(3);
        assertThat(quota.closedUntil(now())).isEqualTo(next);
        assertThat(quota.take(now())).isEqualTo(next);

        clock.turn(Duration.ofSeconds(1));
        assertThat(quota.closedUntil(now())).isZero();
        assertThat(taken(quota, 10)).isEqualTo(3);
        assertThat(quota.count(now()).inDay()).isEqualTo(6);
    }

    @Test
    void a_day_that_is_used_up_opens_at_midnight_UTC() {
        Quota quota = new Quota(new RequestLimits(0, 2, 5), RequestCount.NONE);
        int sent = 0;
        for (int minute = 0; minute < 10; minute++) {
            sent += taken(quota, 2);
            clock.turn(Duration.ofMinutes(1));
        }

        assertThat(sent).isEqualTo(5);
        assertThat(Instant.ofEpochMilli(quota.closedUntil(now()))).isEqualTo("2026-01-02T00:00:00Z");
        clock.turn(Duration.ofMillis(quota.closedUntil(now()) - now()));
        assertThat(taken(quota, 1)).isEqualTo(1);
    }

    @Test
    void what_an_earlier_run_sent_counts_if_it_was_in_this_minute_or_day() {
        RequestCount before = new RequestCount(now() / MINUTE, 2, now() / DAY, 7);
        assertThat(taken(new Quota(new RequestLimits(0, 3, 10), before), 10)).isEqualTo(1);

        clock.turn(Duration.ofMinutes(1));
        assertThat(taken(new Quota(new RequestLimits(0, 5, 10), before), 10)).isEqualTo(3);

        clock.turn(Duration.ofDays(1));
        assertThat(taken(new Quota(new RequestLimits(0, 5, 10), before), 10)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 250, 1000, 2500})
    void no_second_has_more_than_its_share_wherever_it_begins(int perSecond) {
        Quota quota = new Quota(new RequestLimits(perSecond, 0, 0), RequestCount.NONE);
        clock.turn(Duration.ofMillis(417));
        List<Long> sent = new ArrayList<>();

        for (int millis = 0; millis < 3000; millis++) {
            while (quota.take(now()) == 0) {
                sent.add(now());
            }
            clock.turn(Duration.ofMillis(1));
        }

        for (int i = 0; i + perSecond < sent.size(); i++) {
            assertThat(sent.get(i + perSecond) - sent.get(i)).isGreaterThanOrEqualTo(1000);
        }
        assertThat(sent).hasSizeBetween(3 * perSecond - 3, 3 * perSecond);
    }

    @Test
    void who_comes_too_early_is_told_when_to_come_again() {
        Quota quota = new Quota(new RequestLimits(4, 0, 0), RequestCount.NONE);
        assertThat(quota.take(now())).isZero();

        long at = quota.take(now());

        assertThat(at).isEqualTo(now() + 250);
        assertThat(quota.closedUntil(now()))
                .as("a second is waited for, it closes nothing")
                .isZero();
        clock.turn(Duration.ofMillis(250));
        assertThat(quota.take(now())).isZero();
    }

    @Test
    void a_clock_that_goes_back_a_little_opens_nothing_and_one_that_was_wrong_closes_nothing() {
        Quota quota = new Quota(new RequestLimits(2, 2, 4), RequestCount.NONE);
        quota.take(now());
        clock.turn(Duration.ofMillis(500));
        quota.take(now());

        clock.turn(Duration.ofSeconds(-40));
        assertThat(quota.take(now())).isPositive();
        assertThat(quota.closedUntil(now())).isPositive();

        clock.turn(Duration.ofDays(-365));
        assertThat(quota.closedUntil(now())).isZero();
        assertThat(quota.take(now()) - now())
                .as("a distance of requests at most")
                .isLessThanOrEqualTo(501);
    }

    private int taken(Quota quota, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += quota.take(now()) == 0 ? 1 : 0;
        }
        return taken;
    }

    private long now() {
        return clock.millis();
    }
}
