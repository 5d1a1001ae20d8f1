package dev.eventferry.store;

/**
 * How many events of a source came to something within one minute.
 *
 * @param minute minutes since 1970
 * @param what {@code accepted}, {@code duplicate}, {@code filtered}, {@code rejected}, {@code delivered},
 *     {@code dead}, {@code replayed} (dead no more), or {@code requests}
 * @param reason a problem's code or the like; empty when there is none
 */
public record LedgerEntry(long minute, String source, String destination, String what, String reason) {}
