package dev.eventferry.intake;

/**
 * What goes back.
 *
 * @param retryAfter seconds; 0 for none
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
public record HttpAnswer(int status, byte[] json, int retryAfter) {}
