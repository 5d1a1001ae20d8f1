package dev.eventferry.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.eventferry.cell.DateOrder;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final List<String> FILE_KEYS = List.of(
            "file-encoding",
            "file-delimiter",
            "file-quote",
            "file-header-row",
            "file-decimal",
            "file-date-order",
            "file-zone",
            "file-sheet",
            "file-footer");

    private static final Path SHIPPED = Path.of("application.properties");
    private static final Map<String, String> ENOUGH = Map.of(
            "ferry.destination.web.event-source-id", "PIX1",
            "ferry.destination.web.access-token", "canary-token");

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    SettingsTest() {}

    @Test
    void pixel_and_token_are_enough() {
        Settings settings = Settings.of(ENOUGH);

        assertThat(settings.number("ferry.http.port")).isEqualTo(8080);
        assertThat(settings.duration("ferry.batch.linger")).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.duration("ferry.dedup.window")).isEqualTo(Duration.ofDays(2));
        assertThat(settings.size("ferry.batch.max-bytes")).isEqualTo(1 << 20);
        assertThat(settings.destinations()).containsOnlyKeys("web");
        assertThat(settings.dataDir()).isAbsolute();
    }

    @ParameterizedTest
    @CsvSource({
        "FERRY_TIKTOK_BASE_URL, ferry.tiktok.base-url",
        "FERRY_HTTP_API_KEYS, ferry.http.api-keys",
        "FERRY_DATA_DIR, ferry.data-dir",
        "FERRY_DESTINATION_WEB_ACCESS_TOKEN, ferry.destination.web.access-token",
        "FERRY_DESTINATION_WEB_EVENT_SOURCE, ferry.destination.web.event-source",
        "FERRY_DESTINATION_WEB_EVENT_SOURCE_ID, ferry.destination.web.event-source-id",
        "FERRY_DESTINATION_MY_SHOP_TEST_EVENT_CODE, ferry.destination.my-shop.test-event-code",
        "FERRY_DATASOURCE_SHOP_PASSWORD, ferry.datasource.shop.password",
        "FERRY_SOURCE_SHOPIFY_ORDERS_SECRET, ferry.source.shopify-orders.secret",
        "FERRY_SOURCE_SHOP_SECRET_PREVIOUS, ferry.source.shop.secret-previous",
        "FERRY_SOURCE_SHOP_SIGNATURE_HEADER, ferry.source.shop.signature-header",
        "FERRY_SOURCE_SHOP_SIGNATURE_TIMESTAMP_HEADER, ferry.source.shop.signature-timestamp-header",
        "FERRY_RULES_MAX_AGE_WEB, ferry.rules.max-age.web"
    })
    void an_environment_variable_is_its_key_in_upper_case(String variable, String key) {
        assertThat(SettingsSource.read(folder.resolve("none"), Map.of(variable, "x"), Map.of()))
                .containsExactly(Map.entry(key, "x"));
    }

    @Test
    void every_key_can_be_given_by_the_environment() {
        for (String key : KnownSettings.fixed().keySet()) {
            assertThat(SettingsSource.keyOf(SettingsSource.variableOf(key), Map.of()))
                    .isEqualTo(key);
        }
    }

    @Test
    void variables_of_others_are_not_ours() {
        Map<String, String> environment =
                Map.of("PATH", "/bin", "FERRYMAN", "x", "ferry_http_port", "1", "FERRY_JAVA_OPTS", "-Xmx1g");

        assertThat(SettingsSource.read(folder.resolve("none"), environment, Map.of()))
                .isEmpty();
    }

    @Test
    void the_command_line_wins_over_the_environment_over_secrets_over_the_file() throws Exception {
        Path file = folder.resolve("application.properties");
        Files.writeString(file, """
                ferry.profile = dev
                ferry.http.api-keys = file
                ferry.jdbc.password = file
                ferry.jdbc.user = file
                """);
        Path secrets = Files.createDirectory(folder.resolve("secrets"));
        Files.writeString(secrets.resolve("ferry.http.api-keys"), "secret\n");
        Files.writeString(secrets.resolve("ferry.jdbc.password"), "secret\n");
        Files.writeString(secrets.resolve("ferry.jdbc.user"), "secret\n");
        Files.createDirectory(secrets.resolve("ferry.folder"));
        Files.writeString(secrets.resolve("..data"), "not ours");
        Map<String, String> environment =
                Map.of("FERRY_JDBC_PASSWORD", "environment", "FERRY_JDBC_USER", "environment");

        Map<String, String> read = SettingsSource.read(
                file, environment, Map.of("ferry.secrets-dir", secrets.toString(), "ferry.jdbc.user", "given"));

        assertThat(read)
                .containsEntry("ferry.profile", "dev")
                .containsEntry("ferry.http.api-keys", "secret")
                .containsEntry("ferry.jdbc.password", "environment")
                .containsEntry("ferry.jdbc.user", "given")
                .hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.local", "10.0.0.0/33", "0.0.0.0/0", "10.0.0.1 10.0.0.2", "10.0.0.1,::1/0"})
    void a_trusted_proxy_that_is_no_address_is_told(String proxies) {
        assertThatThrownBy(() -> Settings.of(with(Map.of("ferry.http.trusted-proxies", proxies))))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("ferry.http.trusted-proxies: each must ");
    }

    @Test
    void trusted_proxies_are_addresses_and_networks() {
        assertThat(Settings.of(with(Map.of("ferry.http.trusted-proxies", "10.0.0.0/8, ::1")))
                        .trustedProxies())
                .asString()
                .isEqualTo("[10.0.0.0/8, ::1/128]");
        assertThat(Settings.of(ENOUGH).trustedProxies()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cookie,url", "field,cookies", "field,url,field", ","})
    void places_of_a_click_id_that_make_no_sense_are_told(String places) {
        assertThatThrownBy(() -> Settings.of(with(Map.of("ferry.enrich.ttclid", places))))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("ferry.enrich.ttclid must name field");
    }

    @Test
    void places_of_a_click_id_keep_their_order() {
        assertThat(Settings.of(ENOUGH).clickIdPlaces()).containsExactly("field", "cookie", "url", "referrer");
        assertThat(Settings.of(with(Map.of("ferry.enrich.ttclid", "url, field")))
                        .clickIdPlaces())
                .containsExactly("url", "field");
    }

    @Test
    void a_folder_of_secrets_that_is_not_there_is_told() {
        assertThatThrownBy(() -> SettingsSource.read(
                        folder.resolve("none"),
                        Map.of("FERRY_SECRETS_DIR", folder.resolve("gone").toString()),
                        Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("ferry.secrets-dir");
    }

    @ParameterizedTest
    @CsvSource({
        "ferry.tiktok.base-ur, ferry.tiktok.base-url",
        "ferry.http.api-key, ferry.http.api-keys",
        "ferry.batch.lingr, ferry.batch.linger",
        "ferry.destination.web.acces-token, ferry.destination.NAME.access-token"
    })
    void an_unknown_key_is_refused_with_the_nearest_one(String typo, String meant) {
        assertThat(problems(Map.of(typo, "x")))
                .anyMatch(line -> line.contains(typo) && line.contains("did you mean " + meant));
    }

    @Test
    void a_key_like_no_other_is_refused_too_and_those_of_Camel_are_not_ours() {
        assertThat(problems(Map.of("ferry.something.altogether.different", "x")))
                .singleElement()
                .asString()
                .contains("not a setting");
        assertThat(Settings.of(with(Map.of("camel.main.name", "x", "other", "y"))))
                .isNotNull();
    }

    @Test
    void all_mistakes_are_told_at_once() {
        List<String> problems = problems(Map.of(
                "ferry.batch.size", "many",
                "ferry.http.host", "0.0.0.0",
                "ferry.retention.delivered", "1h",
                "ferry.dedup.key", "pixel",
                "ferry.tiktok.base-url", "nonsense",
                "ferry.event-names", "old",
                "ferry.rules.max-age.web", "7 days",
                "ferry.typo", "x"));

        for (String key : List.of(
                "ferry.batch.size",
                "ferry.http.api-keys",
                "ferry.retention.delivered",
                "ferry.dedup.key",
                "ferry.tiktok.base-url",
                "ferry.event-names",
                "ferry.rules.max-age.web",
                "ferry.typo")) {
            assertThat(problems).as(key).anyMatch(line -> line.contains(key));
        }
        assertThat(problems).doesNotHaveDuplicates();
    }

    @Test
    void a_destination_has_the_limits_and_order_of_all_unless_it_has_its_own() {
        Map<String, String> given = new TreeMap<>(ENOUGH);
        given.put("ferry.destinations", "web,app");
        given.put("ferry.destination.app.enabled", "false");
        given.put("ferry.delivery.requests-per-minute", "60");
        given.put("ferry.destination.app.requests-per-minute", "7");
        given.put("ferry.destination.app.requests-per-second", "0");
        given.put("ferry.delivery.order", "freshest");
        given.put("ferry.destination.app.order", "oldest");

        Settings settings = Settings.of(given);

        assertThat(settings.mostRequests("web", "second")).isEqualTo(1000);
        assertThat(settings.mostRequests("web", "minute")).isEqualTo(60);
        assertThat(settings.mostRequests("web", "day")).isZero();
        assertThat(settings.mostRequests("app", "second")).isZero();
        assertThat(settings.mostRequests("app", "minute")).isEqualTo(7);
        assertThat(settings.freshestFirst()).containsExactly("web");
    }

    @ParameterizedTest
    @CsvSource({
        "ferry.http.host, 0.0.0.0",
        "ferry.http.host, ::",
        "ferry.batch.size, 0",
        "ferry.batch.size, 1001",
        "ferry.batch.linger, 500",
        "ferry.batch.linger, soon",
        "ferry.batch.max-bytes, much",
        "ferry.dedup.window, 8d",
        "ferry.dedup.key, 'pixel,event'",
        "ferry.dedup.key, 'pixel,event_id,time'",
        "ferry.http.port, http",
        "ferry.http.workers, 0",
        "ferry.http.max-in-flight, -1",
        "ferry.delivery.concurrency, 0",
        "ferry.delivery.requests-per-second, many",
        "ferry.delivery.requests-per-minute, -1",
        "ferry.delivery.order, newest",
        "ferry.destination.web.requests-per-day, 1d",
        "ferry.destination.web.order, random",
        "ferry.files.chunk, 0",
        "ferry.files.parallel, 0",
        "ferry.files.max-rejected-percent, 101",
        "ferry.files.approval, maybe",
        "ferry.files.done-retention, long",
        "ferry.source.crm.file-approval, maybe",
        "ferry.source.crm.time-offset, 2",
        "ferry.source.crm.preset.properties.curency, EUR",
        "ferry.profile, production",
        "ferry.event-id.missing, ignore",
        "ferry.external-id.case, upper",
        "ferry.rules.max-age.crm, 28d",
        "ferry.rules.max-age.crm, 28d explode",
        "ferry.tiktok.base-url, business-api.tiktok.com",
        "ferry.tiktok.base-url, 'http://a b'",
        "ferry.destinations, 'Web'",
        "ferry.destinations, 'web,app'",
        "ferry.destinations, ','",
        "ferry.destination.web.event-source, shop",
        "ferry.destination.web.enabled, maybe"
    })
    void what_makes_no_sense_is_refused(String key, String value) {
        assertThat(problems(Map.of(key, value))).isNotEmpty().allMatch(line -> line.contains("ferry."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ferry.destination.web.event-source-id", "ferry.destination.web.access-token"})
    void an_enabled_destination_needs_pixel_and_token(String missing) {
        Map<String, String> rest = new HashMap<>(ENOUGH);
        rest.remove(missing);
        SettingsException refused = catchThrowableOfType(SettingsException.class, () -> Settings.of(rest));

        assertThat(refused).hasMessageContaining(missing + " is missing").hasMessageNotContaining("canary");
        rest.put("ferry.destination.web.enabled", "false");
        assertThat(Settings.of(rest).destinations().get("web")).isNotNull();
    }

    @Test
    void prod_refuses_test_codes_and_plain_http() {
        Map<String, String> prod = Map.of(
                "ferry.profile", "prod",
                "ferry.destination.web.test-event-code", "TEST1",
                "ferry.tiktok.base-url", "http://tiktok.example");

        assertThat(problems(prod))
                .anyMatch(line -> line.contains("test-event-code"))
                .anyMatch(line -> line.contains("https"));
        assertThat(Settings.of(with(Map.of("ferry.profile", "prod", "ferry.tiktok.base-url", "http://127.0.0.1:9099")))
                        .isProd())
                .isTrue();
        assertThat(Settings.of(with(Map.of("ferry.destination.web.test-event-code", "TEST1")))
                        .isProd())
                .isFalse();
    }

    @Test
    void with_a_key_it_may_listen_to_the_world() {
        Settings settings = Settings.of(with(Map.of("ferry.http.host", "0.0.0.0", "ferry.http.api-keys", "a, b ,,c")));

        assertThat(settings.apiKeys()).containsExactly(new Secret("a"), new Secret("b"), new Secret("c"));
    }

    @Test
    void a_source_has_presets_an_offset_of_its_times_and_its_own_word_on_approval() {
        Map<String, String> values = new TreeMap<>(ENOUGH);
        values.put("ferry.files.approval", "wait");
        values.put("ferry.source.my-crm.preset.event", "Purchase");
        values.put("ferry.source.my-crm.preset.properties.currency", "EUR");
        values.put("ferry.source.my-crm.time-offset", "-2h");
        values.put("ferry.source.my-crm.file-approval", "auto");
        Settings settings = Settings.of(values);

        assertThat(settings.presets("my-crm"))
                .containsExactly(Map.entry("event", "Purchase"), Map.entry("properties.currency", "EUR"));
        assertThat(settings.presets("crm")).isEmpty();
        assertThat(settings.timeOffset("my-crm")).isEqualTo(Duration.ofHours(-2));
        assertThat(settings.timeOffset("crm")).isZero();
        assertThat(settings.waitsForApproval("my-crm")).isFalse();
        assertThat(settings.waitsForApproval("crm")).isTrue();
        assertThat(settings.sources()).containsExactly("my-crm");
    }

    @Test
    void destinations_keep_their_order_and_have_their_own_settings() {
        Settings settings = Settings.of(with(Map.of(
                "ferry.destinations", "my-app, web",
                "ferry.destination.my-app.event-source", "App",
                "ferry.destination.my-app.event-source-id", "APP1",
                "ferry.destination.my-app.access-token", "t2",
                "ferry.destination.my-app.test-event-code", "TEST2")));

        assertThat(settings.destinations().keySet()).containsExactly("my-app", "web");
        Destination app = Objects.requireNonNull(settings.destinations().get("my-app"));
        assertThat(app.eventSource()).isEqualTo(dev.eventferry.event.EventSource.APP);
        assertThat(app.accessToken().reveal()).isEqualTo("t2");
        assertThat(app.testEventCode()).isEqualTo("TEST2");
    }

    @Test
    void secrets_are_in_no_text_and_no_placeholder() {
        Settings settings = Settings.of(with(Map.of(
                "ferry.http.api-keys", "canary-key",
                "ferry.jdbc.password", "canary-password",
                "ferry.datasource.shop.url", "jdbc:h2:mem:shop",
                "ferry.datasource.shop.password", "canary-password",
                "ferry.source.shop.signature", "shopify",
                "ferry.source.shop.secret", "canary-secret",
                "ferry.source.shop.secret-previous", "canary-secret")));

        assertThat(settings.toString()).doesNotContain("canary");
        assertThat(settings.placeholders().toString()).doesNotContain("canary");
        assertThat(settings.destinations().toString()).doesNotContain("canary").contains("***");
        assertThat(settings.apiKeys().toString()).doesNotContain("canary");
        assertThat(settings.webhooks().toString()).doesNotContain("canary").contains("shop");
        assertThat(settings.textOrNull("ferry.jdbc.password")).isEqualTo("canary-password");
        assertThat(settings.datasources()).containsExactly("shop");
    }

    @Test
    void no_message_repeats_a_value_that_may_be_secret() {
        Map<String, String> wrong = new HashMap<>();
        KnownSettings.fixed().keySet().forEach(key -> wrong.put(key, "canary \u0000 |"));
        wrong.put("ferry.destinations", "web");
        wrong.put("ferry.data-dir", "data");
        wrong.put("ferry.destination.web.event-source", "canary");

        SettingsException refused = catchThrowableOfType(SettingsException.class, () -> Settings.of(wrong));

        assertThat(refused).isNotNull().hasMessageNotContaining("canary");
    }

    @Test
    void placeholders_have_every_fixed_key_and_times_in_milliseconds_where_Camel_wants_them() {
        Map<String, String> placeholders = Settings.of(ENOUGH).placeholders();

        assertThat(placeholders.keySet()).containsAll(KnownSettings.fixed().keySet());
        assertThat(placeholders)
                .containsEntry("ferry.batch.linger", "500")
                .containsEntry("ferry.delivery.timeout", "10000")
                .containsEntry("ferry.delivery.backoff", "1000");
    }

    @Test
    void what_may_change_while_running_changes_and_the_rest_stays() {
        Settings before = Settings.of(ENOUGH);
        Map<String, String> edited = new HashMap<>(ENOUGH);
        edited.put("ferry.destination.web.test-event-code", "TEST1");
        edited.put("ferry.log.level.org.apache.camel", "DEBUG");
        edited.put("ferry.batch.size", "7");

        Settings mixed = before.withLive(Settings.of(edited));

        assertThat(before.differences(mixed))
                .containsExactly("ferry.destination.web.test-event-code", "ferry.log.level.org.apache.camel");
        assertThat(mixed.logLevels()).containsExactly(Map.entry("org.apache.camel", "DEBUG"));
        assertThat(mixed.number("ferry.batch.size")).isEqualTo(1000);
    }

    @Test
    void a_log_level_that_is_none_is_refused() {
        Map<String, String> edited = new HashMap<>(ENOUGH);
        edited.put("ferry.log.level.ROOT", "LOUD");

        assertThatThrownBy(() -> Settings.of(edited)).hasMessageContaining("ferry.log.level.ROOT must be TRACE");
    }

    @Test
    void what_is_said_of_a_sources_files_is_read() {
        Map<String, String> edited = new HashMap<>(ENOUGH);
        edited.put("ferry.source.crm.file-encoding", "UTF-16LE");
        edited.put("ferry.source.crm.file-delimiter", "tab");
        edited.put("ferry.source.crm.file-quote", "none");
        edited.put("ferry.source.crm.file-header-row", "3");
        edited.put("ferry.source.crm.file-decimal", "comma");
        edited.put("ferry.source.crm.file-date-order", "dmy");
        edited.put("ferry.source.crm.file-zone", "Europe/Berlin");
        edited.put("ferry.source.crm.file-sheet", "Orders");
        edited.put("ferry.source.crm.file-footer", "keep");

        FileSettings files = Settings.of(edited).files("crm");

        assertThat(files.encoding()).isEqualTo(StandardCharsets.UTF_16LE);
        assertThat(files.delimiter()).isEqualTo('\t');
        assertThat(files.quote()).isEqualTo('\0');
        assertThat(files.headerRow()).isEqualTo(3);
        assertThat(files.decimal()).isEqualTo(',');
        assertThat(files.dateOrder()).isEqualTo(DateOrder.DMY);
        assertThat(files.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(files.sheet()).isEqualTo("Orders");
        assertThat(files.dropsFooters()).isFalse();
        assertThat(Settings.of(ENOUGH).files("crm")).isEqualTo(FileSettings.none("crm"));
    }

    @Test
    void what_makes_no_sense_of_a_sources_files_is_told_all_at_once() {
        Map<String, String> edited = new HashMap<>(ENOUGH);
        for (String last : FILE_KEYS) {
            edited.put("ferry.source.crm." + last, "no such thing");
        }

        assertThatThrownBy(() -> Settings.of(edited))
                .hasMessageContaining("file-encoding must be a known encoding")
                .hasMessageContaining("file-delimiter must be one character, or the word tab")
                .hasMessageContaining("file-quote must be one character, or the word none")
                .hasMessageContaining("file-header-row must be the number of the row")
                .hasMessageContaining("file-decimal must be one of point, comma")
                .hasMessageContaining("file-date-order must be one of dmy, mdy, ymd")
                .hasMessageContaining("file-zone must be a time zone")
                .hasMessageContaining("file-footer must be one of drop, keep");
    }

    @Test
    void the_shipped_file_names_every_setting_with_its_default_and_no_other() throws Exception {
        Map<String, String> shipped = shipped();

        Map<String, String> expected = new TreeMap<>(KnownSettings.fixed());
        for (String key : List.of(
                "event-source",
                "event-source-id",
                "access-token",
                "test-event-code",
                "enabled",
                "requests-per-second",
                "requests-per-minute",
                "requests-per-day",
                "order")) {
            String web = "ferry.destination.web." + key;
            expected.put(web, Objects.requireNonNull(KnownSettings.defaultOf(web)));
        }
        for (String key : WebhookSettingsTest.KEYS) {
            expected.put(key, Objects.requireNonNull(KnownSettings.defaultOf(key)));
        }
        for (String last : FILE_KEYS) {
            String key = "ferry.source.shop." + last;
            expected.put(key, Objects.requireNonNull(KnownSettings.defaultOf(key)));
        }
        for (String key : List.of("file-approval", "preset.properties.currency", "time-offset")) {
            expected.put("ferry.source.shop." + key, "");
        }
        expected.put("ferry.log.level.org.apache.camel", "");
        expected.put("ferry.datasource.shop.url", "jdbc:postgresql://db/shop");
        expected.put("ferry.datasource.shop.user", "");
        expected.put("ferry.datasource.shop.password", "");
        assertThat(shipped).containsExactlyEntriesOf(expected);
    }

    @Test
    void the_shipped_file_is_complete_but_for_pixel_and_token() throws Exception {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(SHIPPED)) {
            properties.load(reader);
        }
        Map<String, String> values = new HashMap<>();
        properties.forEach(
                (key, value) -> values.put(key.toString(), value.toString().strip()));
        values.putAll(ENOUGH);

        assertThat(Settings.of(values)).isNotNull();
    }

    @Test
    void secrets_compare_by_value_and_print_as_stars() {
        assertThat(new Secret("a"))
                .isEqualTo(new Secret("a"))
                .isNotEqualTo(new Secret("b"))
                .hasToString("***");
        assertThat(new Secret("").isEmpty()).isTrue();
    }

    /** The keys of the file, those that are commented out included. */
    private static Map<String, String> shipped() throws Exception {
        Pattern line = Pattern.compile("(?:# )?(ferry\\.[a-z.-]+) =\\s*(.*)");
        Map<String, String> keys = new TreeMap<>();
        for (String text : Files.readAllLines(SHIPPED)) {
            Matcher setting = line.matcher(text);
            if (setting.matches()) {
                assertThat(keys.put(setting.group(1), setting.group(2).strip()))
                        .as("%s stands once", setting.group(1))
                        .isNull();
            }
        }
        return keys;
    }

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(ENOUGH);
        all.putAll(more);
        return all;
    }

    private static List<String> problems(Map<String, String> more) {
        SettingsException refused = catchThrowableOfType(SettingsException.class, () -> Settings.of(with(more)));
        assertThat(refused).as("the refusal of %s", more.keySet()).isNotNull();
        return List.of(String.valueOf(refused.getMessage()).split(System.lineSeparator(), -1));
    }
}
