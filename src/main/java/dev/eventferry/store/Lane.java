package dev.eventferry.store;

import org.jspecify.annotations.Nullable;

/**
 * What may share a request: one destination, and live events or those of one test code (asks.md 26).
 *
 * @param testCode sent along by the sender; null for what the destination's own setting says
 */
public record Lane(String destination, @Nullable String testCode) {}
