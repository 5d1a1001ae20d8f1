package dev.eventferry.tiktok;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.EventKey;
import dev.eventferry.event.HashedEvent;
import dev.eventferry.event.Values;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The name of an event is read from what is sent. */
class WrittenNamesTest {

    private final WrittenNames names = new WrittenNames();

    @ParameterizedTest
    @ValueSource(strings = {"Purchase", "Kauf \u00e4\ud83d\udc4d", "a \"quoted\" name", "back\\slash", "tab\t"})
    void a_name_is_read_as_it_was_written(String name) {
        assertThat(read(written(name))).isEqualTo(name);
        assertThat(read(written(name))).as("once more").isEqualTo(name);
    }

    @Test
    void the_name_before_is_not_taken_for_a_longer_or_shorter_one() {
        assertThat(read(written("Lead"))).isEqualTo("Lead");
        assertThat(read(written("Leads"))).isEqualTo("Leads");
        assertThat(read(written("Lead"))).isEqualTo("Lead");
        assertThat(read(written("Le"))).isEqualTo("Le");
    }

    @Test
    void what_is_none_of_ours_has_no_name() {
        assertThat(read("{\"event_id\":\"Purchase\"}")).isEmpty();
        assertThat(read("{\"event\":\"cut")).isEmpty();
        assertThat(read("")).isEmpty();
    }

    private String read(String json) {
        byte[] bytes = ("before" + json + "\"}behind").getBytes(StandardCharsets.UTF_8);
        return names.of(bytes, 6, json.getBytes(StandardCharsets.UTF_8).length);
    }

    private static String written(String name) {
        HashedEvent event = new HashedEvent(
                0, "web", name, name, "id", 1, Values.NONE, List.of(), "key", EventKey.of("key"), List.of());
        return new String(EventWriter.write(event), StandardCharsets.UTF_8);
    }
}
