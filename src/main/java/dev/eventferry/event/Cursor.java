package dev.eventferry.event;

/**
 * How far a file or a table was read; kept in the same transaction as what was read, so that a crash neither loses nor
 * repeats.
 *
 * @param door {@code file} or {@code table}
 * @param name what is read, unique within its door
 * @param position how far, in the door's own words
 */
public record Cursor(String door, String name, String position) {}
