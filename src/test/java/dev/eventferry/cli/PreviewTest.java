package dev.eventferry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./ferry preview} shows, and that it shows nobody. */
class PreviewTest {

    private static final String MAPPING = """
            source: shop
            event: kind
            events: {order: Purchase, signup: CompleteRegistration, look: false}
            fields:
              event_id: id
              event_time: at
              user.email: mail
              user.phone: phone
              user.ip: ip
              user.user_agent: agent
              user.city: city
              user.ttclid: ttclid
              page.url: url
              properties.value: total
              properties.currency: currency
              properties.description: note
            """;

    private static final String ROWS = """
            kind;id;at;mail;phone;ip;agent;city;ttclid;url;total;currency;note
            order;o-1;2026-01-31T12:00:00Z;ada@example.com;+4915112345678;9.9.9.9;Mozilla/5.0 (Ada);London;E.C.P.ada;https://shop.example.com/t?mail=ada@example.com&n=Lovelace;12.50;EUR;for ada@example.com
            order;o-2;2026-01-31T12:00:00Z;grace@example.com;12;192.168.0.1;Mozilla/5.0 (Grace);;;https://shop.example.com/t;3;EUR;
            order;o-1;2026-01-31T12:00:00Z;ada@example.com;+4915112345678;9.9.9.9;Mozilla/5.0 (Ada);London;E.C.P.ada;https://shop.example.com/t;12.50;EUR;
            order;o-3;2026-01-31T12:00:00Z;not an address;;;;;;https://shop.example.com/t;free;EUR;
            look;l-1;2026-01-31T12:00:00Z;;;;;;;;;;
            scroll;s-1;2026-01-31T12:00:00Z;;;;;;;;;;
            signup;s-2;2026-01-31T12:00:00Z;alan@example.com;;;;;;https://shop.example.com/t;;;
            """;

    private static final List<String> PERSONAL = List.of(
            "ada@",
            "Ada",
            "Lovelace",
            "grace",
            "Grace",
            "alan",
            "4915112345678",
            "9.9.9.9",
            "192.168",
            "London",
            "E.C.P");

    private Path folder;
    private Path mappings;
    private Path rows;

    private record Ended(int exitCode, String out, String err) {}

    @BeforeEach
    void write_a_mapping_and_rows(@TempDir Path temp) throws IOException {
        folder = temp;
        mappings = Files.createDirectories(folder.resolve("mappings"));
        Files.writeString(mappings.resolve("shop.yaml"), MAPPING);
        rows = Files.writeString(folder.resolve("orders.csv"), ROWS);
    }

    @Test
    void every_row_is_accounted_for_and_a_refused_one_makes_it_1() throws IOException {
        Ended ended = preview("--json", rows.toString());

        JsonNode shown = json(ended);
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(shown.path("rows").asInt()).isEqualTo(7);
        assertThat(shown.path("accepted").asInt()).isEqualTo(3);
        assertThat(shown.path("duplicate").asInt()).isEqualTo(1);
        assertThat(shown.path("filtered").asInt()).isEqualTo(2);
        assertThat(shown.path("rejected").asInt()).isEqualTo(1);
        assertThat(shown.path("rejected_by_code").toString())
                .contains("\"code\":\"value_not_a_number\",\"n\":1", "\"first_rows\":[4]");
        assertThat(shown.path("duplicate_rows").toString()).isEqualTo("[3]");
        assertThat(shown.path("warnings").findValuesAsText("code")).contains("phone_unparseable", "ip_not_public");
    }

    @Test
    void events_are_counted_by_the_names_of_both_sides() throws IOException {
        JsonNode events = json(preview("--json", rows.toString())).path("events");

        assertThat(events.toString())
                .contains("{\"destination\":\"web\",\"event\":\"Purchase\",\"client_name\":\"order\",\"n\":2}")
                .contains("\"event\":\"CompleteRegistration\",\"client_name\":\"signup\",\"n\":1");
    }

    @Test
    void match_keys_are_counted_as_they_came_and_as_they_leave() throws IOException {
        JsonNode keys = json(preview("--json", rows.toString())).path("match_keys");

        assertThat(keys.toString())
                .contains("{\"field\":\"user.email\",\"present\":4,\"valid\":4,\"dropped\":0}")
                .contains("{\"field\":\"user.phone\",\"present\":3,\"valid\":2,\"dropped\":1}")
                .contains("{\"field\":\"user.ip\",\"present\":3,\"valid\":2,\"dropped\":1}");
    }

    @Test
    void an_example_of_each_event_is_what_would_be_sent_with_digests_shortened() throws IOException {
        JsonNode examples = json(preview("--json", rows.toString())).path("examples");

        assertThat(examples.findValuesAsText("event_id")).containsExactlyInAnyOrder("o-1", "s-2");
        JsonNode purchase = examples.get(1);
        assertThat(purchase.path("row").asInt()).isEqualTo(1);
        assertThat(purchase.at("/event/user/email/0").asText()
                        + purchase.at("/event/user/email").asText())
                .matches("[0-9a-f]{8}\\.\\.\\.");
        assertThat(purchase.at("/event/user/ip").asText()).startsWith("(text of");
        assertThat(purchase.at("/event/page/url").asText()).isEqualTo("https://shop.example.com/t?...");
        assertThat(purchase.at("/event/properties/value").decimalValue()).isEqualByComparingTo("12.5");
        assertThat(purchase.at("/event/properties/description").asText()).isEqualTo("for (e-mail)");
    }

    @Test
    void no_person_is_shown_in_either_form() {
        for (Ended ended : List.of(preview(rows.toString()), preview("--json", rows.toString()))) {
            assertThat(ended.out() + ended.err()).doesNotContain(PERSONAL).doesNotContainPattern("[0-9a-f]{64}");
        }
    }

    @Test
    void people_get_plain_text_with_the_counts_first() {
        Ended ended = preview(rows.toString());

        assertThat(ended.out())
                .startsWith("7 rows read; nothing was sent or stored")
                .contains("       3  would be sent", "copies of rows before  (row 3)")
                .contains("value_not_a_number  (row 4)", "Purchase to web, from order")
                .containsPattern("email +4 +4 +0")
                .doesNotContain("\u001b");
    }

    @Test
    void nothing_is_written_and_no_token_is_needed() throws IOException {
        Path data = folder.resolve("data");

        Ended ended = preview("--set", "ferry.data-dir=" + data, rows.toString());

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(data).doesNotExist();
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile))
                    .containsExactlyInAnyOrder(rows, mappings.resolve("shop.yaml"));
        }
    }

    @Test
    void without_a_refused_row_it_is_0_and_a_limit_ends_it() {
        Ended ended = preview("--limit", "2", rows.toString());

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).startsWith("2 rows read");
    }

    @Test
    void several_rows_of_an_order_are_one_event_under_its_first_row() throws IOException {
        Files.writeString(mappings.resolve("shop.yaml"), MAPPING + "group: id\n");
        Path orders = Files.writeString(folder.resolve("grouped.csv"), """
                kind,id,at,mail,url,total,currency
                order,o-1,2026-01-31T12:00:00Z,ada@example.com,https://shop.example.com/,1,EUR
                order,o-1,,,,,
                order,o-2,2026-01-31T12:00:00Z,,https://shop.example.com/,free,EUR
                """);

        JsonNode shown = json(preview("--json", orders.toString()));

        assertThat(shown.path("rows").asInt()).isEqualTo(3);
        assertThat(shown.path("accepted").asInt()).isEqualTo(1);
        assertThat(shown.at("/rejected_by_code/0/first_rows").toString()).isEqualTo("[3]");
    }

    @Test
    void a_destination_is_taken_as_a_request_names_it() throws IOException {
        Ended ended = preview(
                "--set",
                "ferry.destinations=web,second",
                "--destination",
                "second",
                "--json",
                "--limit",
                "1",
                rows.toString());

        assertThat(json(ended).at("/events/0/destination").asText()).isEqualTo("second");
    }

    @Test
    void what_is_piped_in_is_told_by_how_it_begins() throws IOException {
        String one = "{\"kind\":\"order\",\"id\":\"a\",\"at\":1769860800,\"mail\":\"ada@example.com\",\"total\":1,"
                + "\"currency\":\"EUR\",\"url\":\"https://shop.example.com/\"}";
        String other = one.replace("\"a\"", "\"b\"");

        assertThat(json(piped(one)).path("accepted").asInt()).isEqualTo(1);
        assertThat(json(piped(one + "\n" + other)).path("accepted").asInt()).isEqualTo(2);
        assertThat(json(piped("[" + one + "," + other + "]")).path("accepted").asInt())
                .isEqualTo(2);
        assertThat(json(piped("{\"events\":[" + one + "," + other + "]}"))
                        .path("accepted")
                        .asInt())
                .isEqualTo(2);
        assertThat(json(piped("{\n" + one.substring(1))).path("accepted").asInt())
                .isEqualTo(1);
        assertThat(json(piped(ROWS, "--format", "csv")).path("accepted").asInt())
                .isEqualTo(3);
        assertThat(json(piped(ROWS)).path("accepted").asInt()).isEqualTo(3);
    }

    @Test
    void what_cannot_be_read_is_2_with_a_sentence_that_says_what_to_do() throws IOException {
        Path unknown = Files.writeString(folder.resolve("orders.pdf"), "x");
        Path empty = Files.writeString(folder.resolve("empty.csv"), "");
        Path broken = Files.writeString(folder.resolve("broken.json"), "[{\"kind\":");

        assertThat(preview(folder.resolve("none.csv").toString()).err()).contains("there is no file");
        assertThat(preview(unknown.toString()).err()).contains("Files that are read end in .csv");
        assertThat(preview(empty.toString()).err()).contains("The file is empty");
        assertThat(preview(broken.toString()).exitCode()).isEqualTo(2);
        assertThat(preview(broken.toString()).out()).contains("The JSON breaks off at line 1");
        assertThat(preview("--source", "shoe", rows.toString()).err()).contains("no source of that name", "shop");
        assertThat(preview("--destination", "moon", rows.toString()).exitCode()).isEqualTo(2);
    }

    @Test
    void a_file_that_breaks_off_is_shown_as_far_as_it_goes() throws IOException {
        Path broken =
                Files.writeString(folder.resolve("broken.json"), "[{\"kind\":\"look\"},{\"kind\":\"look\"},{\"kind");

        Ended ended = preview(broken.toString());

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.out()).contains("could not be read on after row 2: The JSON breaks off");
    }

    @Test
    void what_a_file_was_found_to_be_is_told() throws IOException {
        assertThat(preview(rows.toString()).out())
                .contains(
                        "A table of text, UTF-8, semicolon between cells, LF line ends, header in row 1, 13 columns.");
        assertThat(json(preview("--json", rows.toString()))
                        .path("format")
                        .path("delimiter")
                        .asText())
                .isEqualTo(";");
    }

    @Test
    void what_is_left_from_testing_is_told() throws IOException {
        Files.writeString(mappings.resolve("shop.yaml"), MAPPING + "debug: {field: mail, is: ada@example.com}\n");

        Ended ended = preview("--set", "ferry.destination.web.test-event-code=TEST1", rows.toString());

        assertThat(ended.out())
                .contains("carry a test event code", "has a debug filter on mail")
                .contains("the debug filter on mail does not let it through")
                .doesNotContain("TEST1")
                .doesNotContain(PERSONAL);
    }

    private Ended preview(String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("preview", "--source", "shop", "--set", "ferry.mappings-dir=" + mappings));
        if (List.of(arguments).contains("--source")) {
            all.subList(1, 3).clear();
        }
        all.addAll(List.of(arguments));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Ferry.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
        return new Ended(exitCode, out.toString(), err.toString());
    }

    private Ended piped(String text, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        try {
            List<String> all = new ArrayList<>(List.of(arguments));
            all.addAll(List.of("--json", "-"));
            return preview(all.toArray(String[]::new));
        } finally {
            System.setIn(before);
        }
    }

    private static JsonNode json(Ended ended) throws IOException {
        return new ObjectMapper().readTree(ended.out());
    }
}
