package dev.eventferry.camel;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.delivery.Alarm;
import dev.eventferry.delivery.Halt;
import dev.eventferry.store.DeadLetter;
import dev.eventferry.tiktok.Code;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what ended badly to the route {@code errors} (routes/errors.camel.yaml), one message for each batch: dead letters,
 * and destinations that need a person. It has a thread and a queue of its own, so whatever the route does, or fails to do,
 * delays no delivery; what finds the queue full is dropped and counted. The dead letters are in the store all the same.
 */
final class Notices implements Alarm, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROUTE = "direct:errors?failIfNoConsumers=false&block=false";
    private static final int MOST_WAITING = 256;
    private static final long LAST_MILLIS = 1000;
    private static final long LOOK_MILLIS = 100;
    private static final Duration TELL_AGAIN = Duration.ofMinutes(1);

    private interface Notice {
        /** Makes the message, on the thread of the notices. */
        void fill(Exchange exchange) throws IOException;
    }

    private final Clock clock;
    private final BlockingQueue<Notice> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final LongAdder lost = new LongAdder();
    private final Thread thread = new Thread(this::run, "ferry-errors");
    private volatile boolean stopping;
    private long toldAt = Long.MIN_VALUE;

    @SuppressWarnings("NullAway.Init") // set before the thread starts
    private ProducerTemplate route;

    Notices(Clock clock) {
        this.clock = clock;
        thread.setDaemon(true);
    }

    /** Begins to hand over. */
    void start(CamelContext context) {
        route = context.createProducerTemplate();
        thread.start();
    }

    /** Shows how many were lost. */
    void attach(MeterRegistry registry) {
        FunctionCounter.builder("eventferry.notices.lost", lost, LongAdder::sum)
                .description(
                        "Messages that the route errors did not take; the dead letters are in the store all the same")
                .register(registry);
    }

    @Override
    public void died(List<DeadLetter> letters) {
        Instant at = clock.instant();
        offer(exchange -> fill(exchange, letters, at));
    }

    @Override
    public void parked(String destination, Halt.Parked why) {
        Instant at = clock.instant();
        offer(exchange -> fill(exchange, destination, why, at));
    }

    /** What waits is handed over, for a second at most. */
    @Override
    public void close() {
        stopping = true;
        try {
            if (thread.isAlive()) {
                thread.join(LAST_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!waiting.isEmpty()) {
            lost("Eventferry stops", waiting.size());
        }
    }

    private void offer(Notice notice) {
        if (!waiting.offer(notice)) {
            lost("more than " + MOST_WAITING + " wait for it", 1);
        }
    }

    private void run() {
        long end = 0;
        while (!stopping || (!waiting.isEmpty() && System.nanoTime() < end)) {
            if (stopping && end == 0) {
                end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LAST_MILLIS);
            }
            try {
                Notice next = waiting.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    send(next);
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void send(Notice notice) {
        try {
            Exchange done = route.send(ROUTE, notice::fill);
            Exception failure = done.getException();
            if (failure != null) {
                lost("the route failed, " + failure.getClass().getSimpleName(), 1);
            }
        } catch (RuntimeException e) {
            lost(e.getClass().getSimpleName(), 1);
        }
    }

    private synchronized void lost(String why, int messages) {
        lost.add(messages);
        long now = clock.millis();
        if (toldAt == Long.MIN_VALUE || now - toldAt >= TELL_AGAIN.toMillis()) {
            toldAt = now;
            LOG.warn(
                    "The route errors did not get {} messages so far, now because {}. Dead letters are in the store all the same",
                    lost.sum(),
                    why);
        }
    }

    private static void fill(Exchange exchange, List<DeadLetter> letters, Instant at) throws IOException {
        Map<String, Integer> reasons = new TreeMap<>();
        ArrayNode all = JSON.createArrayNode();
        for (DeadLetter letter : letters) {
            reasons.merge(
                    letter.code() == null ? letter.reason() : letter.reason() + " " + letter.code(), 1, Integer::sum);
            all.add(DeadLetterJson.of(letter));
        }
        String destination = letters.get(0).lane().destination();
        ObjectNode json = JSON.createObjectNode();
        json.put("kind", "dead_letters")
                .put("at", at.toString())
                .put("destination", destination)
                .put("count", letters.size());
        reasons.forEach(json.putObject("reasons")::put);
        json.set("letters", all);
        String counts = reasons.entrySet().stream()
                .map(each -> each.getKey() + ": " + each.getValue())
                .collect(Collectors.joining(", "));
        fill(exchange, "dead_letters", letters.size() + " dead letters for " + destination + " (" + counts + ")", json);
    }

    private static void fill(Exchange exchange, String destination, Halt.Parked why, Instant at) throws IOException {
        String who = why.code().who() == Code.Who.ACCOUNT ? "account" : "setting";
        ObjectNode json = JSON.createObjectNode();
        json.put("kind", "needs_person")
                .put("at", at.toString())
                .put("destination", destination)
                .put("who", who)
                .put("code", why.code().number())
                .put("reason", why.reason());
        fill(exchange, "needs_person", destination + " needs a person: " + why.reason(), json);
    }

    private static void fill(Exchange exchange, String kind, String summary, ObjectNode json) throws IOException {
        exchange.setVariable("kind", kind);
        exchange.setVariable("summary", summary);
        exchange.getMessage().setBody(JSON.writeValueAsString(json));
    }
}
