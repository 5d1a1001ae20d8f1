package dev.eventferry.tiktok;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {

    private static final Path RESPONSES = Path.of("src/test/resources/fixtures/responses");

    @ParameterizedTest
    @CsvSource({
        "gateway-502-html, , ",
        "invalid-event-id, 40002, REPAIR",
        "invalid-field-batch, 40002, REPAIR",
        "legacy-partial, 20001, PARTLY",
        "maintenance, 60001, RETRY",
        "no-permission, 40001, PARK",
        "not-allowlisted, 40118, PARK",
        "ok, 0, DELIVERED",
        "system-error, 50000, RETRY",
        "throttled-http200, 40100, THROTTLED",
        "throttled-http401, 40100, THROTTLED",
        "token-empty, 40104, PARK",
        "token-empty-http401, 40104, PARK",
        "token-wrong, 40105, PARK"
    })
    void each_recorded_answer_is_read_for_its_code_and_not_its_status(
            String name, @Nullable Integer code, Code.@Nullable Action asks) throws IOException {
        JsonNode fixture =
                new ObjectMapper().readTree(RESPONSES.resolve(name + ".json").toFile());
        JsonNode body = fixture.get("body");
        String text = body.isTextual() ? body.asText() : body.toString();

        Answer answer = Answer.read(fixture.get("http_status").asInt(), text.getBytes(StandardCharsets.UTF_8));

        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.httpStatus()).isEqualTo(fixture.get("http_status").asInt());
        if (answer.code() != null) {
            assertThat(Codes.of(answer.code()).action()).isEqualTo(asks);
            assertThat(answer.message()).isEqualTo(body.get("message").asText());
            assertThat(answer.requestId()).isEqualTo(body.get("request_id").asText());
        }
    }

    @Test
    void every_recorded_answer_is_tested_above() throws Exception {
        CsvSource rows = AnswerTest.class
                .getDeclaredMethod(
                        "each_recorded_answer_is_read_for_its_code_and_not_its_status",
                        String.class,
                        Integer.class,
                        Code.Action.class)
                .getAnnotation(CsvSource.class);
        Set<String> tested = Stream.of(java.util.Objects.requireNonNull(rows).value())
                .map(row -> row.substring(0, row.indexOf(',')) + ".json")
                .collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(RESPONSES)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(tested);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "true",
                "0",
                "[]",
                "[{\"code\":0}]",
                "{}",
                "{\"code\":null}",
                "{\"code\":0.0}",
                "{\"code\":\"\"}",
                "{\"code\":\"OK\"}",
                "{\"code\":{\"code\":0}}",
                "{\"code\":99999999999}",
                "{\"code\":\"99999999999\"}",
                "{\"Code\":0}",
                "{\"data\":{\"code\":0}}",
                "{\"code\":0",
                "{\"code\":0}{\"code\":40002}",
                "{\"code\":40002,\"code\":0}",
                "{\"code\":0} Bad Gateway",
                "{\"code\":\"+0\"}",
                "{\"code\":\"-0\"}",
                "{\"code\":\"00\"}",
                "<html>code:0</html>"
            })
    void what_is_not_the_envelope_is_never_a_success(String body) {
        Answer answer = Answer.read(200, body.getBytes(StandardCharsets.UTF_8));

        assertThat(answer.code()).isNull();
        assertThat(answer.message()).contains(body.length() + " bytes");
    }

    @Test
    void digits_of_another_script_are_no_code() {
        assertThat(Answer.read(200, "{\"code\":\"\u0660\"}".getBytes(StandardCharsets.UTF_8))
                        .code())
                .isNull();
    }

    @Test
    void a_code_in_quotes_is_a_code() {
        assertThat(Answer.read(200, "{\"code\":\"40100\"}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Answer(200, 40100, "", null, null, List.of()));
    }

    @Test
    void no_bytes_whatever_make_reading_fail() {
        Random random = new Random(4);
        byte[] valid = "{\"code\":40002,\"message\":\"data.0: ö\",\"request_id\":\"r\",\"data\":{}}"
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = valid.clone();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Answer answer = Answer.read(200, bytes);
            assertThat(answer.message()).isNotNull();
        }
        byte[] deep = "[".repeat(200_000).getBytes(StandardCharsets.UTF_8);
        assertThat(Answer.read(200, deep).code()).isNull();
        byte[] deepInside = ("{\"data\":" + "[".repeat(200_000)).getBytes(StandardCharsets.UTF_8);
        assertThat(Answer.read(200, deepInside).code()).isNull();
    }
}
