package dev.eventferry.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.cli.DemoPeople.Person;
import dev.eventferry.cli.DemoPeople.Product;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The demo's shop: its storefront posts what visitors do, as {@code mappings/storefront.yaml} reads it. Among it are
 * page views (switched off), visitors without consent, a retry of a whole request, bad events, and purchases whose
 * e-mail comes later.
 */
final class DemoShop implements DemoFeed {

    /** The first order's number; the orders table counts on from it. */
    static final int FIRST_ORDER = 5001;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SOURCE = "storefront";
    private static final int REQUESTS = 8;
    private static final int VISITORS = 12;

    private final URI address;
    private final Clock clock;
    private final Consumer<String> say;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Random dice = new Random(20);
    private final Expected expected = new Expected(SOURCE);
    private final Deque<Post> posts = new ArrayDeque<>();

    /** @param expected what must come of its events */
    private record Post(String what, List<ObjectNode> events, Map<String, Long> expected) {}

    DemoShop(String baseUrl, Clock clock, Consumer<String> say) {
        this.address = URI.create(baseUrl + "/v1/events?source=" + SOURCE);
        this.clock = clock;
        this.say = say;
        plan();
    }

    /** How many orders the storefront tells of: {@code FIRST_ORDER} and those after it. */
    static int orders() {
        return REQUESTS * VISITORS / 4;
    }

    /** What the order of that number came to, with the same figures wherever the demo tells of it. */
    static long cents(int order) {
        return 1990 + order % 7 * 850L;
    }

    @Override
    public void step(Tally soFar) throws IOException, InterruptedException {
        Post post = posts.poll();
        if (post != null) {
            post.expected().forEach(expected::plus);
            send(post);
        }
    }

    @Override
    public boolean isDone() {
        return posts.isEmpty();
    }

    @Override
    public Expected expected() {
        return expected;
    }

    private void plan() {
        int visitor = 0;
        for (int i = 0; i < REQUESTS; i++) {
            List<ObjectNode> events = new ArrayList<>();
            Map<String, Long> counts = new TreeMap<>();
            for (int j = 0; j < VISITORS; j++, visitor++) {
                visit(visitor, events, counts);
            }
            posts.add(new Post("what " + VISITORS + " visitors did", events, counts));
        }
        Post first = posts.element();
        posts.add(new Post("a retry of the first request", first.events(), retried(first.expected())));
        posts.add(bad());
        posts.add(late());
    }

    /** A visitor looks around; every fourth buys, every sixth did not consent. */
    private void visit(int visitor, List<ObjectNode> events, Map<String, Long> counts) {
        Person person = DemoPeople.person(visitor);
        boolean buys = visitor % 4 == 3;
        boolean consents = buys || visitor % 6 != 0;
        String id = "v" + visitor;
        Product product = DemoPeople.product(dice);
        events.add(event("page_view", id + "-page", person, consents));
        counts.merge("filtered", 1L, Long::sum);
        List<ObjectNode> wanted = new ArrayList<>();
        wanted.add(with(event("view_item", id + "-view", person, consents), product));
        if (visitor % 5 == 0) {
            wanted.add(event("search", id + "-search", person, consents).put("search_term", "kettle"));
        }
        if (visitor % 2 == 1) {
            wanted.add(with(event("add_to_cart", id + "-cart", person, consents), product));
        }
        if (buys) {
            wanted.add(with(event("begin_checkout", id + "-checkout", person, consents), product));
            wanted.add(purchase(FIRST_ORDER + visitor / 4, person, true));
        }
        if (visitor % 8 == 1) {
            events.add(wanted.get(0).deepCopy()); // the visitor's browser sent it twice
            counts.merge("duplicate", 1L, Long::sum);
        }
        events.addAll(wanted);
        counts.merge(consents ? "accepted" : "filtered", (long) wanted.size(), Long::sum);
    }

    private Post bad() {
        Person person = DemoPeople.person(901);
        List<ObjectNode> events = new ArrayList<>();
        events.add(purchase(9001, person, true).put("currency", "EURO"));
        ObjectNode timeless = purchase(9002, person, true);
        timeless.remove("timestamp");
        events.add(timeless);
        events.add(purchase(9003, person, true).put("timestamp", "yesterday"));
        events.add(purchase(9004, person, true).put("value", "a lot"));
        ObjectNode silent = purchase(9005, person, true);
        silent.remove("consent");
        events.add(silent);
        events.add(purchase(9006, person, true));
        return new Post("bad events among good ones", events, Map.of("rejected", 4L, "filtered", 1L, "accepted", 1L));
    }

    /** The e-mail is known only when the account is made: the copy fills it in, another copy brings nothing. */
    private Post late() {
        Person person = DemoPeople.person(902);
        return new Post(
                "a purchase without e-mail, a copy that fills it in, and one more copy",
                List.of(purchase(9007, person, false), purchase(9007, person, true), purchase(9007, person, true)),
                Map.of("accepted", 2L, "duplicate", 1L));
    }

    private static Map<String, Long> retried(Map<String, Long> counts) {
        Map<String, Long> retried = new TreeMap<>(counts);
        retried.merge("duplicate", retried.getOrDefault("accepted", 0L), Long::sum);
        retried.remove("accepted");
        return retried;
    }

    private ObjectNode event(String name, String id, Person person, boolean consents) {
        ObjectNode event = JSON.createObjectNode().put("event_name", name).put("event_id", id);
        event.put("timestamp", clock.instant().minusSeconds(60).toString());
        event.put("user_agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15");
        event.put("ip_override", person.ip());
        event.putObject("cookies").put("_ttp", "demo-ttp-" + person.number()).put("ttclid", person.clickId());
        event.putObject("page")
                .put("referrer", "https://www.tiktok.com/")
                .putObject("location")
                .put("href", "https://shop.example.com/?ttclid=" + person.clickId());
        event.putObject("consent").put("advertising", consents ? "granted" : "denied");
        return event;
    }

    private ObjectNode purchase(int order, Person person, boolean knownPerson) {
        ObjectNode event = event("purchase", "", person, true);
        event.remove("event_id"); // the order's number does
        ObjectNode user = event.putObject("user").put("id", "customer-" + person.number());
        if (knownPerson) {
            user.put("email", person.email()).put("phone", person.phone());
        }
        String amount = DemoPeople.amount(cents(order));
        event.put("transaction_id", String.valueOf(order)).put("value", amount).put("currency", "EUR");
        event.putArray("items")
                .addObject()
                .put("item_id", "SKU-1001")
                .put("item_name", "Enamel kettle")
                .put("price", amount.replace('.', ','))
                .put("quantity", 1);
        return event;
    }

    private static ObjectNode with(ObjectNode event, Product product) {
        event.put("value", DemoPeople.amount(product.cents())).put("currency", "EUR");
        event.putArray("items")
                .addObject()
                .put("item_id", product.id())
                .put("item_name", product.name())
                .put("item_category", product.category())
                .put("price", DemoPeople.amount(product.cents()).replace('.', ','))
                .put("quantity", 1);
        return event;
    }

    private void send(Post post) throws IOException, InterruptedException {
        boolean lines = posts.size() % 2 == 0; // both forms that a sender may choose
        StringJoiner body = lines ? new StringJoiner("\n") : new StringJoiner(",", "[", "]");
        post.events().forEach(event -> body.add(event.toString()));
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", lines ? "application/x-ndjson" : "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        JsonNode answer = JSON.readTree(response.body());
        if (response.statusCode() != 202) {
            throw new IOException("the HTTP door answered " + response.statusCode() + " to " + post.what() + ": "
                    + answer.path("error").path("message").asText());
        }
        say.accept("HTTP   posted " + post.events().size() + " events, " + post.what() + ": " + verdicts(answer));
    }

    private static String verdicts(JsonNode answer) {
        return List.of("accepted", "duplicate", "filtered", "rejected").stream()
                .filter(verdict -> answer.path(verdict).asInt() > 0)
                .map(verdict -> answer.path(verdict).asInt() + " " + verdict)
                .collect(Collectors.joining(", "));
    }
}
