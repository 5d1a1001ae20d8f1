/** How people write times and numbers into the cells of a table, and what a column of them tells of each. */
@NullMarked
package dev.eventferry.cell;

import org.jspecify.annotations.NullMarked;
