/** The only package that knows Camel: adapters, the outbox component, wiring. */
@NullMarked
package dev.eventferry.camel;

import org.jspecify.annotations.NullMarked;
