package dev.eventferry.tiktok;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a message names the event to blame (tiktok-events-api 2.4), and where it only seems to. */
class EventIndexTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data.3.properties.contents.0.content_id: Not a valid string | 3",
                "Batch.0.properties.contents.0.content_id: Not a valid string. | 0",
                "data[17].event_id: Missing | 17",
                "Invalid value at data[4] | 4",
                "event at index 9: event_time is invalid | 9",
                "events.12.event: unknown | 12",
                "data.5: Missing data for required field; data.5.event: Missing | 5",
                "failed: order_in_batch: 7 | 7",
                "{\"order_in_batch\": 8, \"error\": \"x\"} | 8",
                "Event #2 is invalid | 2"
            })
    void all_known_forms_are_read(String message, int index) {
        assertThat(EventIndex.in(message, 1000)).hasValue(index);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Invalid value for event_id: not a valid string.",
                "properties.contents.3.content_id: Not a valid string",
                "data.properties.contents.3.price: Not a valid number",
                "user_data.3.email: no",
                "metadata.3: no",
                "event_time 1767226200 is in the future",
                "events 1000 is the limit of a request",
                "data.1000.event: beyond what was sent",
                "data.2.event: Missing; data.7.event: Missing",
                "data.99999999999999999999.event: Missing",
                "more than 1000 events"
            })
    void what_is_no_index_or_no_single_one_blames_nobody(String message) {
        assertThat(EventIndex.in(message, 1000)).isEmpty();
    }
}
