package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A comparison that saw no difference would let every sample pass. */
class ArrivalTest {

    private static final String EXPECTED = """
            [{"event": "Purchase", "event_id": "1", "event_time": 1764000000, "user.email": "plain:a",
              "user.external_id": ["plain:a", "plain:b"], "properties.value": 15.0,
              "properties.contents": [{"content_id": "A", "price": 2}]},
             {"event": "Contact", "event_time": 1764000001}]""";

    private static final String ARRIVED = """
            [{"event": "Contact", "event_id": "ef-0", "event_time": 1764000001},
             {"event": "Purchase", "event_id": "1", "event_time": 1764000000,
              "user": {"email": ["ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"],
                       "external_id": ["ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
                                       "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d"]},
              "properties": {"value": 15, "contents": [{"content_id": "A", "price": 2.0}], "num_items": 1}}]""";

    @Test
    void what_is_equal_in_meaning_does_not_differ() {
        assertThat(differences(ARRIVED)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "15, | 16, | Purchase 1: properties.value is 16",
                "\"value\": 15, | | Purchase 1: properties.value is missing",
                "\"num_items\": 1 | \"query\": \"x\" | Purchase 1: properties.query is \"x\" and should not be there",
                "ca978112 | 3e23e816 | Purchase 1: user.email is",
                "\"price\": 2.0 | \"price\": 2.5 | Purchase 1: properties.contents is",
                "\"price\": 2.0 | \"cost\": 2.0 | Purchase 1: properties.contents is",
                "1764000000 | 1764003600 | Purchase 1: event_time is 1764003600, and should be 1764000000",
                "\"event_id\": \"1\" | \"event_id\": \"2\" | Purchase 1 did not arrive",
                "ef-0 | 7 | Contact at 1764000001 did not arrive",
            })
    void what_is_not_is_named(String there, String instead, String difference) {
        String changed = ARRIVED.replace(there, instead == null ? "" : instead);

        assertThat(differences(changed)).isNotEmpty().first().asString().startsWith(difference);
    }

    @Test
    void an_event_too_many_is_named() {
        String twice = ARRIVED.replaceFirst("\\[", "[{\"event\": \"Lead\", \"event_id\": \"3\"},");

        assertThat(differences(twice)).singleElement().asString().startsWith("Lead 3 arrived and is not expected");
    }

    private static List<String> differences(String arrived) {
        return Arrival.differences(
                TikTokFixtures.json(EXPECTED),
                StreamSupport.stream(TikTokFixtures.json(arrived).spliterator(), false)
                        .toList());
    }
}
