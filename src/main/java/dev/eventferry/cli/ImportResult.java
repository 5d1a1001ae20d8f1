package dev.eventferry.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a file that was imported, in words and for programs. It quotes what the file's report says, which holds no
 * value of any cell.
 *
 * @param report null when there is none
 * @param at where the report lies
 * @param delivery null when it did not come to that
 * @param later who delivers what waits
 * @param why it is not imported, or not to its end; null when it is
 */
record ImportResult(
        Path given,
        String name,
        @Nullable JsonNode report,
        @Nullable Path at,
        ImportWatch.@Nullable Delivery delivery,
        String later,
        @Nullable String why,
        int exitCode) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_REASONS = 5;

    /** It was not imported. */
    static ImportResult refused(Path given, String why, int exitCode) {
        return new ImportResult(given, String.valueOf(given.getFileName()), null, null, null, "", why, exitCode);
    }

    /** Somebody is through with it. */
    static ImportResult through(
            Path given,
            InboxFile file,
            ImportWatch.End.Through end,
            ImportWatch.Delivery delivery,
            String later,
            boolean waited) {
        JsonNode report = end.report();
        String status = report.path("status").asText();
        String why = report.path("failure").isTextual() ? report.path("failure").asText() : null;
        boolean isRead = status.equals("done") || status.equals("repeated");
        boolean isDelivered = !waited || (delivery.waiting() == 0 && delivery.dead() == 0);
        boolean isWhole = report.path("rejected").asLong() == 0 && isDelivered;
        int exitCode = isRead ? (isWhole ? 0 : 1) : 2;
        return new ImportResult(
                given,
                file.name(),
                report,
                end.at(),
                delivery,
                later,
                isRead ? null : why == null ? "the report says " + status : why,
                exitCode);
    }

    /** A line of what it came to, the reasons, and where to read on. */
    String text() {
        StringBuilder text = new StringBuilder();
        if (why != null) {
            line(text, given.getFileName() + " is not imported" + (rows() > 0 ? " to its end: " : ": ") + why);
        }
        if (report == null || at == null) {
            return text.toString();
        }
        if (report.path("status").asText().equals("repeated")) {
            JsonNode before = report.path("repeats");
            line(
                    text,
                    given.getFileName() + " was imported before"
                            + (before.path("file").isTextual()
                                    ? " as " + before.path("file").asText()
                                    : "")
                            + (before.path("imported_at").isTextual()
                                    ? " at " + before.path("imported_at").asText()
                                    : "")
                            + ", so it is left out; --again imports it all the same");
        } else {
            counts(text, report);
        }
        delivered(text);
        line(text, "report    " + at);
        if (report.path("rejected_file").isTextual()) {
            line(text, "rejected  " + rejectedFile());
        }
        return text.toString();
    }

    /** The same for programs. */
    ObjectNode json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("given", given.toString()).put("name", name).put("exit_code", exitCode);
        if (why != null) {
            json.put("why", why);
        }
        if (delivery != null && report != null) {
            if (delivery.waiting() >= 0) {
                json.put("waiting", delivery.waiting()).put("delivered", deliveredEvents());
            }
            json.put("dead", delivery.dead());
        }
        if (at != null) {
            json.put("report_file", at.toString());
        }
        if (report != null) {
            json.set("report", report);
        }
        return json;
    }

    private void counts(StringBuilder text, JsonNode of) {
        double seconds = of.path("seconds").asDouble();
        line(
                text,
                given.getFileName() + ": " + ProgressView.number(rows()) + " rows in " + seconds + " s"
                        + (seconds > 0 ? ", " + ProgressView.number(Math.round(rows() / seconds)) + "/s" : ""));
        List<String> counts = new ArrayList<>();
        for (String what : List.of("accepted", "duplicate", "filtered", "rejected")) {
            counts.add(what + " " + ProgressView.number(of.path(what).asLong()));
        }
        line(text, String.join(", ", counts));
        reasons(text, of);
    }

    private static void reasons(StringBuilder text, JsonNode of) {
        Map<String, JsonNode> examples = new HashMap<>();
        of.path("first_errors")
                .forEach(error -> examples.putIfAbsent(error.path("code").asText(), error));
        List<Map.Entry<String, JsonNode>> reasons =
                new ArrayList<>(of.path("reasons").properties());
        reasons.sort(Comparator.comparingLong((Map.Entry<String, JsonNode> reason) ->
                        reason.getValue().asLong())
                .reversed());
        reasons.stream().limit(MOST_REASONS).forEach(reason -> {
            line(text, "  " + ProgressView.number(reason.getValue().asLong()) + "  " + reason.getKey());
            JsonNode example = examples.get(reason.getKey());
            if (example != null) {
                line(
                        text,
                        "     row " + example.path("row").asText() + ": "
                                + example.path("message").asText());
            }
        });
        if (reasons.size() > MOST_REASONS) {
            line(text, "  and " + (reasons.size() - MOST_REASONS) + " more reasons in the report");
        }
    }

    private void delivered(StringBuilder text) {
        if (delivery == null || accepted() == 0) {
            return;
        }
        if (delivery.waiting() < 0) {
            line(text, "how many are delivered is not known; ./ferry status tells when it answers");
            return;
        }
        List<String> parts = new ArrayList<>(List.of("delivered " + ProgressView.number(deliveredEvents())));
        if (delivery.dead() > 0) {
            parts.add("dead " + ProgressView.number(delivery.dead()));
        }
        if (delivery.waiting() > 0) {
            parts.add(ProgressView.number(delivery.waiting()) + " events of this source wait for " + later);
        }
        line(text, String.join(", ", parts));
    }

    private long deliveredEvents() {
        return delivery == null ? 0 : Math.max(0, accepted() - delivery.waiting() - delivery.dead());
    }

    private long accepted() {
        return report == null ? 0 : report.path("accepted").asLong();
    }

    private long rows() {
        return report == null ? 0 : report.path("rows").asLong();
    }

    private String rejectedFile() {
        Path named = Path.of(String.valueOf(
                report == null ? "" : report.path("rejected_file").asText()));
        return at == null
                ? named.toString()
                : at.resolveSibling(String.valueOf(named.getFileName())).toString();
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
