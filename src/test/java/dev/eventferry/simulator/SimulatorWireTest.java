package dev.eventferry.simulator;

import static dev.eventferry.simulator.Client.purchase;
import static dev.eventferry.simulator.Client.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client sees on its socket. */
class SimulatorWireTest {

    private static final String BODY = web(purchase("1"));
    private static final int PATIENCE_MILLIS = 30_000;

    private final Simulator simulator = Simulator.start("127.0.0.1", 0);
    private final Client client = new Client(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void a_reset_before_the_answer_resets_and_takes_nothing() throws Exception {
        simulator.fault(Fault.reset());

        Seen seen = send(PATIENCE_MILLIS);

        assertThat(seen).isEqualTo(new Seen("", "reset"));
        assertThat(simulator.events()).isEmpty();
    }

    @Test
    void a_reset_after_the_events_were_taken_shows_the_same_but_they_are_there() throws Exception {
        simulator.fault(Fault.reset().afterTaking());

        assertThat(send(PATIENCE_MILLIS)).isEqualTo(new Seen("", "reset"));

        assertThat(simulator.events()).hasSize(1);
        assertThat(simulator.requests().get(0).fault()).isEqualTo("next: reset, events taken");
    }

    @Test
    void a_reset_within_the_answer_shows_its_first_half() throws Exception {
        simulator.fault(Fault.resetWithin());

        Seen seen = send(PATIENCE_MILLIS);

        assertThat(seen.end).isEqualTo("reset");
        assertThat(seen.text)
                .startsWith("HTTP/1.1 200 OK")
                .contains("{\"code\":0")
                .doesNotContain("}}");
        assertThat(simulator.events()).hasSize(1);
    }

    @Test
    void a_truncated_answer_is_shorter_than_it_says_and_ends_in_good_order() throws Exception {
        simulator.fault(Fault.truncated());

        Seen seen = send(PATIENCE_MILLIS);

        assertThat(seen.end).isEqualTo("closed");
        assertThat(seen.text).contains("{\"code\":0").doesNotContain("}}");
        assertThat(seen.announced()).isGreaterThan(seen.body().length());
        assertThat(simulator.events()).hasSize(1);
    }

    @Test
    void closing_without_an_answer_is_in_good_order() throws Exception {
        simulator.fault(Fault.close());
        simulator.fault(Fault.close().afterTaking());

        assertThat(send(PATIENCE_MILLIS)).isEqualTo(new Seen("", "closed"));
        assertThat(simulator.events()).isEmpty();
        assertThat(send(PATIENCE_MILLIS)).isEqualTo(new Seen("", "closed"));
        assertThat(simulator.events()).hasSize(1);
    }

    @Test
    void a_hanging_request_is_never_answered() throws Exception {
        simulator.faults("next: [{hang: true}, {hang: after}]");

        assertThat(send(300)).isEqualTo(new Seen("", "silence"));
        assertThat(simulator.events()).isEmpty();
        assertThat(send(300)).isEqualTo(new Seen("", "silence"));
        assertThat(simulator.events()).hasSize(1);
    }

    @Test
    void a_dripping_answer_is_whole_in_the_end() throws Exception {
        simulator.fault(Fault.drip(Duration.ofMillis(5)));
        long before = System.nanoTime();

        HttpResponse<String> answer = client.track(BODY);

        assertThat(answer.body()).startsWith("{\"code\":0").endsWith("}}");
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isGreaterThan(Duration.ofMillis(5L * (answer.body().length() - 1)));
    }

    @Test
    void any_answer_can_go_wrong_on_the_wire() throws Exception {
        simulator.faults("next: {code: 40100, http: 401, truncated: true, after: false}");

        Seen seen = send(PATIENCE_MILLIS);

        assertThat(seen.text).startsWith("HTTP/1.1 401").contains("{\"code\":40100");
        assertThat(seen.end).isEqualTo("closed");
        assertThat(simulator.events()).isEmpty();
    }

    @Test
    void a_huge_answer_has_the_size_it_was_given() throws Exception {
        simulator.faults("next: {huge: 10MB}");

        assertThat(client.track(BODY).body())
                .hasSize(10 << 20)
                .startsWith("{\"code\":0")
                .endsWith("}}");
    }

    @Test
    void headers_can_lie_and_redirects_lead_where_they_say() throws Exception {
        simulator.faults("""
                next:
                  - {headers: {Content-Type: text/plain, Retry-After: "7"}}
                  - {body: "", headers: {Content-Encoding: gzip}}
                  - {redirect: "http://127.0.0.1:9/elsewhere", http: 301}
                """);

        assertThat(client.track(BODY)).satisfies(answer -> {
            assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain");
            assertThat(answer.headers().firstValue("Retry-After")).contains("7");
        });
        assertThat(client.track(BODY)).satisfies(answer -> {
            assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
            assertThat(answer.body()).isEmpty();
        });
        assertThat(client.track(BODY)).satisfies(answer -> {
            assertThat(answer.statusCode()).isEqualTo(301);
            assertThat(answer.headers().firstValue("Location")).contains("http://127.0.0.1:9/elsewhere");
        });
    }

    @Test
    void after_each_of_them_the_simulator_serves_on() throws Exception {
        List<Fault> faults = List.of(
                Fault.reset(), Fault.resetWithin(), Fault.truncated(), Fault.close(), Fault.malformed(), Fault.hang());
        for (Fault fault : faults) {
            simulator.fault(fault);
            send(300);
            assertThat(client.code(BODY)).as("after %s", fault).isZero();
        }
    }

    @Test
    void a_client_gets_an_exception_where_there_is_no_answer() {
        for (Fault fault : new Fault[] {Fault.reset(), Fault.resetWithin(), Fault.truncated(), Fault.close()}) {
            simulator.clearFaults();
            simulator.fault(fault.times(5)); // clients may try again by themselves
            assertThatExceptionOfType(IOException.class).as("%s", fault).isThrownBy(() -> client.track(BODY));
        }
    }

    /** What came over a socket, and how it ended: {@code closed}, {@code reset} or {@code silence}. */
    private record Seen(String text, String end) {

        int announced() {
            return Integer.parseInt(text.replaceAll("(?is).*content-length: (\\d+).*", "$1"));
        }

        String body() {
            return text.substring(text.indexOf("\r\n\r\n") + 4);
        }
    }

    private Seen send(int patienceMillis) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), simulator.port())) {
            socket.setSoTimeout(patienceMillis);
            socket.getOutputStream().write(request().getBytes(StandardCharsets.UTF_8));
            String end = read(socket.getInputStream(), text);
            return new Seen(text.toString(), end);
        }
    }

    private static String read(InputStream in, StringBuilder text) throws IOException {
        byte[] bytes = new byte[4096];
        try {
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                text.append(new String(bytes, 0, n, StandardCharsets.UTF_8));
            }
            return "closed";
        } catch (SocketTimeoutException e) {
            return "silence";
        } catch (SocketException e) {
            return "reset";
        }
    }

    private static String request() {
        return "POST /open_api/v1.3/event/track/ HTTP/1.1\r\nHost: tiktok.example\r\nAccess-Token: good\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY;
    }
}
