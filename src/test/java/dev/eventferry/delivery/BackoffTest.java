package dev.eventferry.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Random random = new Random(1);

    @Test
    void it_is_never_short_and_may_double_to_the_most() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));
        for (int failures = 1; failures < 100; failures++) {
            Duration most = failures > 8 ? Duration.ofMinutes(5) : Duration.ofSeconds(1L << failures);

            assertThat(backoff.after(failures, random)).isBetween(Duration.ofSeconds(1), most);
        }
        assertThat(IntStream.range(0, 200).mapToObj(i -> backoff.after(20, random)))
                .anyMatch(wait -> wait.compareTo(Duration.ofMinutes(4)) > 0)
                .anyMatch(wait -> wait.compareTo(Duration.ofMinutes(1)) < 0);
    }

    @Test
    void the_most_is_the_most_even_of_the_least() {
        assertThat(new Backoff(Duration.ofSeconds(5), Duration.ofSeconds(2)).after(1, random))
                .isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void lanes_do_not_come_back_at_one_moment() {
        Backoff backoff = new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(5));

        assertThat(IntStream.range(0, 50)
                        .mapToObj(i -> backoff.after(1, random))
                        .distinct())
                .hasSizeGreaterThan(40);
    }

    @Test
    void no_wait_at_all_is_a_wait() {
        assertThat(new Backoff(Duration.ZERO, Duration.ZERO).after(1, random)).isZero();
    }
}
