package dev.eventferry.mapping;

/**
 * What a mapping takes from where, as reports tell it.
 *
 * @param field TikTok's path
 * @param from the place or places in an item, in words
 */
public record FieldSource(String field, String from) {}
