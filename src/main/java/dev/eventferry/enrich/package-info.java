/** What we can know ourselves: click id and cookies, IP, user agent. */
@NullMarked
package dev.eventferry.enrich;

import org.jspecify.annotations.NullMarked;
