/** Normalise, then hash: after this there is no plain personal data. */
@NullMarked
package dev.eventferry.identity;

import org.jspecify.annotations.NullMarked;
