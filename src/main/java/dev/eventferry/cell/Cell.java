package dev.eventferry.cell;

import com.fasterxml.jackson.databind.node.TextNode;

/** The text of a cell of a file, which knows how its column is written. To whom that is nothing it is a text. */
public final class Cell extends TextNode {

    private static final long serialVersionUID = 1;

    private final transient CellStyle style;

    public Cell(String text, CellStyle style) {
        super(text);
        this.style = style;
    }

    public CellStyle style() {
        return style;
    }

    /** Whether a spreadsheet rounded a long number: of {@code 4.91511E+11} nobody knows the last digits. */
    public boolean isRounded() {
        String text = textValue();
        int length = text.length();
        if (length < 4 || length > 24) {
            return false;
        }
        int e = Math.max(text.indexOf('E'), text.indexOf('e'));
        if (e <= 0 || e + 2 >= length || text.charAt(e + 1) != '+') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            boolean sign = i < e ? c == '.' || c == ',' || (i == 0 && (c == '-' || c == '+')) : i <= e + 1;
            if (!digit && !sign) {
                return false;
            }
        }
        return true;
    }
}
