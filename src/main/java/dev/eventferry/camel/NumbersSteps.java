package dev.eventferry.camel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.inspect.Access;
import dev.eventferry.inspect.CampaignReport;
import dev.eventferry.inspect.CopyReport;
import dev.eventferry.inspect.LedgerRange;
import dev.eventferry.inspect.MatchQuality;
import dev.eventferry.inspect.NumberKind;
import dev.eventferry.intake.HttpAnswer;
import dev.eventferry.intake.HttpRequest;
import dev.eventferry.store.LedgerEntry;
import dev.eventferry.store.StoreReader;
import dev.eventferry.store.Tally;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** The verbs of the routes in {@code inspector-numbers.camel.yaml}: match keys, copies and campaigns over time. */
public final class NumbersSteps {

    private static final int DAY = 1440;
    private static final int MOST_ROWS = 50_000;
    private static final int MOST_SHOWN = 200;
    private static final int USUAL_DAYS = 7;
    private static final int MOST_DAYS = 90;

    /** Makes an answer of what was counted since a minute. */
    private interface Report {
        ObjectNode json(LedgerRange range, long from, Map<Tally, Long> tallies);
    }

    private final Access access;
    private final StoreReader reader;
    private final Clock clock;

    NumbersSteps(Access access, StoreReader reader, Clock clock) {
        this.access = access;
        this.reader = reader;
        this.clock = clock;
    }

    /** Which match keys events carry, and what would help most. */
    public CompletionStage<HttpAnswer> quality(HttpRequest request) {
        return report(request, NumberKind.QUALITY, MatchQuality::json);
    }

    /** How many copies there were and why. */
    public CompletionStage<HttpAnswer> dedup(HttpRequest request) {
        return report(request, NumberKind.COPIES, CopyReport::json);
    }

    /** Events and value by ad; with {@code format=csv} as a table for spreadsheets. */
    public CompletionStage<HttpAnswer> campaigns(HttpRequest request) {
        access.view(request);
        Long said = DeadLetterQuery.whole("days", request.parameters().get("days"));
        int days = said == null ? USUAL_DAYS : (int) Math.max(1, Math.min(MOST_DAYS, said));
        String format = Objects.requireNonNullElse(request.parameters().get("format"), "json");
        if (!format.equals("json") && !format.equals("csv")) {
            throw DeadLetterQuery.mustBe("format", "json or csv");
        }
        long from = NumberKind.CAMPAIGNS.from(LedgerEntry.minuteOf(clock.millis())) - (days - 1L) * DAY;
        return reader.ask(store -> {
            Map<Tally, Long> tallies = store.tallies(NumberKind.CAMPAIGNS.name(), from, MOST_ROWS);
            return format.equals("csv")
                    ? csv(CampaignReport.csv(tallies))
                    : InspectorSteps.answer(CampaignReport.json(days, tallies, MOST_SHOWN));
        });
    }

    private static HttpAnswer csv(String text) {
        return new HttpAnswer(
                200,
                text.getBytes(StandardCharsets.UTF_8),
                0,
                Map.of(
                        "Content-Type",
                        "text/csv; charset=utf-8",
                        "Content-Disposition",
                        "attachment; filename=\"eventferry-campaigns.csv\"",
                        "Cache-Control",
                        "no-store",
                        "X-Content-Type-Options",
                        "nosniff"));
    }

    /** From the beginning of the step that the range begins in. */
    private CompletionStage<HttpAnswer> report(HttpRequest request, NumberKind kind, Report report) {
        access.view(request);
        LedgerRange range = InspectorSteps.range(request, LedgerRange.DAY);
        long from = kind.from(range.from(LedgerEntry.minuteOf(clock.millis())));
        return reader.ask(
                store -> InspectorSteps.answer(report.json(range, from, store.tallies(kind.name(), from, MOST_ROWS))));
    }
}
