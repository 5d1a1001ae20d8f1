/** A TikTok that answers as TikTok does, faults included. */
@NullMarked
package dev.eventferry.simulator;

import org.jspecify.annotations.NullMarked;
