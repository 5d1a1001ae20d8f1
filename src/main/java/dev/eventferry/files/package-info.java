/** Files that were dropped: what they are, their rows one by one, and what became of them. */
@NullMarked
package dev.eventferry.files;

import org.jspecify.annotations.NullMarked;
