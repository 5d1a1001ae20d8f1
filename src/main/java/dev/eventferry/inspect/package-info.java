/** What happened: counters and the answers to who asks. */
@NullMarked
package dev.eventferry.inspect;

import org.jspecify.annotations.NullMarked;
