/** The shape of the whole: routes, packages, settings and pages, read as data. */
@NullMarked
package dev.eventferry.shape;

import org.jspecify.annotations.NullMarked;
