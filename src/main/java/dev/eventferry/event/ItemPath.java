package dev.eventferry.event;

import java.util.List;

/**
 * A place in an {@link Item}, compiled once.
 *
 * @param text as written: {@code user.email} is a path into JSON and may be a column's name in a row
 * @param steps the same cut at its dots
 */
public record ItemPath(String text, List<String> steps) {

    /** Reads a path as a mapping file writes it. */
    public static ItemPath of(String text) {
        return new ItemPath(text, List.of(text.split("\\.", -1)));
    }
}
