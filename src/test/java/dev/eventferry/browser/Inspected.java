package dev.eventferry.browser;

import dev.eventferry.camel.StartFailed;
import dev.eventferry.e2e.Bundle;
import dev.eventferry.e2e.TikTok;
import java.nio.file.Path;
import java.util.Map;

/** A bundle with a TikTok behind it and a browser before it. */
record Inspected(TikTok tikTok, Bundle bundle, Browser browser) implements AutoCloseable {

    /**
     * Starts the three; the tests are skipped where there is no browser.
     *
     * @param folder for all that they keep
     */
    static Inspected start(Path folder, Map<String, String> settings) throws StartFailed {
        Browser browser = Browser.start(folder.resolve("profile"));
        TikTok tikTok = TikTok.start();
        try {
            return new Inspected(tikTok, Bundle.start(folder.resolve("data"), tikTok.url(), settings), browser);
        } catch (StartFailed e) {
            browser.close();
            tikTok.close();
            throw e;
        }
    }

    /** Opens the inspector as somebody who was never there, and lets TikTok work again. */
    void openAnew() {
        tikTok.simulator().clearFaults();
        browser.openAnew(page());
    }

    String page() {
        return "http://127.0.0.1:" + bundle.port() + "/inspector";
    }

    @Override
    public void close() {
        browser.close();
        bundle.close();
        tikTok.close();
    }
}
