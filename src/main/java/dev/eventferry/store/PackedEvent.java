package dev.eventferry.store;

import dev.eventferry.event.EventKey;
import dev.eventferry.event.FieldMask;

/**
 * An event as it is kept.
 *
 * @param position its row or index at the place it came from
 * @param json as TikTok takes it, hashed
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
public record PackedEvent(EventKey key, FieldMask mask, long position, byte[] json) {}
