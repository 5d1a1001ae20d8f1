package dev.eventferry.settings;

import dev.eventferry.event.EventSource;
import dev.eventferry.event.Field;
import dev.eventferry.identity.IpNetwork;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The settings, each checked when it is read first; the whole is checked at start, so that all mistakes are told at once. */
public final class Settings {

    private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");
    private static final Pattern SIZE =
            Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(B|KB|MB|GB)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern SHARE = Pattern.compile("0(\\.\\d+)?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
    private static final Map<String, Long> SIZES = Map.of("B", 1L, "KB", 1L << 10, "MB", 1L << 20, "GB", 1L << 30);
    private static final int MOST_EVENTS = 1000;
    private static final int MOST_RECENT = 20_000;
    private static final List<String> COUNTS = List.of(
            "ferry.http.max-events",
            "ferry.http.workers",
            "ferry.http.max-in-flight",
            "ferry.delivery.concurrency",
            "ferry.delivery.backoff-multiplier",
            "ferry.files.chunk",
            "ferry.files.parallel",
            "ferry.files.max-growth");

    private static final Set<String> CLICK_ID_PLACES = Set.of("field", "cookie", "url", "referrer");
    private static final String LOG_LEVEL = "ferry.log.level";
    private static final Set<String> LEVELS = Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");
    private static final Set<String> LIVE_OF_DESTINATION =
            Set.of("event-source-id", "access-token", "test-event-code", "enabled");

    private final Map<String, String> values;

    private Settings(Map<String, String> values) {
        this.values = new TreeMap<>(values);
    }

    /**
     * Takes settings as they were read.
     *
     * @throws SettingsException naming every key that is unknown or makes no sense
     */
    public static Settings of(Map<String, String> values) {
        Settings settings = new Settings(values);
        List<String> problems = new ArrayList<>(KnownSettings.complaints(values.keySet()));
        settings.check(problems);
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return settings;
    }

    /** Settings of which only a few matter, so that the rest need not make sense. */
    public static Settings unchecked(Map<String, String> values) {
        return new Settings(values);
    }

    /** Whether a change of that key takes effect while Eventferry runs (docs/live-editing.md). */
    public static boolean isLive(String key) {
        return key.equals(LOG_LEVEL)
                || key.startsWith(LOG_LEVEL + ".")
                || (key.startsWith("ferry.destination.")
                        && LIVE_OF_DESTINATION.contains(key.substring(key.lastIndexOf('.') + 1)));
    }

    /** The keys that have another value there, defaults counted. */
    public Set<String> differences(Settings other) {
        Set<String> keys = new TreeSet<>(values.keySet());
        keys.addAll(other.values.keySet());
        keys.removeIf(key -> effective(key).equals(other.effective(key)));
        return keys;
    }

    /**
     * These, but with the other's values of what may change while Eventferry runs.
     *
     * @throws SettingsException when that makes no sense
     */
    public Settings withLive(Settings other) {
        Map<String, String> mixed = new TreeMap<>(values);
        mixed.keySet().removeIf(Settings::isLive);
        other.values.forEach((key, value) -> {
            if (isLive(key)) {
                mixed.put(key, value);
            }
        });
        return of(mixed);
    }

    /** The log levels that are set, by logger; {@code ROOT} is all of them. */
    public Map<String, String> logLevels() {
        Map<String, String> levels = new TreeMap<>();
        values.forEach((key, value) -> {
            if (key.equals(LOG_LEVEL) && !value.isEmpty()) {
                levels.put("dev.eventferry", value);
            } else if (key.startsWith(LOG_LEVEL + ".") && !value.isEmpty()) {
                levels.put(key.substring(LOG_LEVEL.length() + 1), value);
            }
        });
        return levels;
    }

    private String effective(String key) {
        String value = values.get(key);
        return value == null || value.isEmpty() ? Objects.requireNonNullElse(KnownSettings.defaultOf(key), "") : value;
    }

    /** All that routes may name as {@code {{ferry.…}}}: what was given and the defaults of the rest, without secrets. */
    public Map<String, String> placeholders() {
        Map<String, String> all = new TreeMap<>(KnownSettings.fixed());
        values.forEach((key, value) -> {
            boolean secret = key.endsWith("access-token")
                    || key.endsWith("api-keys")
                    || key.startsWith("ferry.inspector.")
                    || key.endsWith(".secret")
                    || key.endsWith(".secret-previous")
                    || key.startsWith("ferry.jdbc.")
                    || key.startsWith("ferry.datasource.");
            if (!secret) {
                all.put(key, value);
            }
        });
        all.put("ferry.data-dir", dataDir().toString());
        all.put(
                "ferry.batch.linger",
                Long.toString(duration("ferry.batch.linger").toMillis()));
        for (String key : List.of(
                "ferry.delivery.backoff", "ferry.delivery.timeout", "ferry.files.quiet", "ferry.files.period")) {
            all.put(key, Long.toString(duration(key).toMillis()));
        }
        return all;
    }

    /** Text; empty when it is not set. */
    public String text(String key) {
        String value = values.get(key);
        if (value == null || value.isEmpty()) {
            value = Objects.requireNonNull(KnownSettings.defaultOf(key), key);
        }
        return value;
    }

    /** Text, or null when it is not set. */
    public @Nullable String textOrNull(String key) {
        String value = text(key);
        return value.isEmpty() ? null : value;
    }

    /** Whether anything is said of it; of Camel's own settings nothing need be. */
    public boolean isSet(String key) {
        return !values.getOrDefault(key, "").isEmpty();
    }

    /** A whole number. */
    public int number(String key) {
        try {
            return Integer.parseInt(text(key));
        } catch (NumberFormatException e) {
            throw new SettingsException(key + " must be a whole number");
        }
    }

    /** A length of time with its unit: {@code 500ms}, {@code 10s}, {@code 5m}, {@code 48h}, {@code 7d}. */
    public Duration duration(String key) {
        return duration(key, text(key));
    }

    /** A length of time; null when it is not set. */
    public @Nullable Duration durationOrNull(String key) {
        return textOrNull(key) == null ? null : duration(key);
    }

    /** A size in bytes: {@code 1MB}. */
    public long size(String key) {
        Matcher size = SIZE.matcher(text(key));
        if (!size.matches()) {
            throw new SettingsException(key + " must be a size with its unit, like 512KB or 1MB");
        }
        String unit = size.group(2) == null ? "B" : size.group(2).toUpperCase(Locale.ROOT);
        return new BigDecimal(size.group(1))
                .multiply(BigDecimal.valueOf(Objects.requireNonNull(SIZES.get(unit))))
                .longValue();
    }

    /** One of some words. */
    public String oneOf(String key, String... words) {
        String value = text(key).toLowerCase(Locale.ROOT);
        if (!List.of(words).contains(value)) {
            throw new SettingsException(key + " must be one of " + String.join(", ", words));
        }
        return value;
    }

    /** A comma-separated list; empty when it is not set. */
    public List<String> list(String key) {
        return Arrays.stream(text(key).split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Where everything is written, absolute. */
    public Path dataDir() {
        return Path.of(text("ferry.data-dir")).toAbsolutePath().normalize();
    }

    public boolean isProd() {
        return oneOf("ferry.profile", "dev", "prod").equals("prod");
    }

    /** The keys of which a request must show one; empty when none is asked for. */
    public List<Secret> apiKeys() {
        return list("ferry.http.api-keys").stream().map(Secret::new).toList();
    }

    /** What opens the inspector; empty for nothing of its own. */
    public List<Secret> inspectorKeys() {
        return list("ferry.inspector.keys").stream().map(Secret::new).toList();
    }

    /** What opens it for those who only look. */
    public List<Secret> inspectorViewKeys() {
        return list("ferry.inspector.view-keys").stream().map(Secret::new).toList();
    }

    /** Whether there is an inspector's page: beyond this machine only with a key of its own. */
    public boolean hasInspector() {
        return isLoopbackOnly()
                || !inspectorKeys().isEmpty()
                || !inspectorViewKeys().isEmpty();
    }

    /** Whether only this machine can ask. */
    public boolean isLoopbackOnly() {
        return isLoopback(text("ferry.http.host"));
    }

    /** Whose word on where a request came from is taken; empty for nobody's. */
    public List<IpNetwork> trustedProxies() {
        List<IpNetwork> proxies = new ArrayList<>();
        for (String text : list("ferry.http.trusted-proxies")) {
            try {
                proxies.add(IpNetwork.parse(text));
            } catch (IllegalArgumentException e) {
                throw new SettingsException("ferry.http.trusted-proxies: each " + e.getMessage());
            }
        }
        return proxies;
    }

    /** Where a click id is looked for, the best place first: field, cookie, url, referrer or some of them. */
    public List<String> clickIdPlaces() {
        List<String> places = list("ferry.enrich.ttclid");
        boolean known = CLICK_ID_PLACES.containsAll(places) && places.contains("field");
        if (!known || Set.copyOf(places).size() < places.size()) {
            throw new SettingsException(
                    "ferry.enrich.ttclid must name field, and of cookie, url and referrer those that"
                            + " are looked at, each once, the best place first");
        }
        return places;
    }

    /** The destinations by name, in the order of the setting: the first is the default. */
    public Map<String, Destination> destinations() {
        Map<String, Destination> destinations = new LinkedHashMap<>();
        for (String name : list("ferry.destinations")) {
            String prefix = "ferry.destination." + name + ".";
            String source = text(prefix + "event-source");
            destinations.put(
                    name,
                    new Destination(
                            name,
                            EventSource.named(source)
                                    .orElseThrow(() -> new SettingsException(
                                            prefix + "event-source must be one of web, app, offline, crm")),
                            text(prefix + "event-source-id"),
                            new Secret(text(prefix + "access-token")),
                            textOrNull(prefix + "test-event-code"),
                            oneOf(prefix + "enabled", "true", "false").equals("true")));
        }
        return destinations;
    }

    /**
     * How many requests a destination may get in a period: as is said of it, else as is said of all.
     *
     * @param period second, minute or day
     * @return 0 for any number
     */
    public int mostRequests(String destination, String period) {
        String its = "ferry.destination." + destination + ".requests-per-" + period;
        String key = textOrNull(its) == null ? "ferry.delivery.requests-per-" + period : its;
        int most = textOrNull(key) == null ? 0 : number(key);
        if (most < 0) {
            throw new SettingsException(key + " must be 1 or more, or 0 for no limit");
        }
        return most;
    }

    /** The destinations of which the newest events go first when they are behind. */
    public Set<String> freshestFirst() {
        Set<String> freshest = new TreeSet<>();
        for (String name : list("ferry.destinations")) {
            String its = "ferry.destination." + name + ".order";
            if (oneOf(textOrNull(its) == null ? "ferry.delivery.order" : its, "oldest", "freshest")
                    .equals("freshest")) {
                freshest.add(name);
            }
        }
        return freshest;
    }

    /** How old an event of a source may be, as the setting says: a duration and what then, or none. */
    public record AgeLimit(Duration age, boolean reject) {}

    /** The age limit of a source; null for none. */
    public @Nullable AgeLimit maxAge(EventSource source) {
        String key = "ferry.rules.max-age." + source.wire();
        String value = text(key);
        if (value.equals("none")) {
            return null;
        }
        String[] words = value.split("\\s+", -1);
        boolean known = words.length == 2 && (words[1].equals("warn") || words[1].equals("reject"));
        if (!known) {
            throw new SettingsException(
                    key + " must be none, or an age and what then, like \"7d warn\" or \"28d reject\"");
        }
        return new AgeLimit(duration(key, words[0]), words[1].equals("reject"));
    }

    /** Names of the databases that tables are read from. */
    public Set<String> datasources() {
        Set<String> names = new TreeSet<>();
        for (String key : values.keySet()) {
            if (key.startsWith("ferry.datasource.") && key.endsWith(".url")) {
                names.add(key.substring("ferry.datasource.".length(), key.length() - ".url".length()));
            }
        }
        return names;
    }

    /** What is said of webhooks, by source. */
    public Map<String, WebhookSettings> webhooks() {
        Map<String, WebhookSettings> webhooks = new TreeMap<>();
        for (String source : sources()) {
            webhooks.put(source, WebhookSettings.of(this, source));
        }
        return webhooks;
    }

    /** Whether files of a source wait for an approval. */
    public boolean waitsForApproval(String source) {
        String key = "ferry.source." + source + ".file-approval";
        return oneOf(textOrNull(key) == null ? "ferry.files.approval" : key, "auto", "wait")
                .equals("wait");
    }

    /** What is set for a source wherever its mapping leaves it empty: values by TikTok's path, in order. */
    public Map<String, String> presets(String source) {
        String prefix = "ferry.source." + source + KnownSettings.PRESET;
        Map<String, String> presets = new TreeMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix) && !value.isEmpty()) {
                presets.put(key.substring(prefix.length()), value);
            }
        });
        return presets;
    }

    /** What is added to the times that a source says. */
    public Duration timeOffset(String source) {
        String key = "ferry.source." + source + ".time-offset";
        String text = textOrNull(key);
        if (text == null) {
            return Duration.ZERO;
        }
        boolean earlier = text.startsWith("-");
        Matcher length = DURATION.matcher(earlier || text.startsWith("+") ? text.substring(1) : text);
        if (!length.matches()) {
            throw new SettingsException(key + " must be a time with its unit and perhaps a sign, like -2h or 30m");
        }
        Duration offset = duration(key, length.group());
        return earlier ? offset.negated() : offset;
    }

    /** What is said of a source's files; of one that nothing is said of, too. */
    public FileSettings files(String source) {
        return FileSettings.of(this, source);
    }

    /** Whether a key has another value than its default. */
    boolean isChanged(String key) {
        return !text(key).equals(KnownSettings.defaultOf(key));
    }

    /** The sources of which something is said. */
    public Set<String> sources() {
        Set<String> names = new TreeSet<>();
        for (String key : values.keySet()) {
            int end = key.contains(KnownSettings.PRESET) ? key.indexOf(KnownSettings.PRESET) : key.lastIndexOf('.');
            if (end > WebhookSettings.PREFIX.length() && key.startsWith(WebhookSettings.PREFIX)) {
                names.add(key.substring(WebhookSettings.PREFIX.length(), end));
            }
        }
        return names;
    }

    /**
     * Reads a time with its unit.
     *
     * @param key what it is the value of, for the message
     */
    public static Duration duration(String key, String text) {
        Matcher duration = DURATION.matcher(text);
        if (!duration.matches()) {
            throw new SettingsException(key + " must be a time with its unit, like 500ms, 10s, 5m, 48h or 7d");
        }
        long n = Long.parseLong(duration.group(1));
        return switch (duration.group(2)) {
            case "ms" -> Duration.ofMillis(n);
            case "s" -> Duration.ofSeconds(n);
            case "m" -> Duration.ofMinutes(n);
            case "h" -> Duration.ofHours(n);
            default -> Duration.ofDays(n);
        };
    }

    private void check(List<String> problems) {
        attempt(problems, this::dataDir);
        attempt(problems, this::isProd);
        for (String key : KnownSettings.fixed().keySet()) {
            String normal = Objects.requireNonNullElse(KnownSettings.defaultOf(key), "");
            if (DURATION.matcher(normal).matches()) {
                attempt(problems, () -> duration(key));
            } else if (SIZE.matcher(normal).matches() && normal.endsWith("B")) {
                attempt(problems, () -> size(key));
            } else if (normal.matches("\\d+")) {
                attempt(problems, () -> number(key));
            }
        }
        attempt(problems, () -> oneOf("ferry.external-id.case", "keep", "lower"));
        attempt(problems, () -> oneOf("ferry.event-names", "current", "legacy"));
        attempt(problems, () -> oneOf("ferry.event-id.missing", "derive", "leave"));
        attempt(problems, () -> oneOf("ferry.phone.china-both", "true", "false"));
        for (EventSource source : EventSource.values()) {
            attempt(problems, () -> maxAge(source));
        }
        attempt(problems, this::trustedProxies);
        attempt(problems, this::clickIdPlaces);
        attempt(problems, this::freshestFirst);
        for (String destination : list("ferry.destinations")) {
            for (String period : List.of("second", "minute", "day")) {
                attempt(problems, () -> mostRequests(destination, period));
            }
        }
        values.forEach((key, value) -> {
            boolean level = key.equals(LOG_LEVEL) || key.startsWith(LOG_LEVEL + ".");
            if (level && !value.isEmpty() && !LEVELS.contains(value.toUpperCase(Locale.ROOT))) {
                problems.add(key + " must be TRACE, DEBUG, INFO, WARN, ERROR or OFF");
            }
        });
        checkSense(problems);
        attempt(problems, () -> checkDestinations(problems));
        for (String source : sources()) {
            attempt(problems, () -> problems.addAll(WebhookSettings.problems(this, source)));
            attempt(problems, () -> problems.addAll(FileSettings.problems(this, source)));
            attempt(problems, () -> waitsForApproval(source));
            attempt(problems, () -> timeOffset(source));
            presets(source).keySet().forEach(path -> {
                if (!path.equals("event") && Field.at(path) == null) {
                    problems.add("ferry.source." + source + KnownSettings.PRESET + path
                            + " names no field: it is event or one of TikTok's, such as properties.currency");
                }
            });
        }
    }

    private void checkSense(List<String> problems) {
        attempt(problems, () -> checkNumbers(problems));
        attempt(problems, () -> oneOf("ferry.files.approval", "auto", "wait"));
        attempt(problems, () -> oneOf("ferry.log.format", "text", "json"));
        attempt(problems, () -> oneOf("ferry.inspector.keep-input", "true", "false"));
        attempt(problems, () -> {
            int recent = number("ferry.inspector.recent-events");
            if (recent < 0 || recent > MOST_RECENT) {
                problems.add("ferry.inspector.recent-events must be 0 to 20000: they are kept in memory");
            }
        });
        attempt(problems, () -> durationOrNull("ferry.files.done-retention"));
        attempt(problems, () -> {
            int percent = number("ferry.files.max-rejected-percent");
            if (percent < 0 || percent > 100) {
                problems.add("ferry.files.max-rejected-percent must be 0 to 100; with 100 no file is stopped");
            }
        });
        attempt(problems, () -> {
            Set<String> parts = Set.copyOf(list("ferry.dedup.key"));
            if (!parts.equals(Set.of("pixel", "event", "event_id")) && !parts.equals(Set.of("pixel", "event_id"))) {
                problems.add("ferry.dedup.key must be pixel,event,event_id or pixel,event_id");
            }
        });
        attempt(problems, () -> {
            if (duration("ferry.retention.delivered").compareTo(duration("ferry.dedup.window")) < 0) {
                problems.add(
                        "ferry.retention.delivered must be at least ferry.dedup.window, or duplicates pass after a restart");
            }
        });
        attempt(problems, () -> {
            if (apiKeys().isEmpty() && !isLoopback(text("ferry.http.host"))) {
                problems.add("ferry.http.host is reachable from outside but ferry.http.api-keys is not set:"
                        + " set a key, or bind to 127.0.0.1");
            }
        });
        attempt(problems, () -> checkBaseUrl(problems));
    }

    private void checkNumbers(List<String> problems) {
        int size = number("ferry.batch.size");
        if (size < 1 || size > MOST_EVENTS) {
            problems.add("ferry.batch.size must be 1 to 1000: TikTok refuses more (40002)");
        }
        for (String key : COUNTS) {
            if (number(key) < 1) {
                problems.add(key + " must be 1 or more");
            }
        }
        String traced = "ferry.tracing.percent";
        if (number(traced) < 0 || number(traced) > 100) {
            problems.add(traced + " must be 0 to 100");
        }
        String jitter = "ferry.delivery.backoff-jitter";
        if (!SHARE.matcher(text(jitter)).matches()) {
            problems.add(jitter + " must be 0, or a share below 1 such as 0.5");
        }
    }

    private void checkBaseUrl(List<String> problems) {
        String host = null;
        boolean https = false;
        try {
            URI base = URI.create(text("ferry.tiktok.base-url"));
            host = base.getHost();
            https = "https".equals(base.getScheme());
        } catch (IllegalArgumentException e) {
            // said below, without the value
        }
        if (host == null || (isProd() && !https && !isLoopback(host))) {
            problems.add("ferry.tiktok.base-url must be an https address");
        }
    }

    private void checkDestinations(List<String> problems) {
        if (list("ferry.destinations").isEmpty()) {
            problems.add("ferry.destinations names none: name at least one");
        }
        for (String name : list("ferry.destinations")) {
            if (!NAME.matcher(name).matches()) {
                problems.add("ferry.destinations: names are lower-case letters, digits and dashes");
            }
        }
        destinations().forEach((name, destination) -> {
            String prefix = "ferry.destination." + name + ".";
            if (destination.enabled() && destination.eventSourceId().isEmpty()) {
                problems.add(prefix + "event-source-id is missing: set the pixel code, app id or event set id," + " or "
                        + prefix + "enabled = false");
            }
            if (destination.enabled() && destination.accessToken().isEmpty()) {
                problems.add(
                        prefix + "access-token is missing: set it as "
                                + SettingsSource.variableOf(prefix + "access-token")
                                + " or as a file in ferry.secrets-dir; Events Manager > Settings > Generate Access Token makes one");
            }
            if (isProd() && destination.testEventCode() != null) {
                problems.add(
                        prefix + "test-event-code is set but ferry.profile is prod: TikTok does not count events with"
                                + " a test code; remove one of the two");
            }
        });
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static void attempt(List<String> problems, Runnable check) {
        try {
            check.run();
        } catch (SettingsException | IllegalArgumentException e) {
            String message = Objects.requireNonNullElse(e.getMessage(), e.toString());
            if (!problems.contains(message)) {
                problems.add(message);
            }
        }
    }

    /** Key names only: values may be secret. */
    @Override
    public String toString() {
        return "Settings" + values.keySet();
    }
}
