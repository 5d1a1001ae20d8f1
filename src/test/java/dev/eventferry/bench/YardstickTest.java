package dev.eventferry.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class YardstickTest {

    @Test
    void reading_a_purchase_takes_microseconds() throws IOException {
        assertThat(new Yardstick().cpuSecondsPer100k()).isBetween(0.02, 20.0);
    }
}
