/** The inspector in a real browser: a headless Chromium of the machine it runs on; without one these tests are skipped. */
@NullMarked
package dev.eventferry.browser;

import org.jspecify.annotations.NullMarked;
