package dev.eventferry.cli;

import dev.eventferry.cli.Progress.Phase;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows progress: on a terminal two lines that are drawn again and again, elsewhere a line every few seconds. A library for
 * this (me.tongfei:progressbar) would bring a megabyte of terminal library and no lines for where there is no terminal. For any
 * thread.
 */
final class ProgressView {

    private static final long LINE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long DRAW_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int BAR = 40;
    private static final String CLEAR_LINE = "\r\u001b[K";
    private static final String LINE_UP = "\u001b[1A";

    private final PrintWriter out;
    private final boolean terminal;
    private final LongSupplier nanos;
    private String name = "";
    private boolean drawn;
    private boolean closed;
    private long shownAt;
    private @Nullable Phase phase;
    private Progress first = Progress.waiting();
    private long firstAt;

    /**
     * @param terminal whether lines can be drawn over
     * @param nanos a clock that never goes back, {@link System#nanoTime}
     */
    ProgressView(PrintWriter out, boolean terminal, LongSupplier nanos) {
        this.out = out;
        this.terminal = terminal;
        this.nanos = nanos;
    }

    /** What follows is about that file. */
    synchronized void begin(String of) {
        end();
        name = of;
        phase = null;
    }

    /** Shows how far it is, if it is time to. */
    synchronized void show(Progress now) {
        long at = nanos.getAsLong();
        boolean isNew = now.phase() != phase;
        if (isNew) {
            phase = now.phase();
            first = now;
            firstAt = at;
        }
        if (closed || (terminal && !isNew && at - shownAt < DRAW_EVERY_NANOS)) {
            return;
        }
        if (terminal) {
            shownAt = at;
            end();
            out.print(bar(now, at) + "\n" + counts(now));
            drawn = true;
        } else if (isNew || at - shownAt >= LINE_EVERY_NANOS) {
            shownAt = at;
            out.println(name + " " + line(now, at));
        }
        out.flush();
    }

    /** Says something between. */
    synchronized void say(String sentence) {
        end();
        out.println(sentence);
        out.flush();
    }

    /** Says the last thing that it says. */
    synchronized void close(String sentence) {
        say(sentence);
        closed = true;
    }

    /** Takes away what is drawn. */
    synchronized void end() {
        if (drawn) {
            out.print(CLEAR_LINE + LINE_UP + CLEAR_LINE);
            out.flush();
            drawn = false;
        }
    }

    private String bar(Progress now, long at) {
        if (now.share() < 0) {
            return now.phase().words();
        }
        int done = (int) Math.round(Math.min(1, now.share()) * BAR);
        return "[" + "#".repeat(done) + "-".repeat(BAR - done) + "] " + join(percent(now), pace(now, at));
    }

    private String counts(Progress now) {
        return join(
                now.phase() == Phase.DELIVERING ? "" : number(now.rows()) + " rows",
                "accepted " + number(now.accepted()),
                "duplicate " + number(now.duplicate()),
                now.filtered() == 0 ? "" : "filtered " + number(now.filtered()),
                "rejected " + number(now.rejected()),
                now.delivered() < 0 ? "" : "delivered " + number(now.delivered()));
    }

    private String line(Progress now, long at) {
        if (now.phase() == Phase.WAITING || now.phase() == Phase.APPROVAL) {
            return now.phase().words();
        }
        return now.phase().words() + ": " + join(percent(now), counts(now), pace(now, at));
    }

    private static String percent(Progress now) {
        return now.share() < 0 ? "" : String.format(Locale.ROOT, "%d %%", (int) (Math.min(1, now.share()) * 100));
    }

    /** Its rate and the time that is left, since the phase was first seen: what was done before tells nothing of it. */
    private String pace(Progress now, long at) {
        double seconds = (at - firstAt) / 1e9;
        if (seconds < 1) {
            return "";
        }
        boolean delivering = now.phase() == Phase.DELIVERING;
        long done = delivering ? now.delivered() - first.delivered() : now.rows() - first.rows();
        double share = now.share() - first.share();
        String rate = done <= 0 ? "" : number(Math.round(done / seconds)) + "/s";
        String left = share <= 0 || now.share() >= 1
                ? ""
                : time(Duration.ofSeconds(Math.round((1 - now.share()) * seconds / share))) + " left";
        return join(rate, left);
    }

    static String time(Duration time) {
        if (time.toHours() > 0) {
            return String.format(Locale.ROOT, "%d:%02d h", time.toHours(), time.toMinutesPart());
        }
        return time.toMinutes() > 0
                ? String.format(Locale.ROOT, "%d:%02d min", time.toMinutes(), time.toSecondsPart())
                : time.toSeconds() + " s";
    }

    static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    private static String join(String... parts) {
        List<String> said = new ArrayList<>(List.of(parts));
        said.removeIf(String::isEmpty);
        return String.join(", ", said);
    }
}
