package dev.eventferry.files;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a table of text is written, as its beginning tells: the delimiter that cuts most of its rows into the same number of
 * cells, what ends a line, and Excel's own line {@code sep=;}.
 *
 * @param skip how many characters of such a line stand before the table
 */
record Dialect(char delimiter, String lineEnd, int skip) {

    private static final String DELIMITERS = ",;\t|";
    private static final Pattern SEP = Pattern.compile("\"?sep=(.)\"?(\r\n|\r|\n|$)", Pattern.CASE_INSENSITIVE);
    private static final int LOOK = 32 * 1024;
    private static final int ROWS = 40;

    /** @param text the beginning of the table, without a byte order mark */
    static Dialect of(String text, @Nullable Character given, char quote) {
        String begin = text.length() > LOOK ? text.substring(0, LOOK) : text;
        String lineEnd = lineEnd(begin);
        Matcher sep = SEP.matcher(begin);
        if (sep.lookingAt()) {
            return new Dialect(given == null ? sep.group(1).charAt(0) : given, lineEnd, sep.end());
        }
        return new Dialect(given == null ? delimiter(begin, quote) : given, lineEnd, 0);
    }

    private static char delimiter(String text, char quote) {
        char best = ',';
        long most = 0;
        for (int i = 0; i < DELIMITERS.length(); i++) {
            long score = score(text, DELIMITERS.charAt(i), quote);
            if (score > most) {
                best = DELIMITERS.charAt(i);
                most = score;
            }
        }
        return best;
    }

    /** How many rows have the number of cells that most have; of two delimiters alike the one that cuts more. */
    private static long score(String text, char delimiter, char quote) {
        CsvRows rows = new CsvRows(new StringReader(text), delimiter, quote);
        List<Integer> sizes = new ArrayList<>();
        while (sizes.size() < ROWS && rows.hasNext()) {
            RawRow row = rows.next();
            sizes.add(row.problem() == null ? row.cells().size() : 0);
        }
        if (sizes.size() > 2 && sizes.size() < ROWS && text.length() == LOOK) {
            sizes.remove(sizes.size() - 1); // it may be cut
        }
        Map<Integer, Integer> counts = new HashMap<>();
        sizes.forEach(size -> counts.merge(size, 1, Integer::sum));
        long best = 0;
        for (Map.Entry<Integer, Integer> entry : counts.entrySet()) {
            if (entry.getKey() > 1) {
                best = Math.max(best, entry.getValue() * 10_000L + entry.getKey());
            }
        }
        return best;
    }

    static String lineEnd(String text) {
        int lf = text.indexOf('\n');
        int cr = text.indexOf('\r');
        if (cr >= 0 && cr + 1 == lf) {
            return "\r\n";
        }
        return cr >= 0 && (lf < 0 || cr < lf) ? "\r" : "\n";
    }
}
