package dev.eventferry.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {

    private static final String SIZED = "HTTP/1.1 202 Accepted\r\nContent-Length: 5\r\n\r\nhello";

    /** The ten bytes of its one chunk look like the end of a body. */
    private static final String CHUNKED =
            "HTTP/1.1 503 No\r\ntransfer-encoding: chunked\r\n\r\nA;x\r\n0\r\n\r\n0\r\n\r\n\r\n0\r\nEnd: 1\r\n\r\n";

    private static final String CONTINUED =
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 Accepted\r\ncontent-length:2\r\n\r\n{}";
    private static final String EMPTY = "HTTP/1.1 204 No Content\r\n\r\n";

    @ParameterizedTest
    @ValueSource(strings = {SIZED, CHUNKED, CONTINUED, EMPTY})
    void an_answer_ends_with_its_last_byte_however_it_is_cut(String text) throws ProtocolException {
        for (int piece = 1; piece <= text.length(); piece++) {
            AnswerReader answer = new AnswerReader();
            for (int from = 0; from < text.length(); from += piece) {
                int to = Math.min(text.length(), from + piece);

                boolean complete = answer.read(bytes(text.substring(from, to)));

                assertThat(complete).isEqualTo(to == text.length());
            }
        }
    }

    @Test
    void the_next_answer_is_left_in_the_buffer() throws ProtocolException {
        ByteBuffer two = bytes(CHUNKED + SIZED);
        AnswerReader answer = new AnswerReader();

        assertThat(answer.read(two)).isTrue();
        assertThat(answer.status()).isEqualTo(503);

        answer.reset();
        assertThat(answer.read(two)).isTrue();
        assertThat(answer.status()).isEqualTo(202);
        assertThat(two.hasRemaining()).isFalse();
    }

    @Test
    void the_status_after_an_interim_answer_counts() throws ProtocolException {
        AnswerReader answer = new AnswerReader();

        answer.read(bytes(CONTINUED));

        assertThat(answer.status()).isEqualTo(202);
    }

    @Test
    void a_server_that_will_close_says_so() throws ProtocolException {
        AnswerReader closing = new AnswerReader();
        AnswerReader staying = new AnswerReader();

        closing.read(bytes("HTTP/1.1 413 Too Large\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n"));
        staying.read(bytes("HTTP/1.1 202 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n"));

        assertThat(closing.isClosing()).isTrue();
        assertThat(staying.isClosing()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n",
                "HTTP/1.1 2x2 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n",
                "HTTP/1.1 200 OK\r\nServer: no-length\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
            })
    void what_has_no_end_that_can_be_told_is_refused(String text) {
        assertThatThrownBy(() -> new AnswerReader().read(bytes(text))).isInstanceOf(ProtocolException.class);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }
}
