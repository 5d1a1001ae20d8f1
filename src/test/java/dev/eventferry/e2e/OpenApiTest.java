package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.eventferry.e2e.ApiDocument.Operation;
import dev.eventferry.intake.TikTokCall;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/openapi.yaml} is a document of OpenAPI 3.1, has the paths of the routes, and says what a running one answers. */
@Timeout(300)
class OpenApiTest {

    private static final String BOSS_KEY = "boss-key-0123456789";
    private static final String VIEW_KEY = "view-key-0123456789";
    private static final String SHOP_KEY = "shop-key-0123456789";
    private static final String NONSENSE = "nonsense!";

    private final ApiDocument document = ApiDocument.read();
    private final Set<String> asked = new HashSet<>();

    @TempDir
    Path data;

    @SuppressWarnings("NullAway.Init")
    OpenApiTest() throws IOException {}

    /** A platform-http endpoint of a route, for one method. */
    private record Door(String method, String path, boolean prefix) {

        boolean serves(Operation operation) {
            return operation.method().equals(method)
                    && (operation.path().equals(path)
                            || (prefix && operation.path().startsWith(path + "/")));
        }
    }

    @Test
    void it_is_a_document_of_OpenAPI_and_its_schemas_are_schemas() throws IOException {
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(VersionFlag.V202012);
        try (InputStream in = OpenApiTest.class.getResourceAsStream("/openapi/schema-2022-10-07.json")) {
            assertThat(factory.getSchema(Sender.JSON.readTree(in)).validate(document.root()))
                    .isEmpty();
        }
        var draft = factory.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        for (JsonNode schema : document.root().findValues("schema")) {
            assertThat(draft.validate(schema)).as("%s", schema).isEmpty();
        }
        for (Map.Entry<String, JsonNode> schema :
                document.root().at("/components/schemas").properties()) {
            assertThat(draft.validate(schema.getValue())).as(schema.getKey()).isEmpty();
        }
    }

    @Test
    void every_reference_leads_somewhere_and_no_component_is_left_over() throws IOException {
        Set<String> meant = new HashSet<>();
        for (JsonNode reference : document.root().findValues("$ref")) {
            meant.add(reference.asText());
            assertThat(document.root().at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse();
        }
        String text = Files.readString(ApiDocument.FILE);
        for (Map.Entry<String, JsonNode> kind :
                document.root().path("components").properties()) {
            for (String name : (Iterable<String>) kind.getValue()::fieldNames) {
                String pointer = "#/components/" + kind.getKey() + "/" + name;
                boolean isUsed = kind.getKey().equals("securitySchemes")
                        ? text.contains("{ " + name + ": []") || text.contains(" " + name + ": []")
                        : meant.contains(pointer) || text.contains(pointer + " as data");
                assertThat(isUsed).as(pointer).isTrue();
            }
        }
        assertThat(names(document.root()))
                .as("a comma between braces ends a text that is not quoted")
                .noneMatch(name -> name.contains(" "));
        assertThat(document.operations())
                .extracting(Operation::id)
                .doesNotHaveDuplicates()
                .doesNotContain("");
    }

    @Test
    void its_examples_are_as_their_schemas_say() {
        int examples = 0;
        for (JsonNode parent : document.root().findParents("example")) {
            if (parent.has("schema")) {
                assertThat(document.complaints(parent.path("schema"), parent.path("example")))
                        .as("%s", parent.path("example"))
                        .isEmpty();
                examples++;
            }
        }
        assertThat(examples).isGreaterThan(30);
    }

    @Test
    void it_has_the_paths_and_methods_of_the_routes_and_no_other() throws IOException {
        Set<Door> doors = doors();
        Set<Door> told = new HashSet<>();
        for (Operation operation : document.operations()) {
            told.add(doors.stream()
                    .filter(door -> door.serves(operation))
                    .max(Comparator.comparingInt(door -> door.path().length()))
                    .orElseThrow(() -> new AssertionError("no route serves " + operation)));
        }
        assertThat(told).containsExactlyInAnyOrderElementsOf(doors);

        Set<TikTokCall> calls = EnumSet.noneOf(TikTokCall.class);
        document.operations().stream()
                .filter(operation -> operation.path().startsWith("/open_api/"))
                .forEach(operation -> calls.add(Objects.requireNonNull(TikTokCall.at(operation.path()))));
        assertThat(calls).containsExactly(TikTokCall.values());
    }

    @Test
    void a_running_eventferry_answers_every_question_as_it_says() throws Exception {
        Polled tables = new Polled(data)
                .table("shop-orders", Map.of("datasource", "shop", "table", "ORDERS"))
                .mapping("shop-orders", "id")
                .table("nowhere", Map.of("datasource", "shop", "table", "NOWHERE"))
                .mapping("nowhere", "id");
        try (Connection shop = aTable();
                RawTikTok tikTok = RawTikTok.start(OpenApiTest::tikTok);
                Bundle bundle = Bundle.start(
                        data.resolve("data"),
                        tikTok.url(),
                        tables.settings(settings(Map.of(
                                "ferry.datasource.shop.url", shop.getMetaData().getURL()))))) {
            Sender sender = bundle.sender();
            send(bundle);

            for (Operation operation : document.operations()) {
                if (!operation.method().equals("POST") && !operation.isStream()) {
                    ask(sender, operation);
                }
            }
            Operation one = document.operation("getRecentEvent");
            for (JsonNode event : askFor(sender, document.operation("listEvents"), "/v1/inspect/events")
                    .json()
                    .path("events")) {
                String url = "/v1/inspect/events/" + event.path("number").asText();
                assertThat(askFor(sender, one, url).status()).as(url).isEqualTo(200);
            }
            Operation live = document.operation("watchEvents");
            assertThat(askFor(sender, live, "/v1/inspect/live?after=" + NONSENSE)
                            .status())
                    .isEqualTo(400);
            assertThat(check(live, sender.call("GET", "/v1/inspect/live")).status())
                    .isEqualTo(401);
            try (EventStreamReader stream = EventStreamReader.open(
                    bundle.port(), "?" + query(document.parameters(live, "query"), "after"), key(live))) {
                assertThat(stream.status()).isEqualTo(200);
                assertThat(stream.head()).contains("content-type: text/event-stream");
                patiently().until(() -> !stream.data().isEmpty());
                assertThat(document.complaints(
                                document.root().at("/components/schemas/LiveEvents"),
                                stream.data().get(0)))
                        .isEmpty();
                assertThat(stream.events()).isNotEmpty();
            }

            Operation status = document.operation("getState");
            sender.post(Events.purchase("parked").toString(), "X-Api-Key", SHOP_KEY);
            patiently().until(() -> askFor(sender, status, status.path())
                    .json()
                    .at("/lanes/0/parked")
                    .isObject());

            bundle.restart();
            Sender again = bundle.sender();
            Operation event = document.operation("getEvent");
            for (String id : List.of("order-1", "refused", "parked")) {
                Sender.Answer known = askFor(again, event, "/v1/events/" + id);
                assertThat(known.status()).as(known.body()).isEqualTo(200);
                assertThat(known.json().at("/events/0").has("client_name"))
                        .as("only the store knows it")
                        .isFalse();
            }
        }
    }

    @Test
    void a_running_eventferry_takes_what_it_says_and_answers_as_it_says() throws Exception {
        try (RawTikTok tikTok = RawTikTok.start(OpenApiTest::tikTok);
                Bundle bundle = Bundle.start(data, tikTok.url(), settings(Map.of("ferry.http.max-events", "5")))) {
            Sender sender = bundle.sender();
            String[] shop = {"X-Api-Key", SHOP_KEY};
            post(sender, "sendEvents", 202, Events.purchase("a").toString(), shop);
            post(sender, "sendEvents", 202, Events.array(Events.purchase("a"), Events.bad("b")), shop);
            postTo(sender, "sendEvents", "?verbose=true", 202, Events.purchases(List.of("c", "refused")), shop);
            post(
                    sender,
                    "sendEvents",
                    202,
                    Events.lines(List.of(Events.purchase("d"))),
                    with(shop, "Content-Type", "application/x-ndjson"));
            post(sender, "sendEvents", 422, Events.bad("b").toString(), shop);
            post(sender, "sendEvents", 400, "{", shop);
            postTo(
                    sender,
                    "sendEvents",
                    "?source=" + NONSENSE,
                    400,
                    Events.purchase("e").toString(),
                    shop);
            post(sender, "sendEvents", 401, Events.purchase("e").toString());
            post(sender, "sendEvents", 413, Events.purchases(Events.ids("many", 0, 6)), shop);
            post(sender, "sendEvents", 415, "{}", with(shop, "Content-Encoding", "br"));

            String order = Events.shopPurchase("shop-1").toString();
            post(sender, "sendWebhook", 202, order, shop);
            post(
                    sender,
                    "sendWebhook",
                    422,
                    Events.shopPurchase("shop-2").put("currency", NONSENSE).toString(),
                    shop);
            post(sender, "sendWebhook", 401, order);
            post(sender, "sendWebhook", "/v1/sources/nobody", 404, order, shop);

            for (Operation call : document.operations()) {
                if (call.path().startsWith("/open_api/")) {
                    assertThat(code(check(call, sender.postTo(call.path(), "{}", shop))))
                            .isIn(40001, 40002);
                    assertThat(code(check(call, sender.postTo(call.path(), "{}"))))
                            .isEqualTo(40104);
                }
            }
            assertThat(code(post(sender, "trackEvents", 200, envelope(Events.purchase("t")), shop)))
                    .isZero();
            ObjectNode warned = Events.purchase("w").put("event_time", Long.toString(Events.TIME));
            assertThat(code(post(sender, "trackEvents", 200, envelope(warned, Events.bad("b")), shop)))
                    .isEqualTo(20001);

            String[] boss = {"X-Api-Key", BOSS_KEY};
            patiently().until(() -> bundle.ledger("dead") == 1);
            JsonNode dry = post(sender, "replay", 200, "{\"reason\":\"refused\",\"dry_run\":true}", boss)
                    .json();
            assertThat(dry.path("letters").asInt()).isEqualTo(1);
            JsonNode replayed =
                    post(sender, "replay", 200, "{\"all\":true}", boss).json();
            assertThat(replayed.path("replayed").asInt()).isEqualTo(1);
            post(sender, "replay", 400, "{}", boss);
            post(sender, "replay", 401, "{\"all\":true}");
            post(sender, "replay", 403, "{\"all\":true}", "X-Api-Key", VIEW_KEY);

            post(sender, "sendEvents", 202, Events.purchase("parked").toString(), shop);
            patiently().until(() -> sender.status(boss).at("/lanes/0/parked").isObject());
            assertThat(post(sender, "resume", 200, "", boss).json().has("was_parked_for"))
                    .isTrue();
            post(sender, "resume", "/v1/inspect/destinations/nobody/resume", 404, "", boss);
            post(sender, "resume", 401, "");
            post(sender, "resume", 403, "", "X-Api-Key", VIEW_KEY);

            session(sender);
            assertThat(asked)
                    .containsExactlyInAnyOrderElementsOf(document.operations().stream()
                            .filter(operation -> operation.method().equals("POST")
                                    || operation.id().equals("getSession"))
                            .map(Operation::id)
                            .toList());
        }
    }

    private void session(Sender sender) {
        String body = "{\"key\":\"" + BOSS_KEY + "\"}";
        post(sender, "signIn", 400, "[]");
        post(sender, "signIn", 403, body, "Sec-Fetch-Site", "cross-site");
        String cookie = post(sender, "signIn", 200, body)
                .headers()
                .firstValue("Set-Cookie")
                .orElse("")
                .replaceFirst(";.*", "");
        assertThat(cookie)
                .startsWith(document.root()
                                .at("/components/securitySchemes/session/name")
                                .asText() + "=");
        Operation session = document.operation("getSession");
        String csrf = check(session, sender.call("GET", session.path(), "Cookie", cookie))
                .json()
                .path("csrf")
                .asText();
        String header =
                document.root().at("/components/securitySchemes/csrf/name").asText();
        post(sender, "signOut", 403, "{}", "Cookie", cookie);
        post(sender, "signOut", 200, "{}", "Cookie", cookie, header, csrf);
        post(sender, "signIn", 401, "{\"key\":\"" + NONSENSE + "\"}");
        for (int i = 0; i < 20; i++) {
            sender.postTo("/v1/inspect/sign-in", "{\"key\":\"" + NONSENSE + "\"}");
        }
        post(sender, "signIn", 429, body);
    }

    /** Each parameter of a GET alone, what must be there always; then without a key, and with nonsense. */
    private void ask(Sender sender, Operation operation) {
        String path = filled(sender, operation);
        List<JsonNode> query = document.parameters(operation, "query");
        List<JsonNode> needed =
                query.stream().filter(each -> each.path("required").asBoolean()).toList();
        String base = path + (needed.isEmpty() ? "?" : "?" + query(needed, "") + "&");
        assertThat(askFor(sender, operation, base).status()).as(base).isEqualTo(200);
        for (JsonNode parameter : query) {
            String name = parameter.path("name").asText();
            String url = base + query(List.of(parameter), "");
            assertThat(askFor(sender, operation, url).status()).as(url).isEqualTo(200);
            if (operation.said().path("responses").has("400") && isChecked(parameter)) {
                String wrong = base + name + "=" + URLEncoder.encode(NONSENSE, StandardCharsets.UTF_8);
                assertThat(askFor(sender, operation, wrong).status()).as(wrong).isEqualTo(400);
            }
        }
        if (!operation.isOpen()) {
            assertThat(check(operation, sender.call(operation.method(), base)).status())
                    .as(base)
                    .isEqualTo(401);
        }
        if (!document.parameters(operation, "path").isEmpty()) {
            String nobody = operation.path().replaceAll("[{].*[}]", "999999");
            assertThat(askFor(sender, operation, nobody).status()).as(nobody).isEqualTo(404);
        }
    }

    private Sender.Answer askFor(Sender sender, Operation operation, String url) {
        return check(operation, sender.call(operation.method(), url, key(operation)));
    }

    private Sender.Answer check(Operation operation, Sender.Answer answer) {
        asked.add(operation.id());
        assertThat(document.complaints(operation, answer))
                .as("%s: %s %s", operation, answer.status(), answer.body())
                .isEmpty();
        return answer;
    }

    private Sender.Answer post(Sender sender, String id, int status, String body, String... headers) {
        return postTo(sender, id, "", status, body, headers);
    }

    private Sender.Answer postTo(Sender sender, String id, String query, int status, String body, String... headers) {
        String path = filled(sender, document.operation(id));
        return post(sender, id, path + query, status, body, headers);
    }

    private Sender.Answer post(Sender sender, String id, String path, int status, String body, String... headers) {
        Operation operation = document.operation(id);
        assertThat(operation.method()).isEqualTo("POST");
        if (status < 300 && operation.said().has("requestBody")) {
            assertThat(document.complaints(operation, json(body))).as(body).isEmpty();
        }
        Sender.Answer answer = check(operation, sender.postTo(path, body, headers));
        assertThat(answer.status()).as("%s: %s", operation, answer.body()).isEqualTo(status);
        return answer;
    }

    /** The path with the document's examples; numbers that Eventferry gives come from its lists. */
    private String filled(Sender sender, Operation operation) {
        String path = operation.path();
        for (JsonNode parameter : document.parameters(operation, "path")) {
            String name = parameter.path("name").asText();
            String value =
                    switch (operation.id()) {
                        case "getRecentEvent" ->
                            first(sender, "/v1/inspect/events?state=delivered", "/events/0/number");
                        case "getDeadLetter" -> first(sender, "/v1/inspect/dead", "/dead/0/id");
                        default -> parameter.path("example").asText();
                    };
            path = path.replace("{" + name + "}", value);
        }
        return path;
    }

    private static String first(Sender sender, String list, String pointer) {
        JsonNode found = sender.call("GET", list, "X-Api-Key", BOSS_KEY).json().at(pointer);
        assertThat(found.isIntegralNumber()).as(list).isTrue();
        return found.asText();
    }

    /** Whether nonsense is refused: any text is a source, and what is not true is false. */
    private boolean isChecked(JsonNode parameter) {
        JsonNode schema = document.resolve(parameter.path("schema"));
        return schema.path("type").asText().equals("integer")
                || schema.has("enum")
                || schema.has("pattern")
                || schema.has("format");
    }

    /** The examples of parameters, of one alone when it is named. */
    private static String query(List<JsonNode> parameters, String only) {
        List<String> said = new ArrayList<>();
        for (JsonNode each : parameters) {
            String name = each.path("name").asText();
            if (only.isEmpty() || only.equals(name)) {
                said.add(name + "=" + URLEncoder.encode(each.path("example").asText(), StandardCharsets.UTF_8));
            }
        }
        return String.join("&", said);
    }

    private static String[] key(Operation operation) {
        return new String[] {"X-Api-Key", operation.path().startsWith("/v1/events") ? SHOP_KEY : BOSS_KEY};
    }

    private static String[] with(String[] headers, String... more) {
        String[] all = Arrays.copyOf(headers, headers.length + more.length);
        System.arraycopy(more, 0, all, headers.length, more.length);
        return all;
    }

    private static int code(Sender.Answer answer) {
        return answer.json().path("code").asInt();
    }

    private static JsonNode json(String text) {
        try {
            return Sender.JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException("no JSON: " + text, e);
        }
    }

    /** The names of all fields. */
    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        node.forEach(child -> names.addAll(names(child)));
        return names;
    }

    private static String envelope(ObjectNode... events) {
        ObjectNode envelope = Sender.JSON.createObjectNode();
        envelope.put("event_source", "web").put("event_source_id", "PIXEL");
        envelope.putArray("data").addAll(List.of(events));
        return envelope.toString();
    }

    /** Events of every kind and fate, and a file; returns when all that is counted late is counted. */
    private static void send(Bundle bundle) throws IOException {
        Sender sender = bundle.sender();
        ObjectNode event = Events.purchase("order-1", "somebody@example.com");
        event.withObject("/page").put("url", "https://shop.example.com/thanks?utm_campaign=spring");
        event.withObject("/user").put("phone", NONSENSE);
        sender.post(Events.array(event, Events.purchase("order-1"), Events.bad("bad")), "X-Api-Key", SHOP_KEY);
        bundle.drop("canonical", "orders.ndjson", Events.purchase("of-a-file") + "\n{\"event\": oops}\n");
        patiently().until(() -> bundle.ledger("delivered") >= 3);
        sender.post(Events.purchase("refused").toString(), "X-Api-Key", SHOP_KEY);
        patiently()
                .until(() -> bundle.ledger("dead") == 1
                        && bundle.ledger("duplicate") == 1
                        && bundle.ledger("rejected") == 2
                        && bundle.report("done", "canonical", "orders.ndjson") != null);
        Map<String, String> lists = new HashMap<>(Map.of(
                "/v1/inspect/quality", "/events/0",
                "/v1/inspect/dedup", "/events/0",
                "/v1/inspect/campaigns", "/campaigns/0",
                "/v1/inspect/status", "/tables/0/failure/class",
                "/v1/inspect/ledger", "/events/0"));
        lists.forEach((path, first) -> patiently().until(() -> !sender.call("GET", path, "X-Api-Key", BOSS_KEY)
                .json()
                .at(first)
                .isMissingNode()));
    }

    /** A table with a row; it is there until the connection is closed. */
    private static Connection aTable() throws SQLException {
        Connection shop = DriverManager.getConnection("jdbc:h2:mem:" + UUID.randomUUID());
        try (Statement statement = shop.createStatement()) {
            statement.execute("CREATE TABLE orders (id BIGINT PRIMARY KEY, created_at TIMESTAMP, updated_at TIMESTAMP"
                    + " NOT NULL, status VARCHAR(20), email VARCHAR(100), total DECIMAL(10, 2))");
            String time = "TIMESTAMP '%tF %<tT'"
                    .formatted(LocalDateTime.now(ZoneOffset.UTC).minusMinutes(10));
            statement.execute(
                    "INSERT INTO orders VALUES (1, " + time + ", " + time + ", 'paid', 'a@example.com', 12.50)");
        }
        return shop;
    }

    /** Refuses one event, parks the destination for another, and takes all others. */
    private static String tikTok(RawTikTok.Request request) {
        if (request.ids().contains("parked")) {
            return RawTikTok.refusal(40105, "access token is incorrect");
        }
        return request.ids().contains("refused") ? RawTikTok.refusal(40002, "Not a valid event") : RawTikTok.OK;
    }

    private static Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "ferry.http.api-keys", SHOP_KEY,
                "ferry.inspector.keys", BOSS_KEY,
                "ferry.inspector.view-keys", VIEW_KEY,
                "ferry.inspector.keep-input", "true",
                "ferry.delivery.quick-tries", "0"));
        settings.putAll(more);
        return settings;
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(100));
    }

    /** What the routes serve; templates serve nothing by themselves. */
    private static Set<Door> doors() throws IOException {
        Set<Door> doors = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("routes"), "*.camel.yaml")) {
            for (Path file : files) {
                for (JsonNode entry : new YAMLMapper().readTree(Files.readString(file))) {
                    JsonNode from = entry.at("/route/from");
                    String uri = from.path("uri").asText();
                    if (uri.startsWith("platform-http:")) {
                        String methods =
                                from.at("/parameters/httpMethodRestrict").asText();
                        assertThat(methods).as(uri).isNotEmpty();
                        for (String method : methods.split(",", -1)) {
                            doors.add(new Door(
                                    method,
                                    uri.substring("platform-http:".length()),
                                    from.at("/parameters/matchOnUriPrefix").asBoolean()));
                        }
                    }
                }
            }
        }
        return doors;
    }
}
