package dev.eventferry.chaos;

import static dev.eventferry.chaos.EveryFaultTest.End.COPIES;
import static dev.eventferry.chaos.EveryFaultTest.End.DELIVERED;
import static dev.eventferry.chaos.EveryFaultTest.End.PARKED;
import static dev.eventferry.chaos.EveryFaultTest.End.WAITS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.camel.StartFailed;
import dev.eventferry.chaos.WireLog.Request;
import dev.eventferry.e2e.Bundle;
import dev.eventferry.e2e.Events;
import dev.eventferry.e2e.Load;
import dev.eventferry.e2e.TikTok;
import dev.eventferry.simulator.Fault;
import dev.eventferry.simulator.FaultRule;
import dev.eventferry.simulator.Simulator;
import dev.eventferry.simulator.Target;
import dev.eventferry.simulator.TokenState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each fault has a destination of its own, so all of them happen at once and each is alone; {@code ferry.chaos.events}
 * events each. Waits are the usual ones: the first is a second, so a rest is five at least.
 */
class EveryFaultTest {

    private static final int EVENTS = Integer.getInteger("ferry.chaos.events", 400);
    private static final Duration REST = Duration.ofSeconds(5);

    /** The times of two clocks' readings in milliseconds may be one apart. */
    private static final Duration ROUNDING = Duration.ofMillis(2);

    /** The first request and those that are tried again at once. */
    private static final int QUICK = 3;

    private static final Map<String, Case> CASES = cases();

    @TempDir
    Path folder;

    /** How it is with a fault's events while it lasts. */
    enum End {
        /** All wait, and nothing was taken. */
        WAITS,
        /** All wait, and TikTok has them though it did not say so. */
        COPIES,
        /** All wait, for a person. */
        PARKED,
        /** It is no trouble: all are delivered, once. */
        DELIVERED
    }

    /** What goes wrong with a destination: its requests, or its token. */
    private record Case(Fault fault, TokenState token, End end) {}

    private static Map<String, Case> cases() {
        Map<String, Case> cases = new LinkedHashMap<>();
        on(cases, "http-429", Fault.http(429).withHeader("Retry-After", "1"), WAITS);
        on(cases, "http-500", Fault.http(500), WAITS);
        on(cases, "http-502", Fault.http(502), WAITS);
        on(cases, "http-503", Fault.http(503), WAITS);
        on(cases, "http-504", Fault.http(504), WAITS);
        on(cases, "trouble", Fault.code(50000), WAITS);
        on(cases, "trouble-500", Fault.code(50002).withHttp(500), WAITS);
        on(cases, "maintenance", Fault.code(60001), WAITS);
        on(cases, "throttled", Fault.code(40100), WAITS);
        on(cases, "throttled-401", Fault.code(40100).withHttp(401), WAITS);
        on(cases, "throttled-pixel", Fault.code(40132), WAITS);
        on(cases, "unknown-code", Fault.code(99999), WAITS);
        on(cases, "reset", Fault.reset(), WAITS);
        on(cases, "close", Fault.close(), WAITS);
        on(cases, "hang", Fault.hang(), WAITS);
        on(cases, "cut-json", Fault.malformed(), WAITS);
        on(cases, "empty", Fault.body(200, ""), WAITS);
        on(cases, "page", Fault.body(200, "<html>Sign in</html>").withHeader("Content-Type", "text/html"), WAITS);
        on(cases, "no-code", Fault.body(200, "{\"message\":\"OK\"}"), WAITS);
        on(cases, "redirect", Fault.redirect("http://127.0.0.1:9/elsewhere"), WAITS);
        on(cases, "two-codes", Fault.body(200, "{\"code\":0,\"code\":50000,\"message\":\"\"}"), WAITS);
        on(cases, "huge", Fault.huge(10 << 20).afterTaking(), COPIES);
        on(cases, "gzip-lie", Fault.none().withHeader("Content-Encoding", "gzip"), COPIES);
        on(cases, "reset-after", Fault.reset().afterTaking(), COPIES);
        on(cases, "reset-within", Fault.resetWithin(), COPIES);
        on(cases, "truncated", Fault.truncated(), COPIES);
        on(cases, "close-after", Fault.close().afterTaking(), COPIES);
        on(cases, "too-late", Fault.delay(Duration.ofSeconds(30)), COPIES);
        on(cases, "drip", Fault.drip(Duration.ofSeconds(1)), COPIES);
        on(cases, "late", Fault.delay(Duration.ofMillis(500)), DELIVERED);
        on(cases, "slow-drip", Fault.drip(Duration.ofMillis(5)), DELIVERED);
        on(cases, "plain-text", Fault.none().withHeader("Content-Type", "text/plain"), DELIVERED);
        on(cases, "taken-before", Fault.code(40050).afterTaking(), DELIVERED);
        with(cases, "expired", TokenState.EXPIRED);
        with(cases, "revoked", TokenState.REVOKED);
        with(cases, "revoked-401", TokenState.REVOKED.saying(401, "Access token is incorrect or has been revoked."));
        with(cases, "other-pixel", TokenState.only("ELSEWHERE"));
        with(cases, "blocked", TokenState.BLOCKED);
        with(cases, "not-allowed", TokenState.NOT_ALLOWED);
        on(cases, "well", Fault.none(), DELIVERED);
        return cases;
    }

    private static void on(Map<String, Case> cases, String name, Fault fault, End end) {
        cases.put(name, new Case(fault, TokenState.GOOD, end));
    }

    private static void with(Map<String, Case> cases, String name, TokenState token) {
        cases.put(name, new Case(Fault.none(), token, PARKED));
    }

    @Test
    @Timeout(300)
    void each_fault_ends_as_it_should_and_touches_its_destination_only() throws StartFailed {
        Path data = folder.resolve("data");
        Path log = folder.resolve("verdicts.ndjson");
        Load load = new Load();
        WireLog outage;
        WireLog whole;
        try (TikTok tikTok = TikTok.failing("", log);
                Bundle bundle = Bundle.start(data, tikTok.url(), settings())) {
            CASES.forEach((name, each) -> begin(tikTok.simulator(), name, each));
            CASES.keySet().forEach(name -> assertThat(load.send(bundle.sender(), name, Events.ids(name, 0, EVENTS)))
                    .isTrue());
            await().atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(tooFew(WireLog.read(log, List.of())))
                            .as("faults that were not tried again")
                            .isEmpty());
            JsonNode status = bundle.sender().status();
            outage = WireLog.read(log, List.of());
            tikTok.simulator().clearFaults();

            judge(status, outage);
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> bundle.sender().status().path("waiting").isEmpty());
            bundle.stop();
            whole = WireLog.read(log, tikTok.simulator().events());
        }

        StoreDump store = StoreDump.read(data, List.copyOf(CASES.keySet()));
        new Checker(Senders.of(load), whole, store, List.of("@example.com", "customer-"), List.of()).check();
        assertThat(load.promised()).hasSize(CASES.size() * EVENTS);
        assertThat(store.count("delivered")).isEqualTo((long) CASES.size() * EVENTS);
    }

    private static void begin(Simulator simulator, String name, Case each) {
        simulator.token(token(name), each.token());
        if (!each.fault().equals(Fault.none())) {
            simulator.rule(FaultRule.of(name, each.fault()).when(Target.all().pixel(pixel(name))));
        }
    }

    /** The faults that have not been tried often enough to say anything. */
    private static List<String> tooFew(WireLog wire) {
        return CASES.entrySet().stream()
                .filter(each ->
                        wire.to(pixel(each.getKey())).size() < (each.getValue().end() == DELIVERED ? 1 : QUICK + 1))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void judge(JsonNode status, WireLog outage) {
        Map<String, String> states = new TreeMap<>();
        status.path("lanes")
                .forEach(lane -> states.put(
                        lane.path("destination").asText(), lane.path("state").asText()));
        SoftAssertions all = new SoftAssertions();
        CASES.forEach((name, each) -> {
            List<Request> requests = outage.to(pixel(name));
            long taken = requests.stream().filter(Request::isTaken).count();
            boolean waits = each.end() != DELIVERED;
            all.assertThat(status.path("waiting").path(name).asInt())
                    .as("what waits of " + name)
                    .isEqualTo(waits ? EVENTS : 0);
            all.assertThat(states.get(name))
                    .as("the state of " + name)
                    .isIn(
                            switch (each.end()) {
                                case PARKED -> List.of("parked");
                                case DELIVERED -> List.of("open");
                                default -> List.of("failing", "throttled");
                            });
            switch (each.end()) {
                case DELIVERED ->
                    all.assertThat(requests).as("requests of " + name).hasSize(1);
                case COPIES -> all.assertThat(taken).as("taken of " + name).isEqualTo(requests.size());
                default -> all.assertThat(taken).as("taken of " + name).isZero();
            }
            int free = each.end() == PARKED ? 1 : QUICK;
            all.assertThat(gaps(requests, free))
                    .as("time between requests of " + name)
                    .allSatisfy(gap -> assertThat(gap).isGreaterThanOrEqualTo(REST.minus(ROUNDING)));
        });
        all.assertAll();
    }

    /** The times between requests, from the last of those that are free on. */
    private static List<Duration> gaps(List<Request> requests, int free) {
        List<Duration> gaps = new ArrayList<>();
        for (int i = free; i < requests.size(); i++) {
            gaps.add(
                    Duration.between(requests.get(i - 1).time(), requests.get(i).time()));
        }
        return gaps;
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "ferry.delivery.backoff", "1s",
                "ferry.delivery.max-backoff", "6s",
                "ferry.delivery.probe-parked", "5s",
                "ferry.delivery.timeout", "2s"));
        settings.put(
                "ferry.destinations",
                Stream.concat(Stream.of("web"), CASES.keySet().stream()).collect(Collectors.joining(",")));
        CASES.keySet().forEach(name -> {
            settings.put("ferry.destination." + name + ".event-source-id", pixel(name));
            settings.put("ferry.destination." + name + ".access-token", token(name));
        });
        return settings;
    }

    private static String pixel(String name) {
        return "PIXEL-" + name;
    }

    private static String token(String name) {
        return "token-of-" + name;
    }
}
