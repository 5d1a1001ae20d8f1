/** A mapping file compiled into a function: JSON or row in, event out. */
@NullMarked
package dev.eventferry.mapping;

import org.jspecify.annotations.NullMarked;
