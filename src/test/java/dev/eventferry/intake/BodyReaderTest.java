package dev.eventferry.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReaderTest {

    private static final String SECRET = "ada@example.test";

    private final BodyReader reader = new BodyReader(new BodyReader.Limits(100_000, 5));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':1} | {'a':1}",
                "[{'a':1},{'a':2}] | {'a':1} {'a':2}",
                "[] | ``",
                "{'events':[{'a':1},{'a':2}]} | {'a':1} {'a':2}",
                "{'events':[]} | ``",
                "{'event_source':'web','event_source_id':'P','data':[{'a':1},{'a':2}]} | {'a':1} {'a':2}",
                "{'data':[1]} | {'data':[1]}",
                "{'events':{'a':1}} | {'events':{'a':1}}",
                "[1,null,'x',[]] | 1 null 'x' []"
            })
    void every_form_of_a_body_is_read(String body, String items) {
        assertThat(texts(read(body.replace('\'', '"')))).isEqualTo(split(items.replace('\'', '"')));
    }

    @Test
    void white_space_around_a_body_is_nothing() {
        assertThat(texts(read(" \n\t {\"a\":1} \r\n "))).containsExactly("{\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-ndjson",
                "application/x-ndjson; charset=utf-8",
                "APPLICATION/X-NDJSON",
                "application/jsonl"
            })
    void NDJSON_is_a_list_of_lines(String type) {
        BodyReader.Body body = reader.read(request("{\"a\":1}\n\n{\"a\":2}\r\n{\"a\":3}", type, null));

        assertThat(texts(body)).containsExactly("{\"a\":1}", "{\"a\":2}", "{\"a\":3}");
    }

    @Test
    void several_documents_that_are_not_declared_as_NDJSON_are_refused_with_a_hint() {
        RequestRefused refused = refused("{\"a\":1}\n{\"a\":2}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.sentence()).contains("line 2, column 1").contains("application/x-ndjson");
    }

    @Test
    void the_test_code_of_TikToks_envelope_goes_along() {
        assertThat(read("{\"event_source\":\"web\",\"test_event_code\":\"TEST12345\",\"data\":[{}]}")
                        .testEventCode())
                .isEqualTo("TEST12345");
        assertThat(read("{\"event_source\":\"web\",\"test_event_code\":\" \",\"data\":[{}]}")
                        .testEventCode())
                .isNull();
        assertThat(read("{\"event_source\":\"web\",\"data\":[{}]}").testEventCode())
                .isNull();
    }

    @Test
    void a_test_code_that_the_store_could_not_keep_is_refused() {
        for (String code : List.of("x".repeat(201), "TEST\\u0000", "TEST 1", "TÄST")) {
            RequestRefused refused =
                    refused("{\"event_source\":\"web\",\"test_event_code\":\"" + code + "\",\"data\":[{}]}");

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("test_event_code_malformed");
            assertThat(refused.field()).isEqualTo("test_event_code");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"a\": ada@example.test}', 1, 8",
        "'{\"a\":1,\n \"b\" 2}', 2, 6",
        "'[{\"a\":1},\n{\"b\":', 2, 6",
        "'{\"a\":1', 1, 7"
    })
    void what_is_not_JSON_is_refused_with_line_and_column_and_without_its_text(String body, int line, int column) {
        RequestRefused refused = refused(body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("body_unreadable");
        assertThat(refused.sentence()).contains("line " + line + ", column").doesNotContain("ada");
        int told = Integer.parseInt(refused.sentence().replaceAll("(?s).*column (\\d+).*", "$1"));
        assertThat(told).isBetween(column - 1, column + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "null", "17", "\"text\"", "true", "\u0000", "<xml/>", "a=b&c=d"})
    void what_holds_no_event_is_refused(String body) {
        assertThat(refused(body).status()).isEqualTo(400);
    }

    @Test
    void bytes_that_are_no_UTF_8_are_refused() {
        byte[] latin = "{\"a\":\"Grüße\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(refused(request(latin, null, null)).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'email':'ada@example.test','email':'b'}",
                "[{'user':{'email':'ada@example.test','email':'b'}}]",
                "{'events':[{'email':'ada@example.test','email':'b'}]}"
            })
    void a_key_that_stands_twice_is_refused_because_nobody_knows_which_is_meant(String body) {
        RequestRefused refused = refused(body.replace('\'', '"'));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.sentence()).contains("key twice").contains("line 1").doesNotContain("ada");
    }

    @Test
    void too_many_events_are_413_in_every_form() {
        String six = "{},{},{},{},{},{}";
        for (String body : List.of(
                "[" + six + "]", "{\"events\":[" + six + "]}", "{\"event_source\":\"web\",\"data\":[" + six + "]}")) {
            RequestRefused refused = refused(body);
            assertThat(refused.status()).isEqualTo(413);
            assertThat(refused.sentence()).contains("5").contains("ferry.http.max-events");
        }
        assertThat(refused(request("{}\n{}\n{}\n{}\n{}\n{}", "application/x-ndjson", null))
                        .status())
                .isEqualTo(413);
        assertThat(read("[{},{},{},{},{}]").items()).hasSize(5);
    }

    @Test
    void too_deep_too_long_and_too_large_numbers_are_refused() {
        String nested = "{\"a\":".repeat(40) + "1" + "}".repeat(40);
        String text = "{\"a\":\"" + SECRET + "x".repeat(70_000) + "\"}";
        String number = "{\"a\":" + "9".repeat(70) + "}";
        String key = "{\"" + "k".repeat(300) + "\":1}";

        for (String body : List.of(nested, text, number, key)) {
            RequestRefused refused = refused(body);
            assertThat(refused.status()).isIn(400, 413);
            assertThat(refused.code()).isEqualTo("body_too_deep");
            assertThat(refused.sentence())
                    .doesNotContain("ada")
                    .doesNotContain("999")
                    .doesNotContain("kkk");
        }
    }

    @Test
    void a_number_that_no_decimal_can_hold_is_refused_and_costs_no_other_line() {
        assertThat(refused("{\"value\":1e9999999777}").code()).isEqualTo("body_unreadable");
        assertThat(refused("[{\"value\":-1E-9999999777}]").sentence()).doesNotContain("777");

        BodyReader.Body body =
                reader.read(request("{\"value\":1e9999999777}\n{\"a\":2}", "application/x-ndjson", null));

        assertThat(body.items()).hasSize(2);
        assertThat(body.items().get(0)).isInstanceOf(BrokenItem.class);
        assertThat(body.items().get(1).asJson()).hasToString("{\"a\":2}");
    }

    @Test
    void a_depth_of_a_hundred_thousand_is_refused_and_not_a_stack_overflow() {
        assertThat(refused("[".repeat(100_000)).status()).isEqualTo(400);
        assertThat(refused("{\"a\":".repeat(100_000)).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP"})
    void a_gzipped_body_is_unpacked(String encoding) throws IOException {
        byte[] zipped = gzip("[{\"a\":1},{\"a\":2}]".getBytes(StandardCharsets.UTF_8));

        assertThat(texts(reader.read(request(zipped, null, encoding)))).containsExactly("{\"a\":1}", "{\"a\":2}");
    }

    @Test
    void a_gzip_bomb_is_413_and_unpacked_no_further_than_the_limit() throws IOException {
        byte[] bomb = gzip(new byte[200_000_000]);
        long before = allocated();

        RequestRefused refused = refused(request(bomb, null, "gzip"));

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.sentence()).contains("ferry.http.max-unzipped");
        assertThat(allocated() - before).isLessThan(5_000_000);
    }

    @Test
    void what_is_not_gzip_or_breaks_off_is_400() throws IOException {
        byte[] whole = gzip("{\"a\":1}".getBytes(StandardCharsets.UTF_8));

        assertThat(refused(request("{\"a\":1}", null, "gzip")).code()).isEqualTo("gzip_unreadable");
        assertThat(refused(request(Arrays.copyOf(whole, whole.length - 9), null, "gzip"))
                        .status())
                .isEqualTo(400);
        assertThat(refused(request(new byte[0], null, "gzip")).status()).isEqualTo(400);
    }

    @Test
    void an_unknown_encoding_is_415() {
        assertThat(refused(request("{}", null, "br")).status()).isEqualTo(415);
        assertThat(refused(request("{}", null, "gzip, gzip")).status()).isEqualTo(415);
        assertThat(reader.read(request("{}", null, "identity")).items()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12.50", "10.0", "0.1", "123456789012345678901234567890.123", "9007199254740993"})
    void numbers_come_through_exactly(String number) {
        assertThat(texts(read("{\"a\":" + number + "}"))).containsExactly("{\"a\":" + number + "}");
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(plain);
        }
        return bytes.toByteArray();
    }

    private BodyReader.Body read(String body) {
        return reader.read(request(body, "application/json", null));
    }

    private RequestRefused refused(String body) {
        return refused(request(body, "application/json", null));
    }

    private RequestRefused refused(HttpRequest request) {
        RequestRefused refused = catchThrowableOfType(RequestRefused.class, () -> reader.read(request));
        assertThat(refused).as("the refusal").isNotNull();
        return refused;
    }

    private static HttpRequest request(String body, @Nullable String type, @Nullable String encoding) {
        return request(body.getBytes(StandardCharsets.UTF_8), type, encoding);
    }

    private static HttpRequest request(byte[] body, @Nullable String type, @Nullable String encoding) {
        HttpRequest.Named headers = name -> switch (name) {
            case "Content-Type" -> type;
            case "Content-Encoding" -> encoding;
            default -> null;
        };
        return new HttpRequest("r", Instant.EPOCH, "/v1/events", null, body, headers, HttpRequest.Named.NONE);
    }

    private static List<String> texts(BodyReader.Body body) {
        return body.items().stream().map(item -> item.asJson().toString()).toList();
    }

    private static List<String> split(String items) {
        return items.isEmpty() ? List.of() : List.of(items.split(" ", -1));
    }
}
