package dev.eventferry.files;

import dev.eventferry.event.Problem;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Cuts text into rows and cells, as RFC 4180 and spreadsheets do: quotes around cells that hold delimiters or line ends,
 * doubled quotes inside, lines ending in LF, CRLF or CR. Empty lines are passed over.
 *
 * <p>By hand, because a row that is broken must not cost those behind it (docs/adr/0009): a quote that never closes, or
 * behind which the cell goes on, breaks the line it stands in, and reading goes on with the next. Memory is bounded by the
 * longest row.
 */
final class CsvRows implements Iterator<RawRow> {

    /** What a decoder puts for bytes that are none of its encoding; no text has it. */
    static final char UNREADABLE = '\uFFFF';

    static final int MOST_CELLS = 2_000;
    static final int LONGEST_CELL = 64 * 1024;
    private static final int LONGEST_ROW = 1024 * 1024;
    private static final int FIRST_BUFFER = 16 * 1024;
    private static final int END = -1;

    /** What ended a cell. */
    private enum Stop {
        CELL,
        ROW,
        BROKEN
    }

    private final Reader in;
    private final char delimiter;
    private final char quote;
    private final boolean[] special = new boolean[128];
    private final String nameOfQuote;

    private char[] buffer = new char[FIRST_BUFFER];
    private int from; // where the row begins
    private int at;
    private int to;
    private boolean ended;
    private long line;

    private @Nullable String[] cells = new String[16];
    private int count;
    private @Nullable Problem problem;
    private @Nullable RawRow next;

    /**
     * The rows of a text.
     *
     * @param delimiter between two cells; {@link #UNREADABLE} for lines that are one cell
     * @param quote 0 for none
     */
    CsvRows(Reader in, char delimiter, char quote) {
        this(in, delimiter, quote, 1);
    }

    /** @param line the number of the text's first line */
    CsvRows(Reader in, char delimiter, char quote, long line) {
        this.line = line;
        this.in = in;
        this.delimiter = delimiter;
        this.quote = quote;
        this.nameOfQuote = quote == '"' ? "A quote" : "The character of file-quote";
        for (char c : new char[] {delimiter, '\r', '\n', '\0'}) {
            if (c < special.length) {
                special[c] = true;
            }
        }
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            try {
                next = read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return next != null;
    }

    @Override
    public RawRow next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        RawRow row = next;
        next = null;
        return row;
    }

    private @Nullable RawRow read() throws IOException {
        int first = skipEmptyLines();
        if (first == END) {
            return null;
        }
        count = 0;
        problem = null;
        long begins = line;
        Stop stop;
        do {
            stop = isQuoted() ? quoted() : plain();
        } while (stop == Stop.CELL);
        if (stop == Stop.BROKEN) {
            line = begins;
            takeLine();
        }
        List<@Nullable String> row = Arrays.asList(Arrays.copyOf(cells, count));
        return new RawRow(begins, row, problem);
    }

    /** The first character of the next line that has any. */
    private int skipEmptyLines() throws IOException {
        while (true) {
            from = at;
            int c = look();
            if (c != '\r' && c != '\n') {
                return c;
            }
            lineEnd();
        }
    }

    /** Blanks before a quote are no part of the cell. */
    private boolean isQuoted() throws IOException {
        if (quote == 0) {
            return false;
        }
        int begin = at - from;
        int c = look();
        while (c == ' ' && at - from - begin < LONGEST_CELL) {
            at++;
            c = look();
        }
        if (c != quote) {
            at = from + begin;
        }
        return c == quote;
    }

    private Stop plain() throws IOException {
        int begin = at - from;
        while (true) {
            char[] text = buffer;
            int end = to;
            int i = at;
            while (i < end) {
                char c = text[i];
                if (c < 128 ? special[c] : c == UNREADABLE || c == delimiter) {
                    break;
                }
                i++;
            }
            at = i;
            if (i - from - begin > LONGEST_CELL && delimiter != UNREADABLE) {
                return broken("A cell has more than " + LONGEST_CELL + " characters");
            }
            if (i == end) {
                if (!fill()) {
                    if (isTooLong()) {
                        return broken("The row has more than " + LONGEST_ROW + " characters");
                    }
                    add(begin, at);
                    return Stop.ROW;
                }
                continue;
            }
            char c = buffer[at];
            if (c == delimiter && delimiter != UNREADABLE) {
                if (!add(begin, at)) {
                    return Stop.BROKEN;
                }
                at++;
                return Stop.CELL;
            }
            if (c == '\r' || c == '\n') {
                boolean added = add(begin, at);
                if (!added) {
                    return Stop.BROKEN;
                }
                lineEnd();
                return Stop.ROW;
            }
            odd(c);
            at++;
        }
    }

    private Stop quoted() throws IOException {
        at++;
        int begin = at - from;
        boolean doubled = false;
        while (true) {
            char[] text = buffer;
            int end = to;
            int i = at;
            while (i < end) {
                char c = text[i];
                if (c == quote || c == '\n' || c == '\r' || c == '\0' || c == UNREADABLE) {
                    break;
                }
                i++;
            }
            at = i;
            if (i - from - begin > LONGEST_CELL) {
                return broken(nameOfQuote + " opens a cell and does not close it");
            }
            if (i == end) {
                if (fill()) {
                    continue;
                }
                return broken(nameOfQuote + " opens a cell and does not close it");
            }
            char c = buffer[at];
            if (c == '\r' || c == '\n') {
                lineEnd();
            } else if (c != quote) {
                odd(c);
                at++;
            } else {
                at++;
                if (look() == quote) {
                    doubled = true;
                    at++;
                    continue;
                }
                return closed(begin, at - 1 - from, doubled);
            }
        }
    }

    /** Behind a closing quote: the cell's end, with blanks before it. */
    private Stop closed(int begin, int end, boolean doubled) throws IOException {
        int c = look();
        while (c == ' ' && at - from < LONGEST_ROW) {
            at++;
            c = look();
        }
        boolean isEnd = c == END || c == delimiter || c == '\r' || c == '\n';
        if (!isEnd) {
            return broken(nameOfQuote + " closes a cell, and the cell goes on behind it");
        }
        String text = new String(buffer, from + begin, end - begin);
        if (doubled) {
            String one = String.valueOf(quote);
            text = text.replace(one + one, one);
        }
        if (!put(text)) {
            return Stop.BROKEN;
        }
        if (c == delimiter) {
            at++;
            return Stop.CELL;
        }
        if (c != END) {
            lineEnd();
        }
        return Stop.ROW;
    }

    private boolean add(int begin, int end) {
        return put(new String(buffer, from + begin, end - from - begin));
    }

    private boolean put(String cell) {
        if (count == MOST_CELLS) {
            broken("The row has more than " + MOST_CELLS + " cells");
            return false;
        }
        if (count == cells.length) {
            cells = Arrays.copyOf(cells, count * 2);
        }
        cells[count++] = cell;
        return true;
    }

    private void odd(char c) {
        if (problem != null) {
            return;
        }
        if (c == UNREADABLE) {
            problem = Problem.error(
                    "",
                    "row_encoding",
                    "The row has bytes that are no text in the encoding of this file; save the whole file in one"
                            + " encoding, such as UTF-8, or set file-encoding of the source.");
        } else {
            problem = Problem.error(
                    "", "row_unreadable", "The row has a zero byte in it; export it again, or take the byte out.");
        }
    }

    private Stop broken(String what) {
        problem = Problem.error(
                "", "row_unreadable", what + "; mend this row, or set file-quote and file-delimiter of the source.");
        return Stop.BROKEN;
    }

    /** The rest of a broken row's first line, as its only cell; what is too long of it is passed over. */
    private void takeLine() throws IOException {
        at = from;
        boolean cut = false;
        int end = at;
        while (true) {
            int c = look();
            if (c == END && isTooLong()) {
                cut = true;
                from = at; // forgets what is before
                continue;
            }
            if (c == END || c == '\r' || c == '\n') {
                end = at;
                break;
            }
            at++;
        }
        count = 0;
        put(cut ? "" : new String(buffer, from, end - from));
        if (look() != END) {
            lineEnd();
        }
    }

    /** Goes behind a line end, of which CRLF is one. */
    private void lineEnd() throws IOException {
        line++;
        if (buffer[at++] == '\r' && look() == '\n') {
            at++;
        }
    }

    private int look() throws IOException {
        return at < to || fill() ? buffer[at] : END;
    }

    private boolean isTooLong() {
        return !ended && to - from >= LONGEST_ROW;
    }

    /** Reads on, keeping the row; false at the end, and when the row is as long as it may be. */
    private boolean fill() throws IOException {
        if (ended || to - from >= LONGEST_ROW) {
            return false;
        }
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            at -= from;
            to -= from;
            from = 0;
        }
        if (to == buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(LONGEST_ROW, buffer.length * 2));
        }
        int read = in.read(buffer, to, buffer.length - to);
        if (read < 0) {
            ended = true;
            return false;
        }
        to += read;
        return read > 0 || fill();
    }
}
