/** What came in at a door: bytes, files and rows read into items. */
@NullMarked
package dev.eventferry.intake;

import org.jspecify.annotations.NullMarked;
