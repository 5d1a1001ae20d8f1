package dev.eventferry.event;

/**
 * What a field is read from, or which step fills it in: names and our own words, never what stands there.
 *
 * @param field TikTok's path
 * @param from the place or places in an item, in words
 */
public record FieldSource(String field, String from) {}
