package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.simulator.ReceivedEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything is edited while eight senders send without a pause: no request is answered other than 202, no event is lost
 * or comes twice, what is broken is never in force, and each change is in force within five seconds.
 */
class LiveEditingUnderLoadTest {

    private static final int SENDERS = 8;

    /** A door of another source: its mapping comes with it. */
    private static final String PARTNER = """
            - route:
                id: ingest-partner
                description: A door that is added while others are busy
                nodePrefixId: ingest-partner-
                routeConfigurationId: answer-the-sender
                from:
                  uri: platform-http:/v1/partner
                  steps:
                    - bean: {id: receive, ref: doors, method: receive}
                    - to: {id: process, uri: direct:process}
                    - bean: {id: answer, ref: doors, method: answer}
            """;

    @TempDir
    Path folder;

    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private final AtomicInteger number = new AtomicInteger();
    private final List<Thread> senders = new ArrayList<>();
    private volatile boolean ending;

    private Path routes;
    private Path mappings;
    private Path secrets;

    @Test
    void nothing_is_lost_doubled_or_refused_while_everything_is_edited() throws Exception {
        try (TikTok tikTok = TikTok.holding(1_000_000);
                Bundle bundle = start(tikTok)) {
            for (int i = 0; i < SENDERS; i++) {
                run(bundle.sender());
            }

            Path storefront = mappings.resolve("storefront.yaml");
            within5s(() -> edit(storefront, "purchase: Purchase", "purchase: PlaceAnOrder"), () -> newest(tikTok)
                    .equals("PlaceAnOrder"));

            Files.writeString(
                    mappings.resolve("newsletter.yaml"),
                    "source: newsletter\nevent: {constant: Subscribe}\nfields: {event_id: id, event_time: at, page.url: u}\n");
            within5s(
                    () -> Files.writeString(routes.resolve("ingest-partner.camel.yaml"), PARTNER),
                    () -> newsletter(bundle) == 202);

            within5s(() -> edit(storefront, "fields:", "feilds:"), () -> !refusals(bundle)
                    .isEmpty());
            assertThat(newest(tikTok)).isEqualTo("PlaceAnOrder");
            within5s(() -> edit(storefront, "feilds:", "fields:"), () -> refusals(bundle)
                    .isEmpty());
            within5s(() -> edit(storefront, "purchase: PlaceAnOrder", "purchase: Purchase"), () -> newest(tikTok)
                    .equals("Purchase"));

            Path process = routes.resolve("process.camel.yaml");
            within5s(
                    () -> edit(process, "- process:\n            id: enrich", "- process:\n            id: add"),
                    inForce(bundle, process));
            within5s(() -> edit(process, "steps.enrich", "steps.enrihc"), () -> !refusals(bundle)
                    .isEmpty());
            within5s(() -> edit(process, "steps.enrihc", "steps.enrich"), () -> refusals(bundle)
                    .isEmpty());
            within5s(() -> edit(process, "id: add", "id: enrich"), inForce(bundle, process));

            Path deliver = routes.resolve("deliver.camel.yaml");
            within5s(
                    () -> edit(deliver, "CheckerInterval: \"50\"", "CheckerInterval: \"20\""),
                    inForce(bundle, deliver));
            within5s(
                    () -> edit(deliver, "disableStreamCache: true", "disableStreamCache: \"true\""),
                    inForce(bundle, deliver));

            Path door = routes.resolve("ingest-http.camel.yaml");
            within5s(
                    () -> edit(door, "answered when they are durable", "answered once they are kept"),
                    inForce(bundle, door));
            Path failures = routes.resolve("failures.camel.yaml");
            within5s(() -> edit(failures, "logExhausted: false", "logExhausted: \"false\""), inForce(bundle, failures));

            within5s(() -> secret("another-good-token"), () -> tokens(tikTok) == 2);

            ending = true;
            await().atMost(Duration.ofSeconds(30)).until(() -> senders.stream().noneMatch(Thread::isAlive));
            assertThat(refused).isEmpty();
            await().atMost(Duration.ofSeconds(30)).until(() -> bundle.backlog() == 0);
            Set<String> held = tikTok.simulator().events().stream()
                    .map(ReceivedEvent::eventId)
                    .collect(Collectors.toSet());
            assertThat(held).containsExactlyInAnyOrderElementsOf(sent);
            assertThat(tikTok.received()).as("each once").isEqualTo(sent.size());
            assertThat(tikTok.simulator().events())
                    .extracting(ReceivedEvent::event)
                    .containsOnly("Purchase", "PlaceAnOrder", "Subscribe");
            assertThat(acceptedFromTheShop(bundle.sender().metrics().body()))
                    .as("metrics count on")
                    .isEqualTo(fromTheShop());
        }
    }

    @AfterEach
    void the_senders_end() {
        ending = true;
    }

    private interface Edit {
        void make() throws IOException;
    }

    private interface Seen {
        boolean now() throws IOException;
    }

    private static void within5s(Edit edit, Seen seen) throws IOException {
        edit.make();
        soon().until(seen::now);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(50));
    }

    private Seen inForce(Bundle bundle, Path file) {
        String name = "routes/" + file.getFileName();
        String before = checksum(bundle, name);
        return () -> !checksum(bundle, name).equals(before);
    }

    private static String checksum(Bundle bundle, String name) {
        for (JsonNode file : bundle.sender().status().path("config").path("loaded")) {
            if (file.path("file").asText().equals(name)) {
                return file.path("checksum").asText();
            }
        }
        return "";
    }

    private static long acceptedFromTheShop(String metrics) {
        Pattern series = Pattern.compile(
                "eventferry_events_total\\{[^}]*source=\"storefront\"[^}]*what=\"accepted\"[^}]*} ([0-9.E]+)");
        return series.matcher(metrics)
                .results()
                .mapToLong(one -> (long) Double.parseDouble(one.group(1)))
                .sum();
    }

    private long fromTheShop() {
        return sent.stream().filter(id -> id.startsWith("e-")).count();
    }

    /** The name that the event which came last has at TikTok. */
    private static String newest(TikTok tikTok) {
        List<ReceivedEvent> events = tikTok.simulator().events();
        return events.isEmpty() ? "" : events.get(events.size() - 1).event();
    }

    private static long tokens(TikTok tikTok) {
        return tikTok.simulator().requests().stream()
                .map(request -> request.token())
                .distinct()
                .count();
    }

    private static List<String> refusals(Bundle bundle) {
        return bundle.sender().status().path("config").path("refused").findValuesAsText("file");
    }

    private int newsletter(Bundle bundle) {
        String id = "n-" + number.incrementAndGet();
        ObjectNode event = Sender.JSON.createObjectNode();
        event.put("id", id).put("at", Events.TIME).put("u", "https://shop.example.com/");
        int status = bundle.sender()
                .postTo("/v1/partner?source=newsletter", event.toString())
                .status();
        if (status == 202) {
            sent.add(id);
        }
        return status;
    }

    private void run(Sender sender) {
        Thread thread = new Thread(
                () -> {
                    while (!ending && refused.isEmpty()) {
                        send(sender);
                    }
                },
                "sender");
        senders.add(thread);
        thread.start();
    }

    private void send(Sender sender) {
        List<ObjectNode> events = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            events.add(Events.shopPurchase("e-" + number.incrementAndGet()));
        }
        try {
            Sender.Answer answer = sender.postTo("/v1/events?source=storefront", Events.array(events));
            if (answer.status() != 202 || answer.count("accepted") != events.size()) {
                refused.add(answer.status() + " " + answer.body());
            }
        } catch (UncheckedIOException e) {
            refused.add(e.toString());
        }
        events.forEach(event -> sent.add(event.path("transaction_id").asText()));
    }

    private Bundle start(TikTok tikTok) throws Exception {
        routes = Bundle.copyOfRoutes(folder.resolve("routes"));
        mappings = Bundle.copyOfMappings(folder.resolve("mappings"));
        Files.delete(mappings.resolve("storefront.test.yaml"));
        secrets = Files.createDirectories(folder.resolve("secrets"));
        secret("a-good-token");
        Map<String, String> settings = new HashMap<>();
        settings.put("ferry.routes-dir", routes.toString());
        settings.put("ferry.mappings-dir", mappings.toString());
        settings.put("ferry.secrets-dir", secrets.toString());
        settings.put("ferry.destination.web.access-token", Bundle.FROM_FILE);
        return Bundle.start(folder.resolve("data"), tikTok.url(), settings);
    }

    private void secret(String token) throws IOException {
        Files.writeString(secrets.resolve("ferry.destination.web.access-token"), token);
    }

    private static void edit(Path file, String old, String next) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(old);
        Files.writeString(file, text.replace(old, next));
    }
}
