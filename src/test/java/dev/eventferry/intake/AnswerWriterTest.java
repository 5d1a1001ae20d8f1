package dev.eventferry.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.Problem;
import dev.eventferry.event.Verdicts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers of design 4, to the letter. */
class AnswerWriterTest {

    private static final Problem CURRENCY = Problem.error("properties.currency", "currency_unknown", "Not a currency.");
    private static final Problem PHONE = Problem.warning("user.phone", "phone_unparseable", "Not a number.");

    @Test
    void the_answer_lists_what_was_not_simply_accepted() {
        Verdicts verdicts = new Verdicts(5);
        verdicts.accept(0, "id-0", List.of(PHONE));
        verdicts.duplicate(1, "o-1");
        verdicts.accept(2, "id-2", List.of());
        verdicts.reject(3, List.of(CURRENCY, PHONE));
        verdicts.filter(4, "the mapping does not list this event");

        HttpAnswer answer = AnswerWriter.verdicts("req-1", verdicts, false);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.retryAfter()).isZero();
        assertThat(text(answer)).isEqualTo("""
                {"request_id":"req-1","accepted":2,"duplicate":1,"filtered":1,"rejected":1,"results":[\
                {"index":0,"status":"accepted","warnings":[{"field":"user.phone","code":"phone_unparseable",\
                "message":"Not a number.","more":"docs/rules.md#phone_unparseable"}]},\
                {"index":1,"status":"duplicate"},\
                {"index":3,"status":"rejected","errors":[{"field":"properties.currency","code":"currency_unknown",\
                "message":"Not a currency.","more":"docs/rules.md#currency_unknown"}],"warnings":[{"field":"user.phone","code":"phone_unparseable",\
                "message":"Not a number.","more":"docs/rules.md#phone_unparseable"}]},\
                {"index":4,"status":"filtered","reason":"the mapping does not list this event"}]}""");
    }

    @Test
    void a_verbose_answer_lists_all_with_their_ids() {
        Verdicts verdicts = new Verdicts(2);
        verdicts.accept(0, "id-0", List.of());
        verdicts.accept(1, "", List.of());

        assertThat(text(AnswerWriter.verdicts("req-1", verdicts, true)))
                .isEqualTo("{\"request_id\":\"req-1\",\"accepted\":2,\"duplicate\":0,\"filtered\":0,\"rejected\":0,"
                        + "\"results\":[{\"index\":0,\"status\":\"accepted\",\"id\":\"id-0\"},"
                        + "{\"index\":1,\"status\":\"accepted\"}]}");
    }

    @Test
    void when_every_event_was_rejected_the_answer_is_422_with_the_same_body() {
        Verdicts verdicts = new Verdicts(1);
        verdicts.reject(0, List.of(CURRENCY));

        HttpAnswer answer = AnswerWriter.verdicts("req-1", verdicts, false);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(text(answer))
                .isEqualTo("{\"request_id\":\"req-1\",\"accepted\":0,\"duplicate\":0,\"filtered\":0,\"rejected\":1,"
                        + "\"results\":[{\"index\":0,\"status\":\"rejected\",\"errors\":[{\"field\":\"properties.currency\","
                        + "\"code\":\"currency_unknown\",\"message\":\"Not a currency.\","
                        + "\"more\":\"docs/rules.md#currency_unknown\"}]}]}");
    }

    @Test
    void one_duplicate_among_the_rejected_makes_it_202() {
        Verdicts verdicts = new Verdicts(2);
        verdicts.reject(0, List.of(CURRENCY));
        verdicts.duplicate(1, "o-1");

        assertThat(AnswerWriter.verdicts("req-1", verdicts, false).status()).isEqualTo(202);
    }

    @Test
    void an_empty_request_is_taken() {
        assertThat(text(AnswerWriter.verdicts("req-1", new Verdicts(0), false)))
                .isEqualTo("{\"request_id\":\"req-1\",\"accepted\":0,\"duplicate\":0,\"filtered\":0,\"rejected\":0,"
                        + "\"results\":[]}");
    }

    @ParameterizedTest
    @CsvSource({"400, 0", "401, 0", "413, 0", "415, 0", "422, 0", "429, 1", "503, 1"})
    void a_refusal_says_what_and_when_to_come_back(int status, int retryAfter) {
        HttpAnswer answer = AnswerWriter.refusal(new RequestRefused(status, "some_code", "A \"sentence\".", "source"));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.retryAfter()).isEqualTo(retryAfter);
        assertThat(text(answer))
                .isEqualTo(
                        "{\"error\":{\"code\":\"some_code\",\"message\":\"A \\\"sentence\\\".\",\"field\":\"source\","
                                + "\"more\":\"docs/rules.md#some_code\"}}");
    }

    @Test
    void a_refusal_about_the_whole_names_no_field() {
        assertThat(text(AnswerWriter.refusal(new RequestRefused(400, "some_code", "Why."))))
                .isEqualTo("{\"error\":{\"code\":\"some_code\",\"message\":\"Why.\","
                        + "\"more\":\"docs/rules.md#some_code\"}}");
    }

    private static String text(HttpAnswer answer) {
        return new String(answer.json(), StandardCharsets.UTF_8);
    }
}
