/** The canonical event and the states it passes through: values, nothing else. */
@NullMarked
package dev.eventferry.event;

import org.jspecify.annotations.NullMarked;
