/** What TikTok demands of an event, judged in the clear, before anything is hashed. */
@NullMarked
package dev.eventferry.rules;

import org.jspecify.annotations.NullMarked;
