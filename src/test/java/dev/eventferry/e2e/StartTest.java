package dev.eventferry.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eventferry.camel.StartFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps it from starting is told in a line that says what to do, with an exit code; and trouble of the store. */
class StartTest {

    private static final String NOWHERE = "http://127.0.0.1:9";

    @TempDir
    Path folder;

    @Test
    void a_second_one_on_the_same_data_is_refused_with_78_and_the_first_goes_on() throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle first = Bundle.start(folder.resolve("data"), tikTok.url())) {
            assertThat(first.sender().post(Events.purchase("a").toString()).status())
                    .isEqualTo(202);

            refuses(Map.of(), 78, "is in use by another Eventferry");

            assertThat(first.sender().post(Events.purchase("b").toString()).status())
                    .isEqualTo(202);
            await().atMost(Duration.ofSeconds(10)).until(() -> tikTok.kept() == 2);
        }
    }

    @Test
    void a_taken_http_port_is_named() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refuses(Map.of("ferry.http.port", Integer.toString(taken.getLocalPort())), 2, "ferry.http.port", "taken");
        }
    }

    @Test
    void a_taken_management_port_is_named() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refuses(
                    Map.of("ferry.management.port", Integer.toString(taken.getLocalPort())),
                    2,
                    "ferry.management.port",
                    "taken");
        }
    }

    @Test
    void a_missing_token_is_named_with_how_to_set_it() {
        refuses(
                Map.of("ferry.destination.web.access-token", ""),
                2,
                "ferry.destination.web.access-token is missing",
                "FERRY_DESTINATION_WEB_ACCESS_TOKEN");
    }

    @Test
    void an_unknown_key_is_named_with_the_nearest_known_one() throws IOException {
        Path config = folder.resolve("application.properties");
        Files.writeString(config, Files.readString(Path.of("application.properties")) + "\nferry.batch.lingr = 1s\n");

        refuses(config, Map.of(), 2, "ferry.batch.lingr is not a setting; did you mean ferry.batch.linger?");
    }

    @Test
    void every_wrong_setting_is_told_at_once() {
        refuses(
                Map.of("ferry.batch.size", "2000", "ferry.batch.linger", "soon", "ferry.http.host", "0.0.0.0"),
                2,
                "ferry.batch.size must be 1 to 1000",
                "ferry.batch.linger must be a time",
                "ferry.http.api-keys is not set");
    }

    @Test
    void a_source_of_visitors_that_is_none_is_named() {
        refuses(
                Map.of("ferry.http.visitor-sources", "canonical, shopfront"),
                2,
                "ferry.http.visitor-sources: there is no source shopfront",
                "storefront");
    }

    @Test
    void a_folder_without_routes_is_named() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("no-routes"));

        refuses(Map.of("ferry.routes-dir", empty.toString()), 2, "ferry.routes-dir", "no *.camel.yaml");
    }

    @Test
    void a_broken_route_is_named_with_its_file() throws IOException {
        Path routes = Bundle.copyOfRoutes(folder.resolve("routes"));
        Files.writeString(routes.resolve("broken.camel.yaml"), "- route:\n    id: broken\n    from:\n      urii: x\n");

        refuses(Map.of("ferry.routes-dir", routes.toString()), 2, "broken.camel.yaml");
    }

    @Test
    void a_broken_mapping_is_named_with_its_file_and_line() throws IOException {
        Path mappings = Files.createDirectories(folder.resolve("mappings"));
        Files.writeString(
                mappings.resolve("shop.yaml"),
                "source: shop\nevent: name\nevents: {a: Purchase}\nfields:\n  user.emial: mail\n");

        refuses(Map.of("ferry.mappings-dir", mappings.toString()), 2, "shop.yaml", "user.emial");
    }

    @Test
    void a_destination_that_a_mapping_could_choose_must_be_set_up() throws IOException {
        Path mappings = Files.createDirectories(folder.resolve("mappings"));
        Files.writeString(
                mappings.resolve("shop.yaml"),
                "source: shop\nevent: name\nunlisted: pass\ndestination: {from: store, map: {de: web, at: nowhere}}\n");

        refuses(Map.of("ferry.mappings-dir", mappings.toString()), 2, "shop.yaml:4", "destination nowhere");
    }

    @Test
    void an_edited_setting_takes_effect_after_a_restart() throws IOException {
        Path config = folder.resolve("application.properties");
        String settings = Files.readString(Path.of("application.properties"));
        Files.writeString(config, settings);
        try (TikTok tikTok = TikTok.start();
                BundleProcess bundle =
                        BundleProcess.begin(folder.resolve("output.log"), settings(tikTok.url(), Map.of()), config)) {
            bundle.awaitOpen();
            assertThat(bundle.sender()
                            .post(Events.purchases(Events.ids("e", 0, 3)))
                            .status())
                    .isEqualTo(202);
            bundle.terminate();
            bundle.exitCode(Duration.ofSeconds(25));
            Files.writeString(config, settings.replace("ferry.http.max-events = 1000", "ferry.http.max-events = 2"));

            bundle.startAgain();

            assertThat(bundle.sender()
                            .post(Events.purchases(Events.ids("e", 0, 3)))
                            .status())
                    .isEqualTo(413);
        }
    }

    @Test
    void an_edited_route_takes_effect_after_a_restart() throws IOException, StartFailed {
        Path routes = Bundle.copyOfRoutes(folder.resolve("routes"));
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(
                        folder.resolve("data"), tikTok.url(), Map.of("ferry.routes-dir", routes.toString()))) {
            Path http = routes.resolve("ingest-http.camel.yaml");
            Files.writeString(http, Files.readString(http).replace("/v1/events", "/v1/happenings"));

            bundle.restart();

            String event = Events.purchase("a").toString();
            assertThat(bundle.sender().postTo("/v1/events", event).status()).isEqualTo(405);
            assertThat(bundle.sender().postTo("/v1/happenings", event).status()).isEqualTo(202);
        }
    }

    @Test
    void below_the_disk_reserve_events_are_refused_with_503_and_retry_after_and_none_is_kept() throws StartFailed {
        try (TikTok tikTok = TikTok.start();
                Bundle bundle = Bundle.start(
                        folder.resolve("data"), tikTok.url(), Map.of("ferry.store.disk-reserve", "900000GB"))) {
            Sender.Answer answer = bundle.sender().post(Events.purchase("a").toString());

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.errorCode()).isEqualTo("store_unavailable");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(bundle.sender().health("/ready").status()).isEqualTo(503);
            assertThat(bundle.sender().health("/live").status()).isEqualTo(200);
            assertThat(bundle.backlog()).isZero();
            assertThat(tikTok.received()).isZero();
        }
    }

    @Test
    void an_event_that_was_refused_with_503_is_no_duplicate_later() throws StartFailed {
        Path data = folder.resolve("data");
        try (TikTok tikTok = TikTok.start()) {
            try (Bundle full = Bundle.start(data, tikTok.url(), Map.of("ferry.store.disk-reserve", "900000GB"))) {
                assertThat(full.sender().post(Events.purchase("a").toString()).status())
                        .isEqualTo(503);
            }
            try (Bundle free = Bundle.start(data, tikTok.url())) {
                assertThat(free.sender().post(Events.purchase("a").toString()).status())
                        .isEqualTo(202);
                await().atMost(Duration.ofSeconds(5)).until(() -> tikTok.has("a"));
            }
        }
    }

    private void refuses(Map<String, String> changes, int exitCode, String... words) {
        refuses(Path.of("application.properties"), changes, exitCode, words);
    }

    private void refuses(Path config, Map<String, String> changes, int exitCode, String... words) {
        try (BundleProcess bundle =
                BundleProcess.begin(folder.resolve("output.log"), settings(NOWHERE, changes), config)) {
            int code = bundle.exitCode(Duration.ofSeconds(30));
            assertThat(bundle.output()).contains(words).doesNotContain("\tat ");
            assertThat(code).as(bundle.output()).isEqualTo(exitCode);
        }
    }

    private Map<String, String> settings(String tikTok, Map<String, String> changes) {
        return new TreeMap<>(TestSettings.of(folder.resolve("data"), tikTok, changes));
    }
}
