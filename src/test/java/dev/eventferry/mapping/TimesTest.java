package dev.eventferry.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T12:00:00Z, 2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00.123Z, 2026-01-31T12:00:00.123Z",
        "2026-01-31T12:00:00.123456789Z, 2026-01-31T12:00:00.123456789Z",
        "2026-01-31T12:00:00+01:00, 2026-01-31T11:00:00Z",
        "2026-01-31T12:00:00-0330, 2026-01-31T15:30:00Z",
        "2026-01-31T12:00:00+01, 2026-01-31T11:00:00Z",
        "2026-01-31T12:00:00:123+0100, 2026-01-31T11:00:00.123Z",
        "2026-01-31T12:00:00:123Z, 2026-01-31T12:00:00.123Z",
        "2026-01-31T12:00, 2026-01-31T12:00:00Z",
        "2026-01-31 12:00:00.0, 2026-01-31T12:00:00Z",
        "2025-10-02 17:09:34 -0300, 2025-10-02T20:09:34Z",
        "2026-01-31 12:00:00 UTC, 2026-01-31T12:00:00Z",
        "2026-01-31T13:00+01:00[Europe/Berlin], 2026-01-31T12:00:00Z",
        "20260131T120000Z, 2026-01-31T12:00:00Z",
        "2026-01-31, 2026-01-31T00:00:00Z",
        "2026-01-31T24:00:00Z, 2026-02-01T00:00:00Z",
        "2026-01-31T24:00, 2026-02-01T00:00:00Z",
        "1767225600, 2026-01-01T00:00:00Z",
        "1767225600.5, 2026-01-01T00:00:00.500Z",
        "1767225600123, 2026-01-01T00:00:00.123Z",
        "1767225600123456, 2026-01-01T00:00:00.123456Z",
        "' 1767225600 ', 2026-01-01T00:00:00Z",
    })
    void a_time_in_doubtless_form_is_read(String text, Instant time) {
        assertThat(read(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "soon",
                "",
                "2026",
                "20260131",
                "45355.5",
                "0",
                "-1767225600",
                "1e12",
                "2026-02-30",
                "2026-13-01",
                "2026-01-31T25:00:00Z",
                "2026-01-31T24:00:01Z",
                "2026-01-31T12:60:00Z",
                "2026-01-31T12:00:00+19:00",
                "2026-01-31T12:00:00Zebra",
                "2026-01-31T",
                "2026-01-31T12",
                "2026-01-31T12:00:",
                "2026-01-31T12:00:00.",
                "2026-0131",
                "03/04/2026",
                "31.01.2026",
                "2026-01-31T12:00:00 Berlin",
                "99999999999999999999999",
                "२०२६-01-31"
            })
    void a_time_that_leaves_a_doubt_is_not_guessed(String text) {
        assertThat(read(text)).isNull();
    }

    @Test
    void numbers_are_told_apart_by_their_size() throws Exception {
        JsonMapper json = new JsonMapper();

        assertThat(Times.any(json.readTree("1767225600"), ZoneOffset.UTC)).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(Times.any(json.readTree("1767225600123"), ZoneOffset.UTC)).isEqualTo("2026-01-01T00:00:00.123Z");
        assertThat(Times.any(json.readTree("1767225600123456"), ZoneOffset.UTC))
                .isEqualTo("2026-01-01T00:00:00.123456Z");
        assertThat(Times.any(json.readTree("20260131"), ZoneOffset.UTC)).isNull();
        assertThat(Times.any(json.readTree("99999999999999999999"), ZoneOffset.UTC))
                .isNull();
        assertThat(Times.any(json.readTree("true"), ZoneOffset.UTC)).isNull();
        assertThat(Times.any(DecimalNode.valueOf(new BigDecimal("1e999999999")), ZoneOffset.UTC))
                .isNull();
    }

    @Test
    void an_explicit_unit_reads_any_size() throws Exception {
        assertThat(Times.epoch(new JsonMapper().readTree("0"), Times.Unit.SECONDS))
                .isEqualTo(Instant.EPOCH);
        assertThat(Times.epoch(TextNode.valueOf("-1500"), Times.Unit.MILLISECONDS))
                .isEqualTo(Instant.ofEpochMilli(-1500));
        assertThat(Times.epoch(new JsonMapper().readTree(String.valueOf(Long.MAX_VALUE)), Times.Unit.SECONDS))
                .isNull();
    }

    @Test
    void the_zone_is_of_times_that_name_none_only() {
        assertThat(Times.iso("2026-07-01T12:00:00", BERLIN)).isEqualTo("2026-07-01T10:00:00Z");
        assertThat(Times.iso("2026-07-01", BERLIN)).isEqualTo("2026-06-30T22:00:00Z");
        assertThat(Times.iso("2026-07-01T12:00:00Z", BERLIN)).isEqualTo("2026-07-01T12:00:00Z");
    }

    @Test
    void an_hour_that_summer_time_skips_is_the_one_after() {
        assertThat(Times.iso("2026-03-29T02:30:00", BERLIN)).isEqualTo("2026-03-29T01:30:00Z");
    }

    @Test
    void what_Java_writes_is_read_back() {
        Random random = new Random(20261121);
        for (int i = 0; i < 5_000; i++) {
            Instant time = Instant.ofEpochSecond(random.nextLong(253_402_300_800L), random.nextInt(1_000_000_000));
            ZoneOffset offset = ZoneOffset.ofTotalSeconds(random.nextInt(-1080, 1081) * 60);

            assertThat(Times.iso(time.toString(), BERLIN)).isEqualTo(time);
            assertThat(Times.iso(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atOffset(offset)), BERLIN))
                    .isEqualTo(time.atOffset(offset).toInstant());
        }
    }

    @Test
    void nonsense_is_null_and_never_an_exception() {
        Random random = new Random(7);
        String letters = "0123456789-:TZ+. []é";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(24); j > 0; j--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            read(text.toString());
        }
    }

    @Test
    void a_pattern_reads_dates_times_and_zones() {
        assertThat(Times.byPattern("31.01.2026", pattern("dd.MM.yyyy"), BERLIN)).isEqualTo("2026-01-30T23:00:00Z");
        assertThat(Times.byPattern("9/6/2016 6:29:00", pattern("M/d/yyyy H:mm:ss"), ZoneOffset.UTC))
                .isEqualTo("2016-09-06T06:29:00Z");
        assertThat(Times.byPattern("31.01.2026 12:00 +0200", pattern("dd.MM.yyyy HH:mm Z"), BERLIN))
                .isEqualTo("2026-01-31T10:00:00Z");
        assertThat(Times.byPattern("tomorrow", pattern("dd.MM.yyyy"), BERLIN)).isNull();
    }

    private static DateTimeFormatter pattern(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    private static @Nullable Instant read(String text) {
        return Times.any(TextNode.valueOf(text), ZoneOffset.UTC);
    }
}
