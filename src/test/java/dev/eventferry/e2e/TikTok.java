package dev.eventferry.e2e;

import dev.eventferry.simulator.ReceivedEvent;
import dev.eventferry.simulator.Simulator;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** The simulator, and the questions that tests ask of it. */
public final class TikTok implements AutoCloseable {

    private final Simulator simulator;

    private TikTok(Simulator simulator) {
        this.simulator = simulator;
    }

    public static TikTok start() {
        return at(0);
    }

    public static TikTok at(int port) {
        return new TikTok(Simulator.start("127.0.0.1", port));
    }

    /** One that goes wrong as a document says (docs/simulator.md) and logs its verdicts in that file. */
    public static TikTok failing(String faults, Path log) {
        return new TikTok(Simulator.start(
                Simulator.Settings.at("127.0.0.1", 0).failing(faults).logging(log)));
    }

    /** The same, which can show that many events. */
    public static TikTok failing(String faults, Path log, int events) {
        return new TikTok(Simulator.start(Simulator.Settings.at("127.0.0.1", 0)
                .failing(faults)
                .logging(log)
                .holding(events)));
    }

    /** One that can show that many events. */
    public static TikTok holding(int events) {
        return new TikTok(Simulator.start(new Simulator.Settings("127.0.0.1", 0, Clock.systemUTC(), events)));
    }

    public Simulator simulator() {
        return simulator;
    }

    public String url() {
        return simulator.baseUrl();
    }

    /** The ids of the events it holds, oldest first. */
    public List<String> ids() {
        return simulator.events().stream().map(ReceivedEvent::eventId).toList();
    }

    public ReceivedEvent event(String id) {
        return simulator.events().stream()
                .filter(event -> id.equals(event.eventId()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("TikTok has no event " + id));
    }

    public boolean has(String id) {
        return simulator.events().stream().anyMatch(event -> id.equals(event.eventId()));
    }

    /** Events that it took, copies counted. */
    public long received() {
        return simulator.stats().received();
    }

    /** Different events that it took. */
    public long kept() {
        return simulator.stats().kept();
    }

    @Override
    public void close() {
        simulator.close();
    }
}
