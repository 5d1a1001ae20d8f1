/** Measures: workload, load generator, process figures. */
@NullMarked
package dev.eventferry.bench;

import org.jspecify.annotations.NullMarked;
