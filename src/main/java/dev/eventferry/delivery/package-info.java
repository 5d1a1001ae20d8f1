/** Batches and lanes: when, how fast, how often, and what became of each event. */
@NullMarked
package dev.eventferry.delivery;

import org.jspecify.annotations.NullMarked;
