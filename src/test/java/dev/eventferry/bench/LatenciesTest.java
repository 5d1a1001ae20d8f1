package dev.eventferry.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void percentiles_of_one_to_five_thousand_are_themselves() {
        Latencies latencies = new Latencies();
        for (int i = 5_000; i >= 1; i--) {
            latencies.add(i * 1_000L);
        }

        assertThat(latencies.percentile(50)).isEqualTo(micros(2_500));
        assertThat(latencies.percentile(99)).isEqualTo(micros(4_950));
        assertThat(latencies.percentile(100)).isEqualTo(micros(5_000));
        assertThat(latencies.percentile(0.001)).isEqualTo(micros(1));
    }

    @Test
    void one_that_comes_after_a_question_counts_in_the_next() {
        Latencies latencies = new Latencies();
        latencies.add(7_000);
        assertThat(latencies.percentile(100)).isEqualTo(micros(7));

        latencies.add(3_000);

        assertThat(latencies.percentile(50)).isEqualTo(micros(3));
    }

    @Test
    void none_take_no_time() {
        assertThat(new Latencies().percentile(99)).isEqualTo(Duration.ZERO);
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(micros * 1_000);
    }
}
