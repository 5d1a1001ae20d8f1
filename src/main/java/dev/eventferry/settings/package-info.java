/** Every setting, read once, with a clear word about what is wrong. */
@NullMarked
package dev.eventferry.settings;

import org.jspecify.annotations.NullMarked;
