package dev.eventferry.simulator;

import static dev.eventferry.simulator.Client.purchase;
import static dev.eventferry.simulator.Client.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatorFaultsTest {

    private static final String BODY = web(purchase("1"));

    private final Simulator simulator = Simulator.start("127.0.0.1", 0);
    private final Client client = new Client(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void faults_are_used_up_one_a_request_in_order() throws Exception {
        faults("{\"next\":[{\"code\":40100},{\"http\":502},{\"code\":0},{\"malformed\":true}]}");

        assertThat(client.track(BODY).body()).contains("\"code\":40100", "Too many requests");
        assertThat(client.track(BODY)).satisfies(answer -> {
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("502");
        });
        assertThat(simulator.events()).isEmpty();
        assertThat(client.code(BODY)).isZero();
        assertThatExceptionOfType(JsonProcessingException.class)
                .isThrownBy(() -> new ObjectMapper().readTree(client.track(BODY).body()));
        assertThat(client.code(BODY)).isZero();
        assertThat(simulator.stats().refused()).isEqualTo(3);
        assertThat(simulator.requests()).map(ReceivedRequest::http).containsExactly(200, 502, 200, 200, 200);
    }

    @Test
    void a_code_can_come_with_a_status_and_a_message() throws Exception {
        faults("{\"next\":{\"code\":40100,\"http\":401,\"message\":\"say \\\"please\\\"\"}}");

        HttpResponse<String> answer = client.track(BODY);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(new ObjectMapper().readTree(answer.body()).path("message").asText())
                .isEqualTo("say \"please\"");
    }

    @Test
    void a_reset_closes_the_connection_and_takes_nothing() throws Exception {
        faults("{\"next\":[{\"reset\":true,\"times\":9}]}");

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> client.track(BODY));

        assertThat(simulator.events()).isEmpty();
        assertThat(simulator.requests().get(0).http()).isZero();
    }

    @Test
    void a_reset_afterwards_loses_only_the_answer() throws Exception {
        faults("{\"next\":[{\"reset\":\"after\",\"times\":9}]}");

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> client.track(BODY));

        assertThat(simulator.events()).hasSize(1);
        assertThat(simulator.requests().get(0).taken()).isTrue();
    }

    @Test
    void any_answer_can_lie_about_events_that_were_taken() throws Exception {
        faults("{\"next\":[{\"http\":502,\"after\":true}]}");

        assertThat(client.track(BODY).statusCode()).isEqualTo(502);

        assertThat(simulator.events()).hasSize(1);
    }

    @Test
    void a_late_answer_comes_late_but_its_events_are_taken_at_once() throws Exception {
        faults("{\"next\":[{\"delay\":\"300ms\"}]}");
        long before = System.nanoTime();

        assertThat(client.code(BODY)).isZero();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(290));
        assertThat(simulator.events()).hasSize(1);
    }

    @Test
    void a_fault_repeats_as_often_as_it_says() throws Exception {
        faults("{\"next\":[{\"times\":2,\"code\":50000}]}");

        assertThat(client.code(BODY)).isEqualTo(50000);
        assertThat(client.code(BODY)).isEqualTo(50000);
        assertThat(client.code(BODY)).isZero();
    }

    @Test
    void a_lasting_fault_lasts_until_cleared_and_queued_ones_go_first() throws Exception {
        faults("{\"always\":{\"code\":60001},\"next\":[{\"code\":50000}]}");

        assertThat(client.code(BODY)).isEqualTo(50000);
        assertThat(client.code(BODY)).isEqualTo(60001);
        assertThat(client.code(BODY)).isEqualTo(60001);
        faults("{\"clear\":true}");
        assertThat(client.code(BODY)).isZero();
    }

    @Test
    void faults_can_be_set_from_java() throws Exception {
        simulator.fault(Fault.code(40102).times(2));
        simulator.faultAlways(Fault.http(503));
        assertThat(client.code(BODY)).isEqualTo(40102);
        assertThat(client.code(BODY)).isEqualTo(40102);
        assertThat(client.track(BODY).statusCode()).isEqualTo(503);

        simulator.clearFaults();

        assertThat(client.code(BODY)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "[]",
                "{\"nxt\":[]}",
                "{\"next\":[{\"cod\":1}]}",
                "{\"next\":[{\"code\":\"x\"}]}",
                "{\"next\":[{\"delay\":\"soon\"}]}",
                "{\"next\":[{\"times\":0}]}",
                "{\"next\":[{\"code\":50000},{\"reset\":\"before\"}]}",
                "{\"always\":{\"code\":50000},\"index\":\"gone\"}",
                "{\"next\":[{\"http\":99}]}"
            })
    void a_fault_that_cannot_be_read_is_refused_with_a_sentence_and_changes_nothing(String body) throws Exception {
        HttpResponse<String> answer = client.post("/simulator/faults", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"message\":\"");
        assertThat(client.code(BODY)).isZero();
    }

    private void faults(String json) throws Exception {
        assertThat(client.post("/simulator/faults", json).statusCode()).isEqualTo(200);
    }
}
