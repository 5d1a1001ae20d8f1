/** The wire and only the wire: request, limits, reading the answer. */
@NullMarked
package dev.eventferry.tiktok;

import org.jspecify.annotations.NullMarked;
