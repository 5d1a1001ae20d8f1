package dev.eventferry.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.jspecify.annotations.Nullable;

/** Every key there is, with its default; a key that is none of them is a typo, and the nearest one is named. */
final class KnownSettings {

    private static final int FARTHEST = 6;

    /** Between a source's name and the field that it sets. */
    static final String PRESET = ".preset.";

    /** Defaults; an empty one means "not set". {@code *} stands for a name that the user chooses. */
    private static final Map<String, String> DEFAULTS = new TreeMap<>();

    static {
        for (String line : """
                ferry.profile=dev
                ferry.data-dir=data
                ferry.routes-dir=routes
                ferry.mappings-dir=mappings
                ferry.secrets-dir=
                ferry.http.host=127.0.0.1
                ferry.http.port=8080
                ferry.http.api-keys=
                ferry.http.max-body=1MB
                ferry.http.max-unzipped=16MB
                ferry.http.max-events=1000
                ferry.http.workers=2
                ferry.http.max-in-flight=2000
                ferry.http.visitor-sources=
                ferry.http.trusted-proxies=
                ferry.inspector.keys=
                ferry.inspector.view-keys=
                ferry.inspector.recent-events=5000
                ferry.inspector.keep-input=false
                ferry.management.host=127.0.0.1
                ferry.management.port=9876
                ferry.tiktok.base-url=https://business-api.tiktok.com
                ferry.tiktok.partner-name=
                ferry.destinations=web
                ferry.destination.*.event-source=web
                ferry.destination.*.event-source-id=
                ferry.destination.*.access-token=
                ferry.destination.*.test-event-code=
                ferry.destination.*.enabled=true
                ferry.destination.*.requests-per-second=
                ferry.destination.*.requests-per-minute=
                ferry.destination.*.requests-per-day=
                ferry.destination.*.order=
                ferry.source.*.signature=
                ferry.source.*.secret=
                ferry.source.*.secret-previous=
                ferry.source.*.public-url=
                ferry.source.*.signature-header=
                ferry.source.*.signature-algorithm=sha256
                ferry.source.*.signature-encoding=hex
                ferry.source.*.signature-prefix=
                ferry.source.*.signature-timestamp-header=
                ferry.source.*.signature-content={body}
                ferry.source.*.signature-tolerance=5m
                ferry.source.*.topic-header=
                ferry.source.*.id-header=
                ferry.source.*.test-orders=drop
                ferry.source.*.file-encoding=
                ferry.source.*.file-delimiter=
                ferry.source.*.file-quote=
                ferry.source.*.file-header-row=
                ferry.source.*.file-decimal=
                ferry.source.*.file-date-order=
                ferry.source.*.file-zone=
                ferry.source.*.file-sheet=
                ferry.source.*.file-footer=drop
                ferry.source.*.file-approval=
                ferry.source.*.preset.*=
                ferry.source.*.time-offset=
                ferry.rules.max-age.web=7d warn
                ferry.rules.max-age.app=7d warn
                ferry.rules.max-age.offline=28d reject
                ferry.rules.max-age.crm=none
                ferry.rules.future-skew=10m
                ferry.rules.lenient=
                ferry.phone.default-region=
                ferry.phone.china-both=false
                ferry.external-id.case=keep
                ferry.event-names=current
                ferry.event-id.missing=derive
                ferry.enrich.ttclid=field,cookie,url,referrer
                ferry.dedup.key=pixel,event,event_id
                ferry.dedup.merge-window=5m
                ferry.dedup.window=48h
                ferry.batch.size=1000
                ferry.batch.max-bytes=1MB
                ferry.batch.linger=500ms
                ferry.delivery.window=72h
                ferry.delivery.backoff=1s
                ferry.delivery.backoff-multiplier=2
                ferry.delivery.backoff-jitter=0.5
                ferry.delivery.max-backoff=5m
                ferry.delivery.quick-tries=2
                ferry.delivery.probe-parked=15m
                ferry.delivery.timeout=10s
                ferry.delivery.concurrency=4
                ferry.delivery.requests-per-second=1000
                ferry.delivery.requests-per-minute=
                ferry.delivery.requests-per-day=
                ferry.delivery.order=oldest
                ferry.delivery.first=Purchase,CompletePayment
                ferry.delivery.memory=16MB
                ferry.files.quiet=2s
                ferry.files.period=1s
                ferry.files.chunk=1000
                ferry.files.parallel=2
                ferry.files.max-rejected-percent=80
                ferry.files.approval=auto
                ferry.files.rejected-retention=30d
                ferry.files.done-retention=
                ferry.files.max-unpacked=4GB
                ferry.files.max-growth=200
                ferry.datasource.*.url=
                ferry.datasource.*.user=
                ferry.datasource.*.password=
                ferry.jdbc.url=
                ferry.jdbc.user=
                ferry.jdbc.password=
                ferry.store.disk-reserve=64MB
                ferry.retention.delivered=7d
                ferry.retention.dead=30d
                ferry.reload.period=1s
                ferry.tracing.endpoint=
                ferry.tracing.percent=1
                ferry.log.format=text
                ferry.log.level=INFO
                ferry.log.level.*=
                """.split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                DEFAULTS.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
    }

    private KnownSettings() {}

    /** The default of a key; null when there is no such key, empty when it is not set unless given. */
    static @Nullable String defaultOf(String key) {
        return DEFAULTS.get(pattern(key));
    }

    /** The keys whose names are fixed, with their defaults. */
    static Map<String, String> fixed() {
        Map<String, String> fixed = new TreeMap<>(DEFAULTS);
        fixed.keySet().removeIf(key -> key.contains("*"));
        return fixed;
    }

    /** A sentence for each of our keys that is unknown; others (camel.*) are not ours to judge. */
    static List<String> complaints(Iterable<String> keys) {
        List<String> complaints = new ArrayList<>();
        for (String key : keys) {
            if (key.startsWith("ferry.") && defaultOf(key) == null) {
                String nearest = nearest(key);
                complaints.add(key + " is not a setting"
                        + (nearest == null
                                ? ": see application.properties for all of them"
                                : "; did you mean " + nearest + "?"));
            }
        }
        return complaints;
    }

    /** The key that an environment variable means. */
    static String keyOf(String variable) {
        for (String known : DEFAULTS.keySet()) {
            if (known.contains(PRESET)) {
                continue; // a field's dots and underscores cannot be told apart in a variable's name
            }
            Pattern form = Pattern.compile(
                    Pattern.quote(SettingsSource.variableOf(known)).replace("*", "\\E(.+)\\Q"));
            var match = form.matcher(variable);
            if (match.matches()) {
                return match.groupCount() == 0
                        ? known
                        : known.replace(
                                "*",
                                match.group(1)
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', known.startsWith("ferry.log.") ? '.' : '-'));
            }
        }
        return variable.toLowerCase(Locale.ROOT).replace('_', '.');
    }

    private static String pattern(String key) {
        int preset = key.indexOf(PRESET);
        if (key.startsWith("ferry.source.") && preset > "ferry.source.".length()) {
            return "ferry.source.*" + PRESET + "*";
        }
        if (key.startsWith("ferry.log.level.")) {
            return "ferry.log.level.*";
        }
        for (String family : List.of("ferry.destination.", "ferry.datasource.", "ferry.source.")) {
            int end = key.lastIndexOf('.');
            if (key.startsWith(family) && end > family.length()) {
                return family + "*" + key.substring(end);
            }
        }
        return key;
    }

    private static @Nullable String nearest(String key) {
        String best = null;
        int bestDistance = FARTHEST + 1;
        for (String known : DEFAULTS.keySet()) {
            int distance = new LevenshteinDistance(FARTHEST).apply(pattern(key), known);
            if (distance >= 0 && distance < bestDistance) {
                best = known;
                bestDistance = distance;
            }
        }
        return best == null ? null : best.replace("*", "NAME");
    }
}
