package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.camel.StartFailed;
import dev.eventferry.event.Sha256Hex;
import dev.eventferry.simulator.Fault;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Single events at the inspector and for their senders: as they come, what became of each, and who may know. */
@Timeout(300)
class LiveEventsTest {

    private static final String KEY = "boss-key-0123456789";
    private static final String VIEW_KEY = "view-key-0123456789";
    private static final String SHOP_KEY = "shop-key-0123456789";
    private static final String EMAIL = "somebody@example.com";

    @TempDir
    Path data;

    @SuppressWarnings("NullAway.Init")
    LiveEventsTest() {}

    @Test
    void events_are_told_as_they_come_and_as_they_go_on() throws Exception {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url());
                EventStreamReader all = EventStreamReader.open(bundle.port(), "");
                EventStreamReader bad = EventStreamReader.open(bundle.port(), "?state=rejected&name=Purchase");
                EventStreamReader one = EventStreamReader.open(bundle.port(), "?user=" + digest(EMAIL))) {
            assertThat(all.status()).isEqualTo(200);
            assertThat(all.head()).contains("content-type: text/event-stream", "cache-control: no-store");
            Sender sender = bundle.sender();
            sender.post(Events.array(
                    Events.purchase("a"), Events.purchase("b", EMAIL), Events.bad("bad"), Events.purchase("a")));

            patiently().until(() -> all.has("a", "delivered") && all.has("b", "delivered"));
            patiently().until(() -> all.has("a", "duplicate") && all.has("bad", "rejected"));
            patiently().until(() -> bad.has("bad", "rejected") && one.has("b", "delivered"));
            assertThat(bad.events())
                    .allMatch(event -> event.path("event_id").asText().equals("bad"));
            assertThat(one.events())
                    .allMatch(event -> event.path("event_id").asText().equals("b"));
            assertThat(all.events().toString()).doesNotContain(EMAIL, digest(EMAIL));
        }
    }

    @Test
    void an_event_is_told_with_all_that_is_known_of_it() throws Exception {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url(), Map.of("ferry.inspector.keep-input", "true"))) {
            Sender sender = bundle.sender();
            ObjectNode event = Events.purchase("a", EMAIL);
            event.withObject("/user").put("ip", "203.0.113.9").put("phone", "nonsense");
            sender.post(event.toString());
            sender.post(event.toString());
            ObjectNode more = Events.purchase("a", EMAIL);
            more.withObject("/user").put("user_agent", "Mozilla/5.0");
            sender.post(more.toString());
            sender.postTo(
                    "/v1/events?source=storefront",
                    Events.shopPurchase("shop-1").toString());
            patiently().until(() -> list(sender, "state=delivered").size() == 3);

            List<JsonNode> copies = list(sender, "event_id=a");
            assertThat(copies).hasSize(3);
            JsonNode first = whole(sender, copies.get(2));
            assertThat(first.path("state").asText()).isEqualTo("delivered");
            assertThat(first.has("relation")).isFalse();
            assertThat(first.at("/payload/user/email/0").asText())
                    .isEqualTo(digest(EMAIL).substring(0, 8) + "...");
            assertThat(first.at("/payload/user/ip").asText()).startsWith("(text of");
            assertThat(first.at("/payload/event_id").asText()).isEqualTo("a");
            assertThat(first.at("/input/user/email").asText()).startsWith("(text of");
            assertThat(first.at("/input/properties/currency").asText()).isEqualTo("EUR");
            assertThat(first.path("problems").findValuesAsText("code")).isNotEmpty();
            assertThat(first.at("/answers/0/code").asInt()).isZero();
            assertThat(first.at("/answers/0/code").isNull()).isFalse();
            assertThat(first.at("/answers/0/request_id").asText()).isNotEmpty();
            assertThat(first.path("history").findValuesAsText("what"))
                    .containsExactly("received", "accepted", "delivered");
            assertThat(first.path("same_id")).hasSize(2);
            JsonNode duplicate = whole(sender, copies.get(1));
            assertThat(duplicate.path("state").asText()).isEqualTo("duplicate");
            assertThat(duplicate.path("relation").asText()).isEqualTo("nothing_new");
            assertThat(duplicate.path("first_at").asText()).isNotEmpty();
            JsonNode filling = whole(sender, copies.get(0));
            assertThat(filling.path("state").asText()).isEqualTo("delivered");
            assertThat(filling.path("relation").asText()).isEqualTo("fills_in");
            JsonNode shop = list(sender, "source=storefront").get(0);
            assertThat(shop.path("client_name").asText()).isEqualTo("purchase");
            assertThat(shop.path("event").asText()).isEqualTo("Purchase");
            assertThat(list(sender, "name=purchase")).hasSize(1);

            assertThat(sender.call("GET", "/v1/inspect/events/999999").errorCode())
                    .isEqualTo("event_unknown");
            assertThat(sender.call("GET", "/v1/inspect/events/x").errorCode()).isEqualTo("parameter_wrong");
            assertThat(sender.call("GET", "/v1/inspect/events?state=lost").errorCode())
                    .isEqualTo("parameter_wrong");
            Sender.Answer typed = sender.call("GET", "/v1/inspect/events?user=" + EMAIL);
            assertThat(typed.errorCode()).isEqualTo("parameter_wrong");
            assertThat(typed.body()).doesNotContain(EMAIL);
        }
    }

    @Test
    void an_event_tells_what_each_field_was_read_from() throws Exception {
        Path mappings = Bundle.copyOfMappings(data.resolve("mappings"));
        Files.writeString(mappings.resolve("till.yaml"), """
                source: till
                destination: web
                event: Kind
                events: {sale: Purchase}
                fields:
                  event_time: Day
                  user.email: [Loyalty mail, Mail]
                  properties.order_id: {join: [Shop, Receipt], with: "-"}
                  properties.value: Total
                defaults: {properties.currency: EUR, page.url: "https://www.example.com/"}
                contents: {content_id: Article, price: Each, quantity: {constant: 1}}
                """);
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(
                        data,
                        tikTok.url(),
                        Map.of(
                                "ferry.mappings-dir",
                                mappings.toString(),
                                "ferry.http.visitor-sources",
                                "segment",
                                "ferry.http.trusted-proxies",
                                "127.0.0.1"))) {
            Sender sender = bundle.sender();
            ObjectNode call = (ObjectNode) new ObjectMapper().readTree("""
                    {"event": "Order Completed", "messageId": "m-1", "context": {
                       "traits": {"email": ""}, "page": {"url": "https://shop.example.com/thanks?ttclid=E.C.P.abc"}},
                     "traits": {"email": "somebody@example.com"},
                     "properties": {"order_id": "o-1", "revenue": 42, "currency": "EUR", "products": [
                       {"product_id": "p-1", "price": 2, "quantity": 1}, {"name": "nothing else"}, {"sku": "p-2", "price": 40}]}}
                    """);
            call.put("timestamp", Instant.now().toString());
            sender.postTo(
                    "/v1/events?source=segment",
                    call.toString(),
                    "User-Agent",
                    "Mozilla/5.0 (X11)",
                    "X-Forwarded-For",
                    "203.0.113.7");
            ObjectNode refused = call.deepCopy();
            refused.withObject("/properties").put("order_id", "o-2").put("revenue", -1);
            sender.postTo("/v1/events?source=segment", refused.toString());
            bundle.drop("till", "of-today.csv", """
                    Kind,Day,Mail,Loyalty mail,Shop,Receipt,Total,Article,Each
                    sale,%s,ada@example.com,,7,100,9.90,tea,9.90
                    """.formatted(Instant.now()));
            patiently().until(() -> list(sender, "state=delivered").size() == 2);

            Map<String, String> read = mapped(sender, "source=segment&state=delivered");
            assertThat(read)
                    .containsEntry("event", "event")
                    .containsEntry("event_id", "properties.order_id")
                    .containsEntry("event_time", "timestamp")
                    .containsEntry("user.email", "traits.email")
                    .containsEntry("user.ttclid", "parameter ttclid of context.page.url")
                    .containsEntry("user.ip", "the visitor's request")
                    .containsEntry("user.user_agent", "the visitor's request")
                    .containsEntry("properties.value", "properties.revenue")
                    .containsEntry("properties.contents[0].content_id", "properties.products[0].product_id")
                    .containsEntry("properties.contents[2].content_id", "properties.products[2].sku")
                    .containsEntry("properties.contents[2].price", "properties.products[2].price")
                    .containsEntry("properties.contents[2].quantity", "the mapping itself")
                    .containsEntry("properties.num_items", "the rules, by its other fields")
                    .doesNotContainKey("user.phone");
            assertThat(read).containsOnlyKeys(leaves(sender, "source=segment&state=delivered"));
            assertThat(mapped(sender, "source=segment&state=rejected"))
                    .containsEntry("properties.value", "properties.revenue");

            Map<String, String> row = mapped(sender, "source=till");
            assertThat(row)
                    .containsEntry("event", "Kind")
                    .containsEntry("event_id", "made of what the event says")
                    .containsEntry("user.email", "Mail")
                    .containsEntry("properties.order_id", "Shop and Receipt")
                    .containsEntry("properties.currency", "the mapping's defaults")
                    .containsEntry("properties.contents[0].content_id", "Article")
                    .containsEntry("properties.contents[0].quantity", "the mapping itself");
            assertThat(row).containsOnlyKeys(leaves(sender, "source=till"));
            assertThat(row.toString() + read).doesNotContain("@", "203.0.113", "o-1", "9.90");
        }
    }

    private static Map<String, String> mapped(Sender sender, String query) {
        Map<String, String> mapped = new TreeMap<>();
        whole(sender, list(sender, query).get(0))
                .path("mapped")
                .forEach(each -> mapped.put(
                        each.path("field").asText(), each.path("from").asText()));
        return mapped;
    }

    /** The paths of all that is sent, of a list of texts its own. */
    private static Set<String> leaves(Sender sender, String query) {
        Set<String> leaves = new TreeSet<>();
        addLeaves("", whole(sender, list(sender, query).get(0)).path("payload"), leaves);
        return leaves;
    }

    private static void addLeaves(String path, JsonNode node, Set<String> leaves) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> addLeaves(
                            path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), entry.getValue(), leaves));
        } else if (node.isArray() && node.path(0).isObject()) {
            for (int i = 0; i < node.size(); i++) {
                addLeaves(path + "[" + i + "]", node.get(i), leaves);
            }
        } else {
            leaves.add(path);
        }
    }

    @Test
    void a_list_comes_in_pages() throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url(), Map.of("ferry.inspector.recent-events", "10"))) {
            Sender sender = bundle.sender();
            sender.post(Events.purchases(Events.ids("e", 0, 12)));
            List<String> ids = new ArrayList<>();
            JsonNode page = page(sender, "limit=4");
            while (page.has("before")) {
                page.path("events")
                        .forEach(event -> ids.add(event.path("event_id").asText()));
                page = page(sender, "limit=4&before=" + page.path("before").asLong());
            }
            page.path("events").forEach(event -> ids.add(event.path("event_id").asText()));
            List<String> expected = new ArrayList<>(Events.ids("e", 2, 12));
            Collections.reverse(expected);
            assertThat(ids).isEqualTo(expected);
        }
    }

    @Test
    void what_tiktok_refuses_and_what_waits_says_why() throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url(), Map.of("ferry.delivery.quick-tries", "0"))) {
            Sender sender = bundle.sender();
            tikTok.simulator().fault(Fault.code(40002).withText("data.0.user: Not valid " + EMAIL));
            sender.post(Events.purchase("refused").toString());
            patiently().until(() -> list(sender, "state=dead").size() == 1);
            JsonNode dead = whole(sender, list(sender, "state=dead").get(0));
            assertThat(dead.path("why").asText()).isEqualTo("refused (40002)");
            assertThat(dead.at("/answers/0/message").asText()).contains("Not valid", "(e-mail)");
            assertThat(dead.path("history").findValuesAsText("what"))
                    .containsExactly("received", "accepted", "refused", "dead: refused (40002)");

            tikTok.simulator().fault(Fault.code(40105));
            sender.post(Events.purchase("parked").toString());
            patiently().until(() -> list(sender, "state=waiting").size() == 1);
            JsonNode waiting = history(sender, "/v1/events/parked").get(0);
            assertThat(waiting.path("state").asText()).isEqualTo("waiting");
            assertThat(waiting.path("history").findValuesAsText("what"))
                    .containsExactly("received", "accepted", "put off");
            tikTok.simulator().fault(Fault.none());
            sender.postTo("/v1/inspect/destinations/web/resume", "");
            patiently().until(() -> list(sender, "state=delivered").size() == 1);
            sender.postTo("/v1/inspect/replay", "{\"all\":true}");
            patiently().until(() -> list(sender, "state=delivered").size() == 2);
            assertThat(history(sender, "/v1/events?event_id=refused")
                            .get(0)
                            .path("state")
                            .asText())
                    .isEqualTo("delivered");
        }
    }

    @Test
    void the_store_still_knows_what_memory_forgot() throws StartFailed {
        Map<String, String> settings = Map.of("ferry.http.api-keys", SHOP_KEY, "ferry.delivery.quick-tries", "0");
        String strange = "order/1 +%?&\u00fc";
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url(), settings)) {
            String[] key = {"X-Api-Key", SHOP_KEY};
            Sender sender = bundle.sender();
            sender.post(Events.purchase(strange).toString(), key);
            patiently().until(() -> tikTok.has(strange) && bundle.backlog() == 0);
            tikTok.simulator().fault(Fault.code(40002).withText("data.0.user: Not valid"));
            sender.post(Events.purchase("refused").toString(), key);
            patiently().until(() -> bundle.ledger("dead") == 1);
            tikTok.simulator().fault(Fault.code(40105).times(1000));
            sender.post(Events.purchase("parked").toString(), key);
            patiently()
                    .until(() ->
                            bundle.sender().status(key).at("/lanes/0/parked").isObject());

            bundle.restart();
            Sender again = bundle.sender();
            assertThat(page(again, "", key).path("events")).isEmpty();
            String encoded = URLEncoder.encode(strange, StandardCharsets.UTF_8);
            JsonNode delivered =
                    history(again, "/v1/events?event_id=" + encoded, key).get(0);
            assertThat(delivered.path("state").asText()).isEqualTo("delivered");
            assertThat(delivered.path("event").asText()).isEqualTo("Purchase");
            assertThat(delivered.path("destination").asText()).isEqualTo("web");
            assertThat(history(again, "/v1/events/" + encoded.replace("+", "%20"), key))
                    .hasSize(1);
            JsonNode dead = history(again, "/v1/events/refused?event=Purchase&destination=web", key)
                    .get(0);
            assertThat(dead.path("state").asText()).isEqualTo("dead");
            assertThat(dead.path("why").asText()).isEqualTo("refused (40002)");
            assertThat(dead.at("/answers/0/message").asText()).contains("Not valid");
            JsonNode waiting = history(again, "/v1/events/parked", key).get(0);
            assertThat(waiting.path("state").asText()).isIn("waiting", "accepted");

            for (String path :
                    List.of("/v1/events/nobody", "/v1/events/parked?event=Search", "/v1/events/parked?destination=x")) {
                assertThat(again.call("GET", path, key).errorCode()).as(path).isEqualTo("event_unknown");
            }
            for (String path : List.of("/v1/events", "/v1/events/", "/v1/eventsx")) {
                assertThat(again.call("GET", path, key).status()).as(path).isIn(400, 404);
            }
            assertThat(again.call("GET", "/v1/events/parked").status()).isEqualTo(401);
            assertThat(again.post(Events.purchase("b").toString(), key).status())
                    .isEqualTo(202);
        }
    }

    @Test
    void who_may_look_may_watch_until_the_session_ends() throws Exception {
        Map<String, String> settings = Map.of(
                "ferry.http.api-keys", SHOP_KEY, "ferry.inspector.keys", KEY, "ferry.inspector.view-keys", VIEW_KEY);
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url(), settings)) {
            Sender sender = bundle.sender();
            for (String path :
                    List.of("/v1/inspect/live", "/v1/inspect/events", "/v1/inspect/events/1", "/v1/events/a")) {
                assertThat(sender.call("GET", path).status()).as(path).isEqualTo(401);
                assertThat(sender.call("GET", path, "X-Api-Key", "wrong").status())
                        .as(path)
                        .isEqualTo(401);
            }
            assertThat(sender.call("GET", "/v1/inspect/events", "X-Api-Key", VIEW_KEY)
                            .status())
                    .isEqualTo(200);
            assertThat(sender.call("GET", "/v1/events/a", "X-Api-Key", VIEW_KEY).status())
                    .isEqualTo(401);
            Sender.Answer opened = sender.postTo("/v1/inspect/sign-in", "{\"key\":\"" + VIEW_KEY + "\"}");
            String cookie = opened.headers().firstValue("Set-Cookie").orElse("").replaceFirst(";.*", "");
            String csrf = sender.call("GET", "/v1/inspect/session", "Cookie", cookie)
                    .json()
                    .path("csrf")
                    .asText();
            try (EventStreamReader browser = EventStreamReader.open(bundle.port(), "", "Cookie", cookie);
                    EventStreamReader script = EventStreamReader.open(bundle.port(), "", "X-Api-Key", VIEW_KEY)) {
                sender.post(Events.purchase("a").toString(), "X-Api-Key", SHOP_KEY);
                patiently().until(() -> browser.has("a", "delivered") && script.has("a", "delivered"));
                sender.postTo("/v1/inspect/sign-out", "{}", "Cookie", cookie, "X-CSRF-Token", csrf);
                patiently().until(browser::isOver);
                assertThat(browser.kinds()).last().isEqualTo("end");
                sender.post(Events.purchase("b").toString(), "X-Api-Key", SHOP_KEY);
                patiently().until(() -> script.has("b", "delivered"));
                assertThat(browser.has("b", "accepted")).isFalse();
            }
        }
    }

    @Test
    void so_many_may_watch_and_who_goes_makes_room_and_a_stop_waits_for_nobody() throws Exception {
        List<EventStreamReader> open = new ArrayList<>();
        try (TikTok tikTok = TikTok.start()) {
            Bundle bundle = Bundle.start(data, tikTok.url());
            try (bundle) {
                for (int i = 0; i < 10; i++) {
                    open.add(EventStreamReader.open(bundle.port(), ""));
                    assertThat(open.get(i).status()).isEqualTo(200);
                }
                Sender.Answer refused = bundle.sender().call("GET", "/v1/inspect/live");
                assertThat(refused.status()).isEqualTo(429);
                assertThat(refused.errorCode()).isEqualTo("too_many_watchers");
                open.get(0).close();
                patiently().until(() -> {
                    EventStreamReader next = EventStreamReader.open(bundle.port(), "");
                    open.add(next);
                    return next.status() == 200;
                });
                // watchers take no request's place
                assertThat(bundle.sender().post(Events.purchase("a").toString()).status())
                        .isEqualTo(202);
            }
            patiently().until(() -> open.stream()
                    .skip(1)
                    .filter(each -> each.status() == 200)
                    .allMatch(EventStreamReader::isOver));
        } finally {
            for (EventStreamReader each : open) {
                each.close();
            }
        }
    }

    @Test
    void nothing_is_remembered_where_there_is_no_inspector_or_it_is_switched_off() throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(data, tikTok.url(), Map.of("ferry.inspector.recent-events", "0"))) {
            Sender sender = bundle.sender();
            for (String path : List.of("/v1/inspect/live", "/v1/inspect/events")) {
                assertThat(sender.call("GET", path).errorCode()).as(path).isEqualTo("recent_events_off");
            }
            sender.post(Events.purchase("a").toString());
            patiently().until(() -> tikTok.has("a") && bundle.backlog() == 0);
            assertThat(history(sender, "/v1/events/a").get(0).path("state").asText())
                    .isEqualTo("delivered");
        }
    }

    private static JsonNode history(Sender sender, String path, String... key) {
        Sender.Answer answer = sender.call("GET", path, key);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("events");
    }

    private static JsonNode page(Sender sender, String query, String... key) {
        Sender.Answer answer = sender.call("GET", "/v1/inspect/events?" + query, key);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static List<JsonNode> list(Sender sender, String query) {
        List<JsonNode> events = new ArrayList<>();
        page(sender, query).path("events").forEach(events::add);
        return events;
    }

    private static JsonNode whole(Sender sender, JsonNode line) {
        Sender.Answer answer =
                sender.call("GET", "/v1/inspect/events/" + line.path("number").asLong());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static String digest(String text) {
        return Sha256Hex.of(text).hex();
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(60));
    }
}
