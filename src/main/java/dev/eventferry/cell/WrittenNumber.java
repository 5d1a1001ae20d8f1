package dev.eventferry.cell;

/** What one number tells of the way its column is written. */
public enum WrittenNumber {
    /** No number. */
    NONE,
    /** A number that tells nothing: {@code 12}. */
    SILENT,
    /** The fraction stands behind a point: {@code 12.50}, {@code 1,234.56}. */
    POINT,
    /** The fraction stands behind a comma: {@code 12,50}, {@code 1.234,56}. */
    COMMA,
    /** One point with three figures behind it: 1.234 may be more than a thousand, or little more than one. */
    OPEN_POINT,
    /** The same with a comma. */
    OPEN_COMMA;

    private static final int LONGEST = 40;
    private static final int LONGEST_MARK = 5;

    /** Looks at one cell. A currency may stand at either end, brackets or a minus around it. */
    public static WrittenNumber of(String cell) {
        if (cell.length() > LONGEST) {
            return NONE;
        }
        String text = Digits.plain(cell).strip();
        int from = 0;
        int to = text.length();
        while (from < to && !isDigit(text.charAt(from))) {
            from++;
        }
        while (to > from && !isDigit(text.charAt(to - 1))) {
            to--;
        }
        boolean marked = from <= LONGEST_MARK && text.length() - to <= LONGEST_MARK;
        return from == to || !marked ? NONE : figures(text, from, to);
    }

    private static WrittenNumber figures(String text, int from, int to) {
        int points = 0;
        int commas = 0;
        int last = -1; // of a point or comma
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '.') {
                points++;
                last = i;
            } else if (c == ',') {
                commas++;
                last = i;
            } else if (!isDigit(c) && c != ' ' && c != '\'' && c != '\u2019') {
                return NONE;
            }
        }
        if (points == 0 && commas == 0) {
            return SILENT;
        }
        if (points > 0 && commas > 0) {
            boolean point = text.charAt(last) == '.';
            return (point ? points : commas) == 1 ? (point ? POINT : COMMA) : NONE;
        }
        if (points + commas > 1) {
            return areGroups(text.substring(from, to)) ? (points > 0 ? COMMA : POINT) : NONE;
        }
        int before = last - from;
        boolean group = to - last - 1 == 3 && before >= 1 && before <= 3 && text.charAt(from) != '0';
        if (group) {
            return points > 0 ? OPEN_POINT : OPEN_COMMA;
        }
        return points > 0 ? POINT : COMMA;
    }

    /** 1.234.567, and 12,34,567 as in India; no 10.0.0.1. */
    private static boolean areGroups(String figures) {
        String[] groups = figures.split("[.,]", -1);
        boolean good = groups[0].length() <= 3 && groups[groups.length - 1].length() == 3;
        for (int i = 1; i < groups.length && good; i++) {
            good = groups[i].length() == 2 || groups[i].length() == 3;
        }
        return good;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
