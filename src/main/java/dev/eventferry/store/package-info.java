/** Durable segments with their keys, dead letters, cursors and the ledger. */
@NullMarked
package dev.eventferry.store;

import org.jspecify.annotations.NullMarked;
