package dev.eventferry.tiktok;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The waits of tiktok-events-api 2.3. */
class PauseTest {

    private static final Instant NOW = Instant.parse("2026-03-01T23:59:30.250Z");

    @Test
    void each_ends_when_it_says() {
        assertThat(Pause.BACKOFF.until(NOW, Duration.ofHours(1))).isEqualTo(NOW);
        assertThat(Pause.NEXT_SECOND.until(NOW, Duration.ofHours(1))).isEqualTo("2026-03-01T23:59:31Z");
        assertThat(Pause.FIVE_MINUTES.until(NOW, Duration.ofHours(1))).isEqualTo("2026-03-02T00:04:30.250Z");
        assertThat(Pause.MIDNIGHT_UTC.until(NOW, Duration.ofHours(1))).isEqualTo("2026-03-02T00:00:00Z");
    }

    @Test
    void no_wait_is_longer_than_waits_may_be_but_for_a_day() {
        Duration longest = Duration.ofSeconds(10);

        assertThat(Pause.FIVE_MINUTES.until(NOW, longest)).isEqualTo(NOW.plusSeconds(10));
        assertThat(Pause.MIDNIGHT_UTC.until(NOW, longest)).isEqualTo("2026-03-02T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "40100, Too many requests. Please retry in some time., NEXT_SECOND",
        "40100, Too many requests: QPS limit reached, NEXT_SECOND",
        "40100, Too many requests: QPM limit reached, FIVE_MINUTES",
        "40016, You exceeded the number of requests per minute, FIVE_MINUTES",
        "40133, QPD limit reached, MIDNIGHT_UTC",
        "40132, Too many requests for pixel_code, FIVE_MINUTES",
        "60001, maintenance, FIVE_MINUTES",
        "50000, 3 requests per minute are no limit here, BACKOFF"
    })
    void the_code_and_the_limit_that_is_named_say_how_long(int code, String message, Pause expected) {
        String body = "{\"code\":" + code + ",\"message\":\"" + message + "\"}";

        assertThat(Answer.read(200, body.getBytes(StandardCharsets.UTF_8)).pause())
                .isEqualTo(expected);
    }
}
