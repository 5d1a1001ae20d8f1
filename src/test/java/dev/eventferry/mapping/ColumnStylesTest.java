package dev.eventferry.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.cell.CellStyle;
import dev.eventferry.cell.DateOrder;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Field;
import dev.eventferry.event.Problem;
import dev.eventferry.intake.RowHeader;
import dev.eventferry.intake.RowItem;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a column's style means where the mapping says nothing, and that the mapping goes before it. */
class ColumnStylesTest {

    private static final String MAPPING = """
            source: crm
            event: {constant: order}
            events: {order: Purchase}
            fields:
              event_id: id
              event_time: %s
              properties.value: %s
              properties.currency: {constant: EUR}
              user.phone: phone
            """;

    @ParameterizedTest
    @CsvSource({
        "03/04/2024, DMY, 2024-04-03T00:00:00Z",
        "03/04/2024, MDY, 2024-03-04T00:00:00Z",
        "03/04/24 14:05, DMY, 2024-04-03T14:05:00Z",
        "3.4.2024 14:05:06, , 2024-04-03T14:05:06Z",
        "24/03/04, YMD, 2024-03-04T00:00:00Z",
        "03/04/2024 2:05 PM, MDY, 2024-03-04T14:05:00Z",
        "03/04/2024 12:05 a.m., MDY, 2024-03-04T00:05:00Z",
        "20240304, , 2024-03-04T00:00:00Z",
        "20240304140506, , 2024-03-04T14:05:06Z",
        "45355.5, , 2024-03-04T12:00:00Z",
        "1709560800, , 2024-03-04T14:00:00Z",
        "1709560800000, , 2024-03-04T14:00:00Z",
        "1709560800000000, , 2024-03-04T14:00:00Z",
        "2024-03-04 24:00, , 2024-03-05T00:00:00Z",
        "'Sep 14, 2022 5:30:30 AM', , 2022-09-14T05:30:30Z",
        "2025-10-02 17:09:34 -0300, , 2025-10-02T20:09:34Z",
        "02.10.2025 17:09:34 +02:00, , 2025-10-02T15:09:34Z",
        "4. März 2024, , 2024-03-04T00:00:00Z",
        "'Montag, 4. März 2024 um 14:05 Uhr', , 2024-03-04T14:05:00Z",
        "4 mars 2024 à 14:05, , 2024-03-04T14:05:00Z",
        "1er févr. 2024, , 2024-02-01T00:00:00Z",
        "4 de marzo de 2024, , 2024-03-04T00:00:00Z",
        "04-Dez-2024, , 2024-12-04T00:00:00Z",
        "٠٣/٠٤/٢٠٢٤, DMY, 2024-04-03T00:00:00Z",
    })
    void times_are_read_as_people_write_them(String cell, @Nullable DateOrder order, Instant moment) {
        assertThat(event("at", "value", cell, "1", style(order, '.', null)).time())
                .isEqualTo(moment);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-03-10 02:30, America/New_York, 2024-03-10T07:30:00Z",
        "04.03.2024 14:05, Europe/Berlin, 2024-03-04T13:05:00Z",
        "2024-03-04T14:05:00Z, Europe/Berlin, 2024-03-04T14:05:00Z",
        "45355.5, Europe/Berlin, 2024-03-04T11:00:00Z",
    })
    void times_without_an_offset_are_of_the_files_zone(String cell, String zone, Instant moment) {
        assertThat(event("at", "value", cell, "1", style(null, '.', zone)).time())
                .isEqualTo(moment);
    }

    @Test
    void a_date_whose_order_nothing_settles_is_refused() {
        assertThat(problem("03/04/2024", "1", style(null, '.', null)))
                .isEqualTo(
                        "date_order_open: event_time is a date that can be read day first or month first, and no row of"
                                + " the file settles it; set ferry.source.crm.file-date-order to dmy or mdy.");
    }

    @Test
    void a_date_that_contradicts_its_column_is_refused() {
        assertThat(problem("03/25/2024", "1", style(DateOrder.DMY, '.', null))).startsWith("event_time_unreadable");
        assertThat(problem("31.02.2024", "1", style(DateOrder.DMY, '.', null))).startsWith("event_time_unreadable");
    }

    @Test
    void what_the_mapping_says_goes_before_the_column() {
        CellStyle style = style(DateOrder.DMY, ',', "Europe/Berlin");

        assertThat(event(
                                "{from: at, as: time, pattern: MM/dd/yyyy, zone: UTC}",
                                "{from: value, as: decimal, locale: en-US}",
                                "03/04/2024",
                                "1,234.50",
                                style)
                        .time())
                .isEqualTo("2024-03-04T00:00:00Z");
        assertThat(event("{from: at, zone: UTC}", "value", "2024-03-04 10:00", "1", style)
                        .time())
                .isEqualTo("2024-03-04T10:00:00Z");
        assertThat(event("at", "{from: value, locale: en-US}", "2024-03-04", "1,234.50", style)
                        .values()
                        .decimal(Field.VALUE))
                .isEqualByComparingTo("1234.50");
    }

    @Test
    void a_date_and_a_time_of_day_that_are_joined_are_written_as_the_date() {
        assertThat(event("{join: [at, phone]}", "value", "03/04/2024", "1", style(DateOrder.DMY, '.', null), "14:05")
                        .time())
                .isEqualTo("2024-04-03T14:05:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.234,56|,|1234.56",
                "1.234|,|1234",
                "1234,5|,|1234.5",
                "1 234,56|,|1234.56",
                "1\u00A0234,56|,|1234.56",
                "1\u202F234,56|,|1234.56",
                "1'234.56|.|1234.56",
                "1,234.56|.|1234.56",
                "1,234|.|1234",
                "12.50|.|12.50",
                "€ 12,00|,|12.00",
                "12,00 €|,|12.00",
                "12.00 USD|.|12.00",
                "١٢٫٥٠|.|12.50",
                "１２.５０|.|12.50",
                "12|?|12",
                "12.50|?|12.50",
            })
    void numbers_are_read_as_their_column_is_written(String cell, char decimal, BigDecimal number) {
        assertThat(event("at", "value", "2024-03-04", cell, style(null, decimal, null))
                        .values()
                        .decimal(Field.VALUE))
                .isEqualByComparingTo(number);
    }

    @ParameterizedTest
    @CsvSource({"(5.00), -5.00", "5.00-, -5.00", "-5.00, -5.00", "($5.00), -5.00", "-$5.00, -5.00"})
    void what_is_below_zero_is_so_however_accountants_write_it(String cell, BigDecimal number) {
        assertThat(event("at", "value", "2024-03-04", cell, style(null, '.', null))
                        .values()
                        .decimal(Field.VALUE))
                .isEqualByComparingTo(number);
    }

    @Test
    void a_dash_is_no_amount_and_costs_nothing_else() {
        ConversionEvent event = event("at", "value", "2024-03-04", "-", style(null, '.', null));

        assertThat(event.values().has(Field.VALUE)).isFalse();
        assertThat(event.problems()).noneMatch(Problem::isError);
    }

    @Test
    void a_number_whose_sign_nothing_settles_is_refused() {
        assertThat(problem("2024-03-04", "1,234", style(null, CellStyle.OPEN, null)))
                .isEqualTo("decimal_open: properties.value can be read as thousands or as a fraction, and no row of the"
                        + " file settles it; set ferry.source.crm.file-decimal to point or comma.");
    }

    @Test
    void a_rounded_number_is_no_id() {
        ConversionEvent event =
                event("at", "value", "2024-03-04", "1", style(null, '.', null), "4.91511E+11", "1.23E+15");

        assertThat(event.problems())
                .filteredOn(Problem::isError)
                .extracting(Problem::field, Problem::code)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("event_id", "number_in_scientific_notation"),
                        org.assertj.core.groups.Tuple.tuple("user.phone", "number_in_scientific_notation"));
        assertThat(event("at", "value", "2024-03-04", "1", style(null, '.', null), "", "1E+00X")
                        .problems())
                .noneMatch(Problem::isError);
    }

    @ParameterizedTest
    @CsvSource({"'=\"0049\"', 0049", "'''0049', 0049", "'''t Hooft', '''t Hooft'", "'''=SUM(A1)', =SUM(A1)"})
    void what_spreadsheets_put_around_a_text_is_taken_off(String cell, String text) {
        assertThat(event("at", "value", "2024-03-04", "1", style(null, '.', null), "", cell)
                        .id())
                .isEqualTo(text);
    }

    private static String problem(String time, String value, CellStyle style) {
        Problem problem = event("at", "value", time, value, style).problems().stream()
                .filter(Problem::isError)
                .findFirst()
                .orElseThrow();
        return problem.code() + ": " + problem.message();
    }

    private static ConversionEvent event(String at, String value, String time, String amount, CellStyle style) {
        return event(at, value, time, amount, style, "", "o-1");
    }

    private static ConversionEvent event(
            String at, String value, String time, String amount, CellStyle style, String phone) {
        return event(at, value, time, amount, style, phone, "o-1");
    }

    private static ConversionEvent event(
            String at, String value, String time, String amount, CellStyle style, String phone, String id) {
        RowHeader header =
                RowHeader.of(List.of("id", "at", "value", "phone")).written(List.of(style, style, style, style));
        try {
            Mapping mapping = Mapping.compile("mappings/crm.yaml", MAPPING.formatted(at, value));
            Result result = mapping.apply(new RowItem(header, List.of(id, time, amount, phone)), 0, "web");
            return ((Result.Mapped) result).events().get(0);
        } catch (MappingException e) {
            throw new AssertionError(e);
        }
    }

    private static CellStyle style(@Nullable DateOrder order, char decimal, @Nullable String zone) {
        return new CellStyle(order, decimal, zone == null ? null : ZoneId.of(zone), "ferry.source.crm.file-");
    }
}
