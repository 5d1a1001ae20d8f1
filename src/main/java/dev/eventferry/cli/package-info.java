/** The commands. */
@NullMarked
package dev.eventferry.cli;

import org.jspecify.annotations.NullMarked;
