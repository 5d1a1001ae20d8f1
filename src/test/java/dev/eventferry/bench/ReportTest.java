package dev.eventferry.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final long MB = 1 << 20;

    @Test
    void results_stand_in_a_table() {
        ProcessFigures used = new ProcessFigures(Duration.ofMillis(2_340), 301 * MB, 322 * MB);
        ProcessFigures little = new ProcessFigures(Duration.ofMillis(500), 0, 0);
        List<Report.Row> rows = List.of(
                new Report.Row(
                        "HTTP, 100 a request",
                        100_000,
                        2.5,
                        used,
                        0.4,
                        Duration.ofNanos(1_640_000),
                        Duration.ofMillis(30),
                        120 * MB),
                new Report.Row("a|b", 50_000, 1, little, 0.5, null, null, null));

        String table = Report.markdown(rows);

        // spotless:off
        assertThat(table).isEqualTo("""
                | what                |  events | events/s | CPU-s per 100k | parses | p50 ms | p99 ms | peak heap MB | RSS MB | peak RSS MB |
                |:--------------------|--------:|---------:|---------------:|-------:|-------:|-------:|-------------:|-------:|------------:|
                | HTTP, 100 a request | 100,000 |   40,000 |           2.34 |    5.9 |    1.6 |   30.0 |          120 |    301 |         322 |
                | a\\|b                |  50,000 |   50,000 |           1.00 |    2.0 |      - |      - |            - |      - |           - |
                """);
        // spotless:on
    }
}
