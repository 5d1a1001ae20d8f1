package dev.eventferry.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.EventKey;
import org.junit.jupiter.api.Test;

class KeyTableTest {

    private final KeyTable keys = new KeyTable(Integer.MAX_VALUE);

    @Test
    void every_key_is_found_again_however_many_there_are() {
        for (int i = 0; i < 20_000; i++) {
            keys.put(key(i), 1000 + i, i, 0);
        }

        for (int i = 0; i < 20_000; i++) {
            int slot = keys.find(key(i));
            assertThat(slot).isNotNegative();
            assertThat(keys.event(slot)).isEqualTo(i);
            assertThat(keys.since(slot)).isEqualTo(1000 + i);
        }
        assertThat(keys.find(key(20_000))).isNegative();
        assertThat(keys.size()).isEqualTo(20_000);
    }

    @Test
    void a_key_put_again_replaces_itself() {
        keys.put(key(1), 1000, 1, 0);
        keys.put(key(1), 2000, 2, 0);

        assertThat(keys.since(keys.find(key(1)))).isEqualTo(2000);
        assertThat(keys.size()).isOne();
    }

    @Test
    void expired_keys_make_room() {
        for (int i = 0; i < 100_000; i++) {
            keys.put(key(i), i, i, i - 100);
        }

        assertThat(keys.size()).isLessThan(1024);
        assertThat(keys.find(key(99_950))).isNotNegative();
    }

    @Test
    void a_table_for_so_many_keys_knows_the_newest_and_grows_no_more() {
        KeyTable bounded = new KeyTable(1000);
        for (int i = 0; i < 100_000; i++) {
            bounded.put(key(i), 0, i, 0);
        }

        for (int i = 99_000; i < 100_000; i++) {
            assertThat(bounded.find(key(i))).isNotNegative();
        }
        assertThat(bounded.size()).isLessThan(4000);
    }

    private static EventKey key(int i) {
        return EventKey.of("key " + i);
    }
}
