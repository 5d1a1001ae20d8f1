package dev.eventferry.event;

import java.util.ArrayList;
import java.util.List;

/**
 * A place in an {@link Item}, compiled once.
 *
 * @param text as written: {@code user.email} is a path into JSON and may be a column's name in a row
 * @param steps the same cut at its dots; none for {@code .}, the item itself
 */
public record ItemPath(String text, List<String> steps) {

    /** The step that stands for each element of a list. */
    public static final String EVERY = "*";

    /** Each step is the one text of its kind in this JVM, as the names that Jackson reads are: mostly the same object. */
    public ItemPath {
        steps = steps.stream().map(String::intern).toList();
    }

    /** Reads a path as a mapping file writes it; a key with dots in it stands in double quotes: {@code a."b.c".d}. */
    public static ItemPath of(String text) {
        if (text.equals(".")) {
            return new ItemPath(text, List.of());
        }
        return new ItemPath(text, text.indexOf('"') < 0 ? List.of(text.split("\\.", -1)) : quoted(text));
    }

    private static List<String> quoted(String text) {
        List<String> steps = new ArrayList<>();
        StringBuilder step = new StringBuilder();
        boolean inQuotes = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                inQuotes = !inQuotes;
            } else if (c == '.' && !inQuotes) {
                steps.add(step.toString());
                step.setLength(0);
            } else {
                step.append(c);
            }
        }
        steps.add(step.toString());
        return List.copyOf(steps);
    }
}
