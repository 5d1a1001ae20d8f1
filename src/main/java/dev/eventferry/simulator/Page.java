package dev.eventferry.simulator;

import java.time.Instant;
import java.util.List;

/** What a person sees at {@code GET /}: counts and the newest events, without who did them. */
final class Page {

    private static final int EVENTS = 50;

    private Page() {}

    /** The page as HTML. */
    static String of(Stats stats, List<Held> all) {
        StringBuilder page = new StringBuilder(8192)
                .append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>TikTok simulator</title>")
                .append("<style>body{font:14px sans-serif;margin:2em}table{border-collapse:collapse}")
                .append("td,th{text-align:left;padding:.2em 1em .2em 0;border-bottom:1px solid #ddd}</style>")
                .append("<h1>TikTok simulator</h1><table>");
        Views.stats(stats)
                .properties()
                .forEach(count ->
                        row(page, "td", count.getKey(), count.getValue().asText()));
        page.append("</table><h2>Newest events</h2><table>");
        row(page, "th", "received", "event", "event_id", "event_time", "event source", "copies", "merged fields", "");
        for (int i = all.size() - 1; i >= Math.max(0, all.size() - EVENTS); i--) {
            event(page, Views.event(all.get(i)));
        }
        return page.append("</table><p>JSON: <a href=\"/simulator/events\">events</a>, ")
                .append("<a href=\"/simulator/requests\">requests</a>, <a href=\"/simulator/stats\">stats</a>, ")
                .append("<a href=\"/simulator/faults\">faults</a></p></html>")
                .toString();
    }

    private static void event(StringBuilder page, ReceivedEvent event) {
        row(
                page,
                "td",
                event.receivedAt().toString(),
                event.event(),
                event.eventId() == null ? "" : event.eventId(),
                Instant.ofEpochSecond(Math.min(event.eventTime(), 253_402_300_799L))
                        .toString(),
                event.eventSource() + " " + event.eventSourceId(),
                Integer.toString(event.copies()),
                String.join(", ", event.mergedFields()),
                event.test() ? "test" : "");
    }

    private static void row(StringBuilder page, String tag, String... cells) {
        page.append("<tr>");
        for (String cell : cells) {
            page.append('<').append(tag).append('>');
            escape(page, cell);
            page.append("</").append(tag).append('>');
        }
        page.append("</tr>");
    }

    private static void escape(StringBuilder page, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> page.append("&lt;");
                case '>' -> page.append("&gt;");
                case '&' -> page.append("&amp;");
                case '"' -> page.append("&quot;");
                default -> page.append(c);
            }
        }
    }
}
