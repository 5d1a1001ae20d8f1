package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.simulator.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plain personal data, tokens and keys that go in by every door are found nowhere: not on disk, in logs or in answers. */
class PrivacyTest {

    private static final String EMAIL = "canary.person@canary-mail.example";
    private static final String PHONE = "+4915112345678";
    private static final String FIRST = "Canarifirst";
    private static final String LAST = "Canarilast";
    private static final String CUSTOMER = "canary-customer-4711";
    private static final String ZIP = "canaryzip-99887";
    private static final String TOKEN = "canary-access-token-0123456789abcdef";
    private static final String KEY = "canary-api-key-0123456789abcdef";
    private static final String WRONG_KEY = "canary-wrong-key-0123456789abcdef";

    /** In every form in which they went in. */
    private static final List<String> CANARIES = List.of(
            EMAIL, "Canary.Person@", "4915112345678", "15112345678", FIRST, LAST, CUSTOMER, ZIP, TOKEN, KEY, WRONG_KEY);

    private static final String CSV_HEADER =
            "Record ID,Email,Phone Number,First Name,Last Name,Lead Status,Amount,Currency,Postal Code,Create Date\n";

    @TempDir
    Path folder;

    @Test
    void no_plain_personal_data_token_or_key_is_stored_logged_reported_or_shown() throws IOException {
        Path data = folder.resolve("data");
        Path log = folder.resolve("output.log");
        List<String> shown = new ArrayList<>();
        try (TikTok tikTok = TikTok.start();
                BundleProcess bundle = BundleProcess.start(
                        data,
                        log,
                        tikTok.url(),
                        Map.of(
                                "ferry.destination.web.access-token",
                                TOKEN,
                                "ferry.http.api-keys",
                                KEY,
                                "ferry.inspector.keep-input",
                                "true"))) {
            Sender sender = bundle.sender();

            shown.addAll(goodAndBadByHttp(sender));
            shown.addAll(refusedByHttp(sender));
            byFile(data);
            byTrouble(tikTok, sender);

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Bundle.report(data, "done", "crm", "people.csv") != null
                            && Bundle.report(data, "done", "canonical", "people.ndjson") != null
                            && Bundle.report(data, "done", "crm", "latin.csv") != null
                            && Bundle.report(data, "failed", "crm", "paper.csv") != null);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> sender.status("X-Api-Key", KEY).path("waiting").isEmpty());
            assertThat(tikTok.received()).isGreaterThan(3);
            shown.add(sender.status("X-Api-Key", KEY).toString());
            shown.add(sender.health("").body());
            shown.add(sender.metrics().body());
            shown.addAll(byTheInspector(sender));

            bundle.kill(); // so that nothing is tidied away
        }

        assertThat(shown).allSatisfy(PrivacyTest::isClean);
        isClean(Files.readString(log));
        try (Stream<Path> files = Files.walk(data)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !isWhatThePersonDropped(file))
                    .forEach(PrivacyTest::isClean);
        }
    }

    /** All that people and senders are told of single events, and of those that are dead. */
    private static List<String> byTheInspector(Sender sender) throws IOException {
        List<String> shown = new ArrayList<>();
        String[] key = {"X-Api-Key", KEY};
        String events = sender.call("GET", "/v1/inspect/events?limit=200", key).body();
        shown.add(events);
        JsonNode list = Sender.JSON.readTree(events).path("events");
        assertThat(list).hasSizeGreaterThan(15);
        assertThat(list.findValuesAsText("state")).contains("delivered", "rejected", "duplicate", "filtered");
        for (JsonNode event : list) {
            shown.add(sender.call("GET", "/v1/inspect/events/" + event.path("number"), key)
                    .body());
        }
        assertThat(shown).anyMatch(text -> text.contains("\"input\":{"));
        for (String path : List.of(
                "/v1/inspect/dead?events=true",
                "/v1/inspect/reasons",
                "/v1/inspect/ledger",
                "/v1/inspect/status",
                "/v1/inspect/events?user=" + EMAIL,
                "/v1/inspect/events?state=" + EMAIL,
                "/v1/inspect/events?event_id=" + EMAIL,
                "/v1/inspect/events/" + EMAIL,
                "/v1/inspect/live?user=" + EMAIL,
                "/v1/events/" + EMAIL,
                "/v1/events/http-good",
                "/v1/events/trouble-40002",
                "/v1/events?event_id=http-bad")) {
            shown.add(sender.call("GET", path, key).body());
        }
        return shown;
    }

    private static List<String> goodAndBadByHttp(Sender sender) {
        ObjectNode good = person("http-good");
        ObjectNode copy = person("http-good");
        ObjectNode bad = person("http-bad");
        bad.withObject("/properties").put("currency", EMAIL).put("value", PHONE);
        ObjectNode worse = person("http-worse");
        worse.put("event_time", EMAIL).put(EMAIL, LAST);
        worse.withObject("/user")
                .put("phone", EMAIL)
                .put("email", "Canary.Person@ " + PHONE)
                .put("ip", EMAIL);
        ObjectNode arrays = person("http-arrays");
        arrays.withObject("/user")
                .putArray("email")
                .add(EMAIL)
                .add("Canary.Person@x")
                .add(7);
        ObjectNode shop = Events.shopPurchase("http-shop");
        shop.withObject("/user").put("email", EMAIL).put("phone", PHONE).put("first_name", FIRST);
        shop.put("value", EMAIL);
        String[] key = {"Authorization", "Bearer " + KEY};
        return Stream.of(
                        sender.post(Events.array(good, copy, bad, worse, arrays), key),
                        sender.postTo(
                                "/v1/events?verbose=true",
                                person("http-verbose").toString(),
                                key),
                        sender.postTo("/v1/events?source=storefront", shop.toString(), key),
                        sender.post(
                                person("http-line") + "\n{\"event\": " + EMAIL + "\n",
                                "Content-Type",
                                "application/x-ndjson",
                                "X-Api-Key",
                                KEY))
                .map(Sender.Answer::body)
                .toList();
    }

    private static List<String> refusedByHttp(Sender sender) {
        String event = person("http-refused").toString();
        return Stream.of(
                        sender.post(event, "X-Api-Key", WRONG_KEY),
                        sender.post(event, "Authorization", "Bearer " + WRONG_KEY),
                        sender.post("{\"email\": " + EMAIL, "X-Api-Key", KEY),
                        sender.post("\"" + EMAIL + "\"", "X-Api-Key", KEY),
                        sender.post("[" + EMAIL, "X-Api-Key", KEY),
                        sender.postTo("/v1/events?source=" + EMAIL, event, "X-Api-Key", KEY),
                        sender.postTo("/v1/events?destination=" + EMAIL, event, "X-Api-Key", KEY),
                        sender.postTo("/v1/" + EMAIL, event, "X-Api-Key", KEY),
                        sender.post(event, "X-Api-Key", KEY, "Content-Encoding", EMAIL),
                        sender.post(event, "X-Api-Key", KEY, "Content-Encoding", "gzip"))
                .map(Sender.Answer::body)
                .toList();
    }

    private static void byFile(Path data) throws IOException {
        String row = "," + EMAIL + "," + PHONE + "," + FIRST + "," + LAST + ",";
        String csv = CSV_HEADER + "1" + row + "New,,," + ZIP + ",2026-01-01\n" + "2" + row + "Customer," + EMAIL
                + ",EUR,"
                + ZIP + ",2026-01-01\n" + "3" + row + "New,,," + ZIP + "," + EMAIL + "\n" + "4" + row + EMAIL + ",,,,\n"
                + "5," + PHONE + "," + EMAIL + "," + FIRST + "," + LAST + ",New,,,,2026-01-01\n";
        Bundle.drop(data, "crm", "people.csv", csv.getBytes(StandardCharsets.UTF_8));
        String lines = person("file-1") + "\n{\"user\": " + EMAIL + "\n" + person("file-2") + "\n";
        Bundle.drop(data, "canonical", "people.ndjson", lines.getBytes(StandardCharsets.UTF_8));
        byte[] latin = (CSV_HEADER + "1" + row + "New,,,\u00fc,\n").getBytes(StandardCharsets.ISO_8859_1);
        Bundle.drop(data, "crm", "latin.csv", latin);
        Bundle.drop(data, "crm", "paper.csv", ("%PDF-1.7\n" + row).getBytes(StandardCharsets.UTF_8));
    }

    /** TikTok echoes values when it refuses, and events wait in the store when it does not answer. */
    private static void byTrouble(TikTok tikTok, Sender sender) {
        String echo = "Invalid value " + EMAIL + " or " + PHONE + " with token " + TOKEN;
        for (int code : new int[] {40002, 50000, 40105}) {
            tikTok.simulator().fault(Fault.code(code).withText(echo));
            sender.post(person("trouble-" + code).toString(), "X-Api-Key", KEY);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> sender.status("X-Api-Key", KEY).path("waiting").isEmpty());
        }
        tikTok.simulator().fault(Fault.body(200, echo));
        sender.post(person("trouble-body").toString(), "X-Api-Key", KEY);
    }

    private static ObjectNode person(String id) {
        ObjectNode event = Events.purchase(id, EMAIL);
        event.withObject("/user")
                .put("phone", PHONE)
                .put("first_name", FIRST)
                .put("last_name", LAST)
                .put("zip_code", ZIP)
                .put("external_id", CUSTOMER);
        return event;
    }

    private static boolean isWhatThePersonDropped(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".csv") || name.endsWith(".ndjson");
    }

    private static void isClean(String text) {
        assertThat(CANARIES).as(() -> "canaries in: " + text).noneMatch(text::contains);
    }

    /** As text in UTF-8, and as Java and H2 may write it: UTF-16 of either order. */
    private static void isClean(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            String plain = new String(bytes, StandardCharsets.ISO_8859_1);
            for (String canary : CANARIES) {
                for (java.nio.charset.Charset form :
                        List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
                    String asBytes = new String(canary.getBytes(form), StandardCharsets.ISO_8859_1);
                    assertThat(plain.contains(asBytes))
                            .as(file + " holds " + canary + " in " + form)
                            .isFalse();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
