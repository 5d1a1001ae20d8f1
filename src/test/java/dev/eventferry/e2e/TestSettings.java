package dev.eventferry.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The settings of a bundle under test: everything short, so that nobody waits. */
public final class TestSettings {

    public static final String TOKEN = "a-good-token";

    private TestSettings() {}

    public static Map<String, String> of(Path dataDir, String tikTok, Map<String, String> changes) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("ferry.data-dir", dataDir.toString());
        settings.put("ferry.tiktok.base-url", tikTok);
        settings.put("ferry.destination.web.event-source-id", "PIXEL");
        settings.put("ferry.destination.web.access-token", TOKEN);
        settings.put("ferry.http.port", Integer.toString(freePort()));
        settings.put("ferry.management.port", Integer.toString(freePort()));
        settings.put("ferry.batch.linger", "50ms");
        settings.put("ferry.delivery.backoff", "50ms");
        settings.put("ferry.delivery.max-backoff", "400ms");
        settings.put("ferry.delivery.probe-parked", "400ms");
        settings.put("ferry.delivery.timeout", "2s");
        settings.put("ferry.files.quiet", "200ms");
        settings.put("ferry.files.period", "200ms");
        settings.putAll(changes);
        return settings;
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no port is free", e);
        }
    }
}
