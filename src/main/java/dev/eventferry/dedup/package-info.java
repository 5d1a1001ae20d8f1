/** The idempotent repository and TikTok's two windows. */
@NullMarked
package dev.eventferry.dedup;

import org.jspecify.annotations.NullMarked;
