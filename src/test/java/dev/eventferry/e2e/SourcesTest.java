package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.camel.StartFailed;
import dev.eventferry.simulator.ReceivedEvent;
import dev.eventferry.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For each prebuilt mapping, what its system really sends goes in at its door, and what it means comes out at TikTok. */
class SourcesTest {

    private static final List<String> PREBUILT = List.of(
            "adobe-xdm",
            "app-events",
            "bigcommerce-orders",
            "datalayer",
            "ga4",
            "hubspot-contacts",
            "hubspot-deals",
            "magento-orders",
            "meta-capi",
            "salesforce-leads",
            "salesforce-opportunities",
            "segment",
            "shopify",
            "shopify-orders",
            "tiktok-crm",
            "tiktok-offline",
            "woocommerce",
            "woocommerce-orders");

    /** What its events are at TikTok; the others' are of the web. */
    private static final Map<String, String> EVENT_SOURCE = Map.of(
            "app-events", "app",
            "hubspot-contacts", "crm",
            "hubspot-deals", "offline",
            "salesforce-leads", "crm",
            "salesforce-opportunities", "crm",
            "tiktok-crm", "crm",
            "tiktok-offline", "offline");

    /** After the newest of the samples. */
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    @TempDir
    static Path folder;

    private static Simulator tikTok;
    private static Bundle bundle;

    @BeforeAll
    static void open() throws IOException, StartFailed {
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), NOW));
        tikTok = Simulator.start(Simulator.Settings.at("127.0.0.1", 0).by(clock));
        bundle = Bundle.start(folder.resolve("data"), tikTok.baseUrl(), settings(mappings()), clock);
    }

    @AfterAll
    static void close() {
        bundle.close();
        tikTok.close();
    }

    @Test
    void each_prebuilt_mapping_has_a_sample_and_each_sample_a_mapping() {
        assertThat(SourceSample.all()).extracting(SourceSample::name).containsExactlyElementsOf(PREBUILT);
        assertThat(PREBUILT).allSatisfy(name -> assertThat(mapping(name)).exists());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void what_the_source_sends_arrives_as_it_is_meant(SourceSample sample) throws IOException {
        String told = send(sample);

        assertThat(Arrival.differences(sample.expected(), arrived(sample)))
                .as("%s: what arrived at TikTok; the door said%n%s%nand", sample, told)
                .isEmpty();
    }

    static List<SourceSample> samples() {
        return SourceSample.all();
    }

    /** What the door said of it. */
    private static String send(SourceSample sample) throws IOException {
        if (!sample.isDropped()) {
            Sender.Answer answer = sample.post(bundle.sender());
            assertThat(answer.status()).as("%s: %s", sample, answer.body()).isEqualTo(202);
            return answer.body();
        }
        bundle.drop(sample.name(), sample.fileName(), sample.text());
        await().alias(sample + " is read").atMost(Duration.ofSeconds(20)).until(() -> report(sample) != null);
        return String.valueOf(report(sample));
    }

    private static JsonNode report(SourceSample sample) {
        JsonNode done = bundle.report("done", sample.name(), sample.fileName());
        return done == null ? bundle.report("failed", sample.name(), sample.fileName()) : done;
    }

    /** What TikTok holds of the source, once nothing waits: what is accepted is in the store before the door says so. */
    private static List<JsonNode> arrived(SourceSample sample) {
        await().alias("nothing of " + sample + " waits")
                .atMost(Duration.ofSeconds(20))
                .until(() -> bundle.backlog() == 0);
        return tikTok.events().stream()
                .filter(event -> event.eventSourceId().equals(pixel(sample.name())))
                .map(ReceivedEvent::json)
                .toList();
    }

    /** A destination for each source: two of them tell of the same orders. */
    private static Map<String, String> settings(Path mappings) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("ferry.mappings-dir", mappings.toString());
        settings.put("ferry.destinations", String.join(",", PREBUILT));
        for (String name : PREBUILT) {
            String prefix = "ferry.destination." + name + ".";
            settings.put(prefix + "event-source", EVENT_SOURCE.getOrDefault(name, "web"));
            settings.put(prefix + "event-source-id", pixel(name));
            settings.put(prefix + "access-token", TestSettings.TOKEN);
        }
        for (String shop : List.of("shopify", "woocommerce")) {
            settings.put("ferry.source." + shop + ".signature", shop);
            settings.put("ferry.source." + shop + ".secret", SourceSample.SECRET);
        }
        for (String source : List.of("web", "app", "offline", "crm")) {
            settings.put("ferry.rules.max-age." + source, "none"); // samples do not grow younger
        }
        return settings;
    }

    private static String pixel(String name) {
        return "PIXEL-" + name;
    }

    /** The project's mappings, each with the line that its user adds: where it goes. */
    private static Path mappings() throws IOException {
        Path copies = Files.createDirectories(folder.resolve("mappings"));
        for (String name : PREBUILT) {
            String text = Files.readString(mapping(name));
            String source = "source: " + name + "\n";
            assertThat(text).contains(source);
            Files.writeString(
                    copies.resolve(name + ".yaml"), text.replace(source, source + "destination: " + name + "\n"));
        }
        return copies;
    }

    private static Path mapping(String name) {
        return Path.of("mappings", name + ".yaml");
    }
}
