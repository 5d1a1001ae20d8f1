package dev.eventferry.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Random random = new Random(1);

    @Test
    void it_doubles_to_the_most_and_stays_there() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));
        for (int failures = 1; failures < 100; failures++) {
            Duration whole = failures > 9 ? Duration.ofMinutes(5) : Duration.ofSeconds(1L << (failures - 1));
            Duration most = whole.compareTo(Duration.ofMinutes(5)) > 0 ? Duration.ofMinutes(5) : whole;

            assertThat(backoff.after(failures, random)).isBetween(most.dividedBy(2), most);
        }
    }

    @Test
    void lanes_do_not_come_back_at_one_moment() {
        Backoff backoff = new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(5));

        assertThat(java.util.stream.IntStream.range(0, 50)
                        .mapToObj(i -> backoff.after(1, random))
                        .distinct())
                .hasSizeGreaterThan(40);
    }

    @Test
    void no_wait_at_all_is_a_wait() {
        assertThat(new Backoff(Duration.ZERO, Duration.ZERO).after(1, random)).isZero();
    }
}
