package dev.eventferry.camel;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.camel.TableReader.Newest;
import dev.eventferry.camel.TableReader.Page;
import dev.eventferry.camel.TableReader.Row;
import dev.eventferry.event.Cursor;
import dev.eventferry.event.Item;
import dev.eventferry.event.Origin;
import dev.eventferry.event.RawGroup;
import dev.eventferry.intake.RowItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where one polled table stands. A row's transaction may commit long after the row got its time, behind rows that were
 * read already. So up to a place rows are <em>settled</em>: they were read when the overlap had passed since. Each look
 * begins behind the last settled row, and passes over what it read before. Settled is what is older than the overlap in
 * the table's own time, or what was there an overlap ago by ours, which numbers have too. Used by the table's one timer.
 */
final class TablePoll {

    static final String DOOR = "table";

    /** Without the bounds of what strangers send: the seen rows are one long text. */
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Rows behind the settled ones that are remembered; with more, the first of them count as settled. */
    private static final int MOST_SEEN = 500_000;

    /** Of them, those that a restart remembers; of the rest, events are known by their ids. */
    private static final int MOST_KEPT = 9_000;

    private record Mark(long nanos, Object at) {}

    private final TableParameters table;
    private final SeenRows seen = new SeenRows(MOST_SEEN);
    private final SeenRows seenNow = new SeenRows(MOST_SEEN);
    private final SeenRows ofPage = new SeenRows(MOST_SEEN);
    private final Deque<Mark> marks = new ArrayDeque<>();
    private final TableRecount recount;
    private @Nullable TablePlace since;
    private @Nullable TablePlace reached;
    private boolean again;

    // of the look under way
    private @Nullable TablePlace place;
    private @Nullable TablePlace pageEnd;
    private @Nullable Object before;
    private @Nullable Object settled;
    private @Nullable Object until;
    private boolean more;
    private boolean cut;
    private int fresh;
    private int freshOfPage;
    private int lateOfPage;
    private long settledOfPage;

    TablePoll(TableParameters table) {
        this.table = table;
        this.recount = new TableRecount(table.overlap());
    }

    TableParameters table() {
        return table;
    }

    /** The furthest row that was read; null for none yet. */
    @Nullable
    TablePlace reached() {
        return reached;
    }

    TableRecount recount() {
        return recount;
    }

    /** Takes up where an earlier run stood. */
    void resume(Cursor cursor) {
        try {
            ObjectNode kept = (ObjectNode) JSON.readTree(cursor.position());
            reached = TablePlace.read(kept, "");
            since = TablePlace.read(kept, "since_");
            seen.restore(kept.path("seen").asText());
            if (since == null && reached != null) {
                since = TableValue.isTime(reached.at())
                        ? new TablePlace(TableValue.minus(reached.at(), table.overlap()), null)
                        : reached;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the cursor of the table " + table.source() + " cannot be read", e);
        }
    }

    /**
     * A look begins.
     *
     * @param nanos of a clock that never jumps
     * @param clock our own, where the database tells no time with a zone
     * @return whether rows are from the future; they wait until their time has come
     */
    boolean begin(Newest newest, long nanos, Instant clock) {
        more = false;
        cut = false;
        fresh = 0;
        ofPage.clear();
        seenNow.clear();
        Object highest = newest.at();
        if (highest == null) {
            return false;
        }
        Instant now = newest.now() == null ? clock : newest.now();
        highest = comparable(highest, now);
        Object latest = TableValue.latest(highest, now);
        boolean ahead = TableValue.compare(highest, latest) > 0;
        Object known = reached == null ? null : reached.at();
        before = again ? null : known;
        again = false;
        settled = settled(ahead ? known : highest, nanos);
        if (!ahead) {
            marks.add(new Mark(nanos, highest));
        }
        until = latest;
        place = since;
        more = true;
        return ahead;
    }

    /** Whether there may be another page. */
    boolean hasMore() {
        return more;
    }

    /** What to bind: {@code :?at}, {@code :?id} and {@code :?until}. */
    Map<String, @Nullable Object> place() {
        TablePlace from = Objects.requireNonNull(place, "a look is under way");
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("at", from.at());
        values.put("id", from.id());
        values.put("until", until);
        return values;
    }

    /** The rows of a page that were not read before, with the cursor behind the last of them. */
    RawGroup rows(Page page, Instant now) {
        more = page.more();
        pageEnd = null;
        ofPage.clear();
        freshOfPage = 0;
        lateOfPage = 0;
        settledOfPage = 0;
        List<Item> items = new ArrayList<>(page.rows().size());
        for (Row row : page.rows()) {
            Object at = number(row.at());
            Object id = number(row.id());
            pageEnd = new TablePlace(at, id);
            if (isSettled(at)) {
                settledOfPage += recount.isWithin(at) ? 1 : 0;
            } else {
                ofPage.add(row.digest());
            }
            if (!seen.contains(row.digest())) {
                items.add(new RowItem(Objects.requireNonNull(page.header()), row.cells(), TableValue.text(id)));
                freshOfPage++;
                lateOfPage += before != null && TableValue.compare(at, before) < 0 ? 1 : 0;
            }
        }
        Origin origin = new Origin(
                "table " + table.source(), table.source(), null, now, "table " + table.source(), 0, null, null);
        return new RawGroup(origin, items, items.isEmpty() ? null : cursor());
    }

    /**
     * The page is committed.
     *
     * @return how many of its rows stood behind others that were read in an earlier look
     */
    int moved() {
        TablePlace end = pageEnd;
        if (end != null) {
            seenNow.addAll(ofPage);
            since = settledUpTo(end);
            reached = further(reached, end);
            place = end;
            recount.read(settledOfPage);
            if (seenNow.isFull()) {
                settled = end.at();
                since = end;
                seenNow.clear();
                recount.forget();
            }
        }
        ofPage.clear();
        fresh += freshOfPage;
        if (more && fresh >= table.most()) {
            more = false;
            cut = true;
        }
        return lateOfPage;
    }

    /** How many rows of the page were new. */
    int freshOfPage() {
        return freshOfPage;
    }

    /**
     * The look is over.
     *
     * @return whether it came to the table's end
     */
    boolean end(long nanos) {
        if (cut || more) {
            failed();
            return false;
        }
        seen.clear();
        seen.addAll(seenNow);
        if (since != null && reached != null) {
            recount.settled(since.at(), nanos);
        }
        return true;
    }

    /** The look ended before its time; what it read is remembered beside what the one before it read. */
    void failed() {
        more = false;
        seen.addAll(seenNow);
        recount.forget();
    }

    /** Rows turned up where all were settled: the next look begins there, and what was sent is a duplicate. */
    void readAgain(Object from) {
        since = new TablePlace(from, null);
        again = true;
        recount.forget();
    }

    /** Of the type that the cursor has. */
    private Object comparable(Object highest, Instant now) {
        if (!TableValue.rises(highest)) {
            throw new BadTable("the column " + table.changed()
                    + " is neither a time nor a number: name one in the route that rises when a row changes");
        }
        Object value = number(highest);
        if (since == null) {
            since = table.start(value, now);
        } else if (!TableValue.type(value).equals(TableValue.type(since.at()))) {
            throw new BadTable("the column " + table.changed() + " was a " + TableValue.type(since.at())
                    + " and is a " + TableValue.type(value)
                    + " now, so the cursor's place says nothing: give the route another source");
        }
        return value;
    }

    private @Nullable Object settled(@Nullable Object highest, long nanos) {
        Object best = null;
        Duration overlap = table.overlap();
        if (highest != null && TableValue.isTime(highest)) {
            overlap = highest instanceof LocalDate ? overlap.plusDays(1) : overlap; // a day goes on after it was read
            best = TableValue.minus(highest, overlap);
        }
        Mark old = null;
        while (!marks.isEmpty() && nanos - marks.getFirst().nanos() >= overlap.toNanos()) {
            old = marks.removeFirst();
        }
        if (old != null) {
            marks.addFirst(old);
            best = best == null || TableValue.compare(old.at(), best) > 0 ? old.at() : best;
        } else if (best == null && overlap.isZero()) {
            best = highest;
        }
        return best;
    }

    private boolean isSettled(Object at) {
        return settled != null && TableValue.compare(at, settled) <= 0;
    }

    private @Nullable TablePlace settledUpTo(TablePlace end) {
        if (settled == null) {
            return since;
        }
        TablePlace now = isSettled(end.at()) ? end : new TablePlace(settled, null);
        return since == null || TableValue.compare(now.at(), since.at()) >= 0 ? now : since;
    }

    private Cursor cursor() {
        ObjectNode kept = JSON.createObjectNode();
        TablePlace end = Objects.requireNonNull(pageEnd);
        further(reached, end).write(kept, "");
        TablePlace from = settledUpTo(end);
        if (from != null) {
            from.write(kept, "since_");
        }
        SeenRows all = new SeenRows(MOST_KEPT);
        all.addAll(ofPage);
        all.addAll(seenNow);
        all.addAll(seen);
        if (all.size() > 0) {
            kept.put("seen", all.text(MOST_KEPT));
        }
        return new Cursor(DOOR, table.source(), kept.toString());
    }

    private static TablePlace further(@Nullable TablePlace one, TablePlace other) {
        return one != null && TableValue.compare(other.at(), one.at()) < 0 ? one : other;
    }

    private static Object number(Object value) {
        return value instanceof Number number ? TableValue.number(number) : value;
    }
}
