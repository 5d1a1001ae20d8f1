package dev.eventferry.rules;

import java.time.Duration;

/**
 * How old an event may be.
 *
 * @param maxAge older ones get a problem
 * @param reject whether that refuses them, or only warns
 */
public record AgeRule(Duration maxAge, boolean reject) {}
