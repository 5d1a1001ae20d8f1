package dev.eventferry.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;

/** A file's report for people: one page that needs nothing else, for a screen of any width, light or dark. */
public final class ReportPage {

    private static final Map<String, String> TITLES = Map.of(
            "done", "imported",
            "failed", "not imported to its end",
            "stopped", "stopped before anything was sent",
            "repeated", "not imported again",
            "preview", "waits for your approval");

    private static final String STYLE = """
            :root{color-scheme:light dark;--ink:#1c2024;--soft:#60646c;--line:#d9d9e0;--paper:#fff;--bar:#2b7de9;--lost:#d4483b}
            @media(prefers-color-scheme:dark){:root{--ink:#edeef0;--soft:#b0b4ba;--line:#3a3f45;--paper:#16181a;--bar:#5b9df5;--lost:#ec6a5e}}
            *{box-sizing:border-box}
            body{margin:0 auto;padding:1.2rem;max-width:60rem;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);overflow-wrap:anywhere}
            h1{font-size:1.4rem;margin:0}h2{font-size:1.1rem;margin:2rem 0 .5rem}
            p{margin:.3rem 0}.soft{color:var(--soft)}.alert{border-left:4px solid var(--lost);padding:.4rem .8rem;margin:1rem 0}
            dl.counts{display:grid;grid-template-columns:repeat(auto-fit,minmax(7rem,1fr));gap:.6rem;margin:1rem 0}
            dl.counts div{border:1px solid var(--line);border-radius:.4rem;padding:.5rem .7rem}
            dt{color:var(--soft);font-size:.85rem}dd{margin:0;font-size:1.3rem;font-variant-numeric:tabular-nums}
            section{border-top:1px solid var(--line);padding:.6rem 0}h3{font-size:1rem;margin:0}
            .bar{display:block;height:.6rem;background:var(--line);border-radius:.3rem;overflow:hidden}
            .bar i{display:block;height:100%;background:var(--bar)}
            .key{display:grid;grid-template-columns:minmax(7rem,12rem) 1fr minmax(5rem,auto);gap:.6rem;align-items:center;padding:.2rem 0}
            ul{margin:.3rem 0;padding-left:1.2rem}code{font-family:ui-monospace,monospace;font-size:.9em}
            """;

    private final StringBuilder html = new StringBuilder(8192);

    private ReportPage() {}

    /** The page of a report as {@code NAME.report.json} has it. */
    public static String of(JsonNode report) {
        ReportPage page = new ReportPage();
        page.write(report);
        return page.html.toString();
    }

    private void write(JsonNode report) {
        String name = text(report, "file");
        String status = text(report, "status");
        html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src"
                        + " 'unsafe-inline'\"><title>");
        words(name + ": " + status);
        html.append("</title><style>").append(STYLE).append("</style></head><body>\n");
        element("h1", name + " " + TITLES.getOrDefault(status, status));
        soft("Source " + text(report, "source") + ", begun " + text(report, "started_at") + ", "
                + report.path("seconds").asText() + " s, "
                + number(report.path("rows_per_second").asLong()) + " rows a second");
        if (report.has("failure")) {
            html.append("<p class=\"alert\" role=\"status\">");
            words(text(report, "failure"));
            html.append("</p>\n");
        }
        counts(report);
        if (report.has("rejected_file")) {
            element(
                    "p",
                    "The rejected rows are in " + text(report, "rejected_file")
                            + ": mend them there and drop that file into the inbox.");
        }
        reasons("Rejected", report.path("examples"));
        leftOut(report);
        reasons("Accepted with a warning", report.path("warnings"));
        keys(report);
        list("What the file is", report.path("format_words"));
        mapping(report.path("mapping"));
        html.append("</body></html>\n");
    }

    private void counts(JsonNode report) {
        html.append("<dl class=\"counts\">");
        for (String each : new String[] {"rows", "groups", "accepted", "duplicate", "filtered", "rejected"}) {
            if (report.has(each)) {
                html.append("<div>");
                element("dt", each);
                element("dd", number(report.path(each).asLong()));
                html.append("</div>");
            }
        }
        html.append("</dl>\n");
    }

    private void reasons(String title, JsonNode reasons) {
        if (reasons.isEmpty()) {
            return;
        }
        element("h2", title);
        reasons.properties().forEach(each -> {
            JsonNode reason = each.getValue();
            html.append("<section><h3><code>");
            words(each.getKey());
            html.append("</code> ");
            words(number(reason.path("n").asLong()));
            html.append("</h3>");
            if (!text(reason, "message").isEmpty()) {
                element("p", text(reason, "message"));
            }
            if (reason.has("fix")) {
                element("p", "What to do: " + text(reason, "fix"));
            }
            StringBuilder rows = new StringBuilder();
            reason.path("rows")
                    .forEach(row -> rows.append(rows.isEmpty() ? "" : ", ").append(row.asText()));
            if (!rows.isEmpty()) {
                soft((reason.path("rows").size() < reason.path("n").asLong() ? "First rows: " : "Rows: ") + rows);
            }
            html.append("</section>\n");
        });
    }

    private void leftOut(JsonNode report) {
        JsonNode rejected = report.path("examples");
        boolean any = false;
        for (Map.Entry<String, JsonNode> each : report.path("reasons").properties()) {
            if (!rejected.has(each.getKey())) {
                html.append(any ? "" : "<h2>Left out</h2><ul>").append("<li>");
                words(each.getKey() + ": " + number(each.getValue().asLong()));
                html.append("</li>");
                any = true;
            }
        }
        html.append(any ? "</ul>\n" : "");
    }

    private void keys(JsonNode report) {
        JsonNode keys = report.path("match_keys");
        long events = report.path("events_judged").asLong();
        if (keys.isEmpty() || events == 0) {
            return;
        }
        element("h2", "Match keys of " + number(events) + " events");
        keys.forEach(key -> {
            long valid = key.path("valid").asLong();
            long dropped = key.path("dropped").asLong();
            double share = 100.0 * valid / events;
            html.append("<div class=\"key\"><code>");
            words(text(key, "field"));
            html.append("</code><span class=\"bar\"><i style=\"width:")
                    .append(String.format(Locale.ROOT, "%.1f", Math.min(share, 100)))
                    .append("%\"></i></span><span>");
            words(String.format(Locale.ROOT, "%.0f %%", share)
                    + (dropped > 0 ? ", " + number(dropped) + " not usable" : ""));
            html.append("</span></div>\n");
        });
    }

    private void mapping(JsonNode mapping) {
        if (mapping.isEmpty()) {
            return;
        }
        element("h2", "What the mapping takes from where");
        html.append("<ul>");
        mapping.forEach(each -> {
            html.append("<li><code>");
            words(text(each, "field"));
            html.append("</code> from ");
            words(text(each, "from"));
            html.append("</li>");
        });
        html.append("</ul>\n");
    }

    private void list(String title, JsonNode lines) {
        if (!lines.isEmpty()) {
            element("h2", title);
            html.append("<ul>");
            lines.forEach(line -> element("li", line.asText()));
            html.append("</ul>\n");
        }
    }

    private void soft(String text) {
        html.append("<p class=\"soft\">");
        words(text);
        html.append("</p>");
    }

    private void element(String tag, String text) {
        html.append('<').append(tag).append('>');
        words(text);
        html.append("</").append(tag).append('>');
    }

    private void words(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '&' -> html.append("&amp;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append(c);
            }
        }
    }

    private static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }
}
