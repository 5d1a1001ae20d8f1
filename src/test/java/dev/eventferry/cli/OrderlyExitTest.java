package dev.eventferry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OrderlyExitTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void a_stop_in_order_ends_with_0() {
        assertThat(new OrderlyExit(List::of, () -> "", LONG).stop()).isZero();
    }

    @Test
    void a_part_that_does_not_close_ends_with_1() {
        assertThat(new OrderlyExit(() -> List.of("the disk is gone"), () -> "", LONG).stop())
                .isEqualTo(1);
    }

    @Test
    void a_stop_that_fails_ends_with_1() {
        OrderlyExit failing = new OrderlyExit(
                () -> {
                    throw new IllegalStateException("broken");
                },
                () -> "",
                LONG);

        assertThat(failing.stop()).isEqualTo(1);
    }

    @Test
    void a_stop_that_hangs_is_given_up_after_its_time() throws InterruptedException {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        OrderlyExit hanging = new OrderlyExit(
                () -> {
                    begun.countDown();
                    awaitQuietly(hangs);
                    return List.of();
                },
                () -> "the store",
                Duration.ofMillis(200));

        assertThat(hanging.stop()).isEqualTo(1);

        assertThat(begun.await(1, TimeUnit.SECONDS)).isTrue();
        hangs.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
