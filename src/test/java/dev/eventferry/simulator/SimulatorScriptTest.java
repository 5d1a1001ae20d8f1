package dev.eventferry.simulator;

import static dev.eventferry.simulator.Client.purchase;
import static dev.eventferry.simulator.Client.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents of faults: rules, seeds, and what is wrong with a document. */
class SimulatorScriptTest {

    private static final String MIXED = """
            seed: 42
            rules:
              - {name: throttled, share: 0.2, code: 40100}
              - {name: broken, share: 0.1, http: 502}
            """;

    private final Simulator simulator = Simulator.start("127.0.0.1", 0);
    private final Client client = new Client(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void the_same_seed_and_the_same_requests_give_the_same_faults() throws Exception {
        List<String> first = faultsOf(MIXED, 200);
        List<String> again = faultsOf(MIXED, 200);
        List<String> otherwise = faultsOf(MIXED.replace("42", "43"), 200);

        assertThat(again).isEqualTo(first);
        assertThat(otherwise).isNotEqualTo(first);
        assertThat(Collections.frequency(first, "throttled: code 40100")).isBetween(20, 60);
        assertThat(Collections.frequency(first, "")).isBetween(110, 175);
        assertThat(first).anyMatch(fault -> fault.startsWith("broken: http 502"));
    }

    @Test
    void a_rule_draws_the_same_whatever_stands_before_it() throws Exception {
        List<String> alone = faultsOf(
                "{seed: 7, rules: [{share: 0.3, when: {event: none}, code: 1}, {name: b, share: 0.3, http: 503}]}", 60);
        List<String> beside =
                faultsOf("{seed: 7, rules: [{share: 0.3, code: 50000}, {name: b, share: 0.3, http: 503}]}", 60);

        for (int i = 0; i < alone.size(); i++) {
            if (!beside.get(i).startsWith("rule 1")) {
                assertThat(beside.get(i)).isEqualTo(alone.get(i));
            }
        }
        assertThat(beside).anyMatch(fault -> fault.startsWith("b: "));
    }

    @Test
    void a_rule_is_narrowed_by_token_pixel_event_and_id() throws Exception {
        simulator.faults("""
                rules:
                  - {when: {token: shop-*}, code: 50000}
                  - {when: {event_source_id: OTHER}, code: 50002}
                  - {when: {event: Sub*}, code: 60001}
                  - {when: {event: Purchase, event_id: "order-7*"}, code: 40700}
                """);

        assertThat(codeOf("shop-1", web(purchase("1")))).isEqualTo(50000);
        assertThat(codeOf("crm", web(purchase("1")).replace("PIXEL", "OTHER"))).isEqualTo(50002);
        assertThat(codeOf("crm", web(purchase("1"), purchase("2").replace("Purchase", "Subscribe"))))
                .isEqualTo(60001);
        assertThat(codeOf("crm", web(purchase("1"), purchase("order-71")))).isEqualTo(40700);
        assertThat(codeOf("crm", web(purchase("order-8"), purchase("order-71").replace("Purchase", "Search"))))
                .isZero();
    }

    @Test
    void a_rule_can_be_a_sequence_that_ends_or_repeats() throws Exception {
        simulator.faults("rules: {next: [{code: 50000, times: 2}, {none: true}, {code: 60001}]}");
        assertThat(codes(6)).containsExactly(50000, 50000, 0, 60001, 0, 0);

        simulator.faults("rules: {next: [{code: 50000}, {none: true}], repeat: true, times: 3}");
        assertThat(codes(6)).containsExactly(50000, 0, 50000, 0, 0, 0);
    }

    @Test
    void queued_faults_come_first_then_rules_then_the_lasting_one() throws Exception {
        simulator.faults("{next: {code: 1}, rules: {times: 1, code: 2}, always: {code: 3}}");

        assertThat(codes(4)).containsExactly(1, 2, 3, 3);
    }

    @Test
    void java_can_say_the_same() throws Exception {
        simulator.seed(42);
        simulator.rule(FaultRule.of("throttled", Fault.code(40100)).share(0.2));
        simulator.rule(FaultRule.of("broken", Fault.http(502)).share(0.1));
        List<String> byJava = faultsOf(200);

        assertThat(byJava).isEqualTo(faultsOf(MIXED, 200));
        simulator.clearFaults();
        simulator.rule(FaultRule.sequence("two", Fault.code(1), Fault.none())
                .when(Target.all().event("Purchase"))
                .repeated()
                .most(3));
        assertThat(codes(4)).containsExactly(1, 0, 1, 0);
    }

    @Test
    void what_is_set_can_be_seen_without_tokens_and_taken_away() throws Exception {
        client.post("/simulator/faults", """
                seed: 9
                next: [{http: 502, times: 2}]
                rules: [{name: slow, when: {token: very-secret}, delay: 1ms}]
                tokens: {very-secret: good}
                quotas: [{most: 5, per: second}]
                poison: [{event_id: bad-*}]
                index: batch
                """);
        client.track("very-secret", web(purchase("1")));

        String text = client.get("/simulator/faults").body();
        JsonNode view = client.json("/simulator/faults");

        assertThat(text).doesNotContain("very-secret").contains("event_id bad-*", "5 a second for each token");
        assertThat(view.path("seed").asInt()).isEqualTo(9);
        assertThat(view.path("waiting").asInt()).isOne();
        assertThat(view.at("/rules/0/name").asText()).isEqualTo("slow");
        assertThat(view.at("/rules/0/hits").asInt(-1)).isZero(); // the queued fault went first
        assertThat(view.path("index").asText()).isEqualTo("batch");

        assertThat(client.delete("/simulator/faults").statusCode()).isEqualTo(200);
        assertThat(client.json("/simulator/faults").path("rules")).isEmpty();
        assertThat(client.json("/simulator/faults").path("waiting").asInt(-1)).isZero();
    }

    @Test
    void a_document_can_hold_from_the_first_request_on() throws Exception {
        try (Simulator failing =
                Simulator.start(Simulator.Settings.at("127.0.0.1", 0).failing("{\"next\":[{\"code\":50000}]}"))) {
            assertThat(new Client(failing).code(web(purchase("1")))).isEqualTo(50000);
            assertThat(new Client(failing).code(web(purchase("1")))).isZero();
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Simulator.start(
                        Simulator.Settings.at("127.0.0.1", 0).failing("nxt: 1"))
                .close());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            seed: x                                   | line 1, seed: must be a whole number
            {"next":[{"code":1},{"cod":2}]}           | line 1, next[1].cod: there is no such key; there are after, body, close
            next:~ - code: 1~ - {http: 99}            | line 3, next[1]: http must be a status from 200 to 599, not 99
            rules:~ - name: a~   share: 5%~   code: 1 | line 3, rules[0].share: must be a number above 0 and at most 1
            rules:~ - share: 1.5~   code: 1           | line 2, rules[0]: share must be above 0
            rules:~ - code: 1~   body: x              | line 2, rules[0].code: cannot stand beside body; keep one of them
            rules:~ - reset: true~   hang: true       | line 2, rules[0].reset: cannot stand beside hang
            rules:~ - next: [{code: 1}]~   code: 2    | line 3, rules[0].code: cannot stand beside next
            rules:~ - when: {event_id: 7}~   code: 1  | line 2, rules[0].when.event_id: must be text; put it in quotes
            rules:~ - when: {evnt: a}                 | line 2, rules[0].when.evnt: there is no such key; there are event, event_id
            always: {delay: soon}                     | line 1, always.delay: must be like 500ms, 30s or 2m
            always: {reset: before}                   | line 1, always.reset: must be true or after or within
            always: {message: hello}                  | line 1, always.message: needs a code beside it
            always: {huge: 2GB}                       | line 1, always.huge: must be like 64KB or 10MB
            always: {huge: 65MB}                      | line 1, always: huge must be from 100 bytes to 64MB
            always: {partial: [-1]}                   | line 1, always: partial must list indexes from 0
            always: {headers: {a b: c}}               | line 1, always: headers must be names and values in printable ASCII
            always: {drip: 0}                         | line 1, always: drip must be at least 1ms
            tokens:~ a: good~ secret-one: expred      | line 3, tokens (entry 2): must be one of blocked, expired, good
            tokens:~ secret-one: {code: 1, only: [P]} | line 2, tokens (entry 1): must have either code
            quotas: {most: 10}                        | line 1, quotas: must have most and per
            quotas: {most: 10, per: week}             | line 1, quotas.per: must be one of second, minute, day
            poison: [{code: 40002}]                   | line 1, poison[0]: must say which events, by one of event, event_id
            index: gone                               | line 1, index: must be one of shown, batch, brackets
            clear: maybe                              | line 1, clear: must be true or false
            seed: 1~seed: 2                           | line 2, column 5: this key stands here twice; keep one of them
            {"seed": 1,}                              | line 1, column 12: this is not JSON; look at the commas
            next:~  - [                               | this is not YAML; look at the indentation and the quotes here
            nonsense                                  | line 1, the document: must be an object such as
            """)
    void what_is_wrong_is_said_with_line_field_and_fix(String document, String complaint) throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulator.faults(document.replace('~', '\n')))
                .withMessageContaining(complaint)
                .withMessageNotContaining("secret-one");
    }

    private List<String> faultsOf(String document, int requests) throws Exception {
        simulator.clearFaults();
        simulator.faults(document);
        return faultsOf(requests);
    }

    private List<String> faultsOf(int requests) throws Exception {
        simulator.clear();
        for (int i = 0; i < requests; i++) {
            client.track(web(purchase(Integer.toString(i))));
        }
        return simulator.requests().stream().map(ReceivedRequest::fault).toList();
    }

    private List<Integer> codes(int requests) throws Exception {
        List<Integer> codes = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            codes.add(client.code(web(purchase("1"))));
        }
        return codes;
    }

    private int codeOf(String token, String body) throws Exception {
        client.track(token, body);
        Integer code = simulator.requests().get(simulator.requests().size() - 1).code();
        return code == null ? -1 : code;
    }
}
