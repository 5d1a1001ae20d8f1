package dev.eventferry.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters are meant; all that is said must hold. */
final class DeadOptions {

    @Option(names = "--id", paramLabel = "ID", split = ",", description = "These alone.")
    private List<Long> ids = new ArrayList<>();

    @Option(names = "--destination", paramLabel = "NAME", description = "Of that destination.")
    private @Nullable String destination;

    @Option(
            names = {"-s", "--source"},
            paramLabel = "NAME",
            description = "Of that source.")
    private @Nullable String source;

    @Option(names = "--reason", paramLabel = "WORD", description = "refused or expired.")
    private @Nullable String reason;

    @Option(names = "--code", paramLabel = "N", description = "TikTok's code.")
    private @Nullable Integer code;

    @Option(names = "--since", paramLabel = "TIME", description = "Dead since, as 2026-01-31T12:00:00Z.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Dead before.")
    private @Nullable String until;

    /** As the address and the body of a request name them. */
    Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (!ids.isEmpty()) {
            parameters.put("id", ids.stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
        put(parameters, "destination", destination);
        put(parameters, "source", source);
        put(parameters, "reason", reason);
        put(parameters, "code", code);
        put(parameters, "since", since);
        put(parameters, "until", until);
        return parameters;
    }

    private static void put(Map<String, String> parameters, String name, @Nullable Object value) {
        if (value != null) {
            parameters.put(name, value.toString());
        }
    }
}
