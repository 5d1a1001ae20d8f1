package dev.eventferry.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.EventKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimedTableTest {

    private static final long NOW = 1_767_226_200_000L;

    @Test
    void a_million_random_keys_are_remembered_and_forgotten_as_in_a_map() {
        long window = Duration.ofMinutes(1).toMillis(); // a tick is a millisecond, so the model is exact
        TimedTable table = new TimedTable(window);
        Map<EventKey, Long> model = new HashMap<>();
        Random random = new Random(20260101);
        long now = NOW;

        for (int i = 0; i < 1_000_000; i++) {
            now += random.nextInt(4) == 0 ? 1 : 0;
            EventKey key = key(random.nextInt(200_000));
            Long seen = model.get(key);
            boolean known = seen != null && now - seen < window;
            int slot = table.find(key, now);
            assertThat(slot >= 0).as("key %s at step %s", key, i).isEqualTo(known);
            if (known && random.nextInt(10) == 0) {
                table.remove(key, now);
                model.remove(key);
            } else if (known) {
                assertThat(table.tag(slot)).isEqualTo(tagOf(java.util.Objects.requireNonNull(seen)));
                assertThat(table.isYoungerThan(1000, slot, now)).isEqualTo(now - seen < 1000);
            } else {
                table.put(key, now, tagOf(now));
                model.put(key, now);
            }
        }
    }

    @Test
    void keys_that_meet_in_one_slot_are_told_apart() {
        TimedTable table = new TimedTable(1000);
        for (int i = 0; i < 1000; i++) {
            table.put(new EventKey(7, (long) i << 46), NOW, 0);
        }

        for (int i = 0; i < 1000; i++) {
            assertThat(table.find(new EventKey(7, (long) i << 46), NOW)).isNotNegative();
        }
        assertThat(table.find(new EventKey(7, 1000L << 46), NOW)).isNegative();
        assertThat(table.find(new EventKey(8, 0), NOW)).isNegative();
    }

    @Test
    void a_key_of_zeros_is_a_key() {
        TimedTable table = new TimedTable(1000);

        assertThat(table.find(new EventKey(0, 0), NOW)).isNegative();
        table.put(new EventKey(0, 0), NOW, 0);
        assertThat(table.find(new EventKey(0, 0), NOW)).isNotNegative();
    }

    @Test
    void laying_anew_gives_back_the_room_of_what_is_forgotten_and_keeps_the_rest() {
        TimedTable table = new TimedTable(1000);
        for (int i = 0; i < 10_000; i++) {
            table.put(key(i), NOW, TimedTable.LARGEST_TAG);
        }
        table.put(key(-1), NOW + 500, 11);
        table.setTag(table.find(key(-1), NOW + 500), 12);

        table.relay(NOW + 1000);

        assertThat(table.used()).isOne();
        int found = table.find(key(-1), NOW + 1000);
        assertThat(found).isNotNegative();
        assertThat(table.tag(found)).isEqualTo(12);
    }

    @Test
    void what_was_seen_stays_seen_when_the_clock_is_set_back() {
        TimedTable table = new TimedTable(Duration.ofDays(2).toMillis());
        table.put(key(1), NOW, 0);

        for (Duration back :
                new Duration[] {Duration.ofMillis(1), Duration.ofMinutes(10), Duration.ofHours(47), Duration.ofDays(3)
                }) {
            assertThat(table.find(key(1), NOW - back.toMillis())).isNotNegative();
        }
    }

    @Test
    void what_was_taken_back_stays_taken_back_when_the_clock_is_set_back() {
        long window = Duration.ofDays(2).toMillis();
        TimedTable table = new TimedTable(window);
        table.put(key(1), NOW, 0);
        table.remove(key(1), NOW);

        for (Duration back : new Duration[] {
            Duration.ZERO, Duration.ofMillis(1), Duration.ofSeconds(10), Duration.ofHours(2), Duration.ofHours(47)
        }) {
            assertThat(table.find(key(1), NOW - back.toMillis())).isNegative();
        }
    }

    private static int tagOf(long seen) {
        return (int) seen & TimedTable.LARGEST_TAG;
    }

    private static EventKey key(int i) {
        return EventKey.of("key " + i);
    }
}
