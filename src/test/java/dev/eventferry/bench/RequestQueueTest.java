package dev.eventferry.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RequestQueueTest {

    private static final long ENOUGH = 1 << 20;
    private static final long NOT_ENOUGH_FOR_TWO = 1;

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void one_event_a_request_is_sent_as_it_is() throws InterruptedException {
        try (RequestQueue requests = new RequestQueue("POST / HTTP/1.1\r\n", this::event, 2, 1, ENOUGH)) {
            assertThat(requests.requests()).isEqualTo(2);
            assertThat(text(requests)).isEqualTo("POST / HTTP/1.1\r\nContent-Length: 7\r\n\r\n{\"n\":1}");
            assertThat(text(requests)).isEqualTo("POST / HTTP/1.1\r\nContent-Length: 7\r\n\r\n{\"n\":2}");
        }
    }

    @Test
    void several_events_a_request_are_an_array_and_the_last_one_holds_the_rest() throws InterruptedException {
        try (RequestQueue requests = new RequestQueue("", this::event, 3, 2, ENOUGH)) {
            assertThat(requests.requests()).isEqualTo(2);
            assertThat(text(requests)).isEqualTo("Content-Length: 17\r\n\r\n[{\"n\":1},{\"n\":2}]");
            assertThat(text(requests)).isEqualTo("Content-Length: 9\r\n\r\n[{\"n\":3}]");
        }
    }

    @Test
    void all_is_written_before_the_first_is_taken_when_memory_allows() {
        try (RequestQueue requests = new RequestQueue("", this::event, 100, 10, ENOUGH)) {
            assertThat(requests.requests()).isEqualTo(10);
            assertThat(asked).hasValue(100);
        }
    }

    @Test
    void with_little_memory_the_rest_follows_while_requests_are_taken() throws InterruptedException {
        try (RequestQueue requests = new RequestQueue("", this::event, 50, 1, NOT_ENOUGH_FOR_TWO)) {
            for (int i = 1; i <= 50; i++) {
                assertThat(text(requests)).endsWith("{\"n\":" + i + "}");
                assertThat(asked.get()).isLessThanOrEqualTo(i + 2); // one taken, one ready, one in the writer's hand
            }
        }
        assertThat(asked).hasValue(50);
    }

    private byte[] event() {
        return ("{\"n\":" + asked.incrementAndGet() + "}").getBytes(US_ASCII);
    }

    private static String text(RequestQueue requests) throws InterruptedException {
        return US_ASCII.decode(requests.take()).toString();
    }
}
