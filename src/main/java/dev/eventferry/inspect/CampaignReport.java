package dev.eventferry.inspect;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.store.Tally;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Accepted events and their value by campaign, ad set and ad, the most events first (mission P8, P11). */
public final class CampaignReport {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern FORMULA = Pattern.compile("^[=+\\-@\\t\\r\\n].*", Pattern.DOTALL);
    private static final List<String> COLUMNS =
            List.of("source", "event", "campaign", "ad_set", "ad", "events", "currency", "value");

    /** An event of a source, and the ad that led to it. */
    private record Of(String source, String event, String ad) {}

    /** Counts of one. */
    private static final class Counted {
        private long events;
        private final Map<String, Long> values = new TreeMap<>();
    }

    private record Row(Of of, Counted counted) {}

    private CampaignReport() {}

    /** As JSON; at most so many rows. */
    public static ObjectNode json(int days, Map<Tally, Long> tallies, int most) {
        List<Row> rows = rows(tallies);
        ObjectNode json = JSON.createObjectNode();
        json.put("days", days).put("rows", rows.size());
        ArrayNode list = json.putArray("campaigns");
        rows.stream().limit(most).forEach(row -> {
            List<String> ad = CampaignNames.parts(row.of().ad());
            ObjectNode values = list.addObject()
                    .put("source", row.of().source())
                    .put("event", row.of().event())
                    .put("campaign", ad.get(0))
                    .put("ad_set", ad.get(1))
                    .put("ad", ad.get(2))
                    .put("events", row.counted().events)
                    .putObject("values");
            row.counted().values.forEach((currency, parts) -> values.put(currency, units(parts)));
        });
        return json;
    }

    /**
     * As CSV for spreadsheets, one row a currency: all rows, each cell in quotes, and what a spreadsheet would take for a
     * formula behind an apostrophe.
     */
    public static String csv(Map<Tally, Long> tallies) {
        StringBuilder csv = new StringBuilder();
        line(csv, COLUMNS);
        for (Row row : rows(tallies)) {
            List<String> first =
                    new ArrayList<>(List.of(row.of().source(), row.of().event()));
            first.addAll(CampaignNames.parts(row.of().ad()));
            first.add(Long.toString(row.counted().events));
            Map<String, Long> values = row.counted().values;
            if (values.isEmpty()) {
                line(csv, with(first, "", ""));
            }
            values.forEach((currency, parts) -> line(csv, with(first, currency, units(parts))));
        }
        return csv.toString();
    }

    private static List<Row> rows(Map<Tally, Long> tallies) {
        Map<Of, Counted> counted = new HashMap<>();
        tallies.forEach((tally, n) -> {
            Counted its =
                    counted.computeIfAbsent(new Of(tally.source(), tally.event(), tally.name()), of -> new Counted());
            if (tally.what().equals(CampaignNames.EVENTS)) {
                its.events += n;
            } else if (tally.what().startsWith(CampaignNames.VALUE)) {
                its.values.merge(tally.what().substring(CampaignNames.VALUE.length()), n, Long::sum);
            }
        });
        return counted.entrySet().stream()
                .map(each -> new Row(each.getKey(), each.getValue()))
                .sorted(Comparator.comparingLong((Row row) -> -row.counted().events)
                        .thenComparing(row -> row.of().ad())
                        .thenComparing(row -> row.of().source())
                        .thenComparing(row -> row.of().event()))
                .toList();
    }

    private static String units(long parts) {
        BigDecimal units = CampaignNames.units(parts).stripTrailingZeros();
        return (units.scale() < 2 ? units.setScale(2) : units).toPlainString();
    }

    private static List<String> with(List<String> first, String currency, String value) {
        List<String> cells = new ArrayList<>(first);
        cells.add(currency);
        cells.add(value);
        return cells;
    }

    private static void line(StringBuilder csv, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            csv.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(safe(cells.get(i)).replace("\"", "\"\""))
                    .append('"');
        }
        csv.append("\r\n");
    }

    /** A negative value is a number, and stays one. */
    private static String safe(String cell) {
        boolean isNumber = cell.matches("-?[0-9]+([.][0-9]+)?");
        return !isNumber && FORMULA.matcher(cell).matches() ? "'" + cell : cell;
    }
}
