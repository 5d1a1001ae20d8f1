/** Whether a webhook comes from who it says, told by its signature; nothing here knows a route or a setting. */
@NullMarked
package dev.eventferry.intake.signature;

import org.jspecify.annotations.NullMarked;
