package dev.eventferry.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Senders that do as good ones do: eight send events one by one, two send batches, some of those bad, some copies of
 * each other's; each remembers what it was answered, and what was not answered is sent again.
 */
public final class Load {

    private static final int SINGLES = 8;
    private static final int BATCHES = 2;
    private static final int BATCH = 50;

    private final Set<String> promised = ConcurrentHashMap.newKeySet();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> times = new ConcurrentHashMap<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ending;

    /** Lets the senders send; ids of different rounds differ. */
    public void begin(Sender sender, int round) {
        ending = false;
        answers.set(0);
        for (int client = 0; client < SINGLES; client++) {
            String prefix = "r" + round + "-s" + client;
            run(() -> sendSingles(sender, prefix));
        }
        for (int client = 0; client < BATCHES; client++) {
            String prefix = "r" + round + "-b" + client;
            run(() -> sendBatches(sender, prefix));
        }
    }

    /** Sends these events to a destination in one request; whether there was an answer. */
    public boolean send(Sender sender, String destination, List<String> ids) {
        return post(sender, "/v1/events?verbose=true&destination=" + destination, ids);
    }

    public void awaitSome(int number) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> answers.get() >= number);
    }

    /** Waits until every sender has had its answer, or none. */
    public void end() {
        ending = true;
        await().atMost(Duration.ofSeconds(30)).until(() -> threads.stream().noneMatch(Thread::isAlive));
        threads.clear();
    }

    public void sendAgainWhatWasNotAnswered(Sender sender) {
        List<String> ids = List.copyOf(unanswered);
        for (int from = 0; from < ids.size(); from += BATCH) {
            send(sender, ids.subList(from, Math.min(from + BATCH, ids.size())));
        }
    }

    /** The ids of which an answer said that they are accepted, or copies of one that is. */
    public Set<String> promised() {
        return promised;
    }

    /** The ids of which an answer said that they are rejected. */
    public Set<String> refused() {
        return refused;
    }

    /** The ids that no answer came for. */
    public Set<String> unanswered() {
        return unanswered;
    }

    /** The ids of all events that were sent, however they were answered. */
    public Set<String> sent() {
        return times.keySet();
    }

    public Long timeOf(String id) {
        return times.get(id);
    }

    private void run(Runnable sending) {
        Thread thread = new Thread(sending, "sender");
        threads.add(thread);
        thread.start();
    }

    private void sendSingles(Sender sender, String prefix) {
        boolean answered = true;
        for (int i = 0; answered && !ending; i++) {
            boolean bad = i % 20 == 19;
            answered = send(sender, List.of(prefix + (bad ? "-bad-" : "-") + i));
        }
    }

    /** Every batch holds a bad event, and copies of what another sender sends at the same time. */
    private void sendBatches(Sender sender, String prefix) {
        boolean answered = true;
        for (int i = 0; answered && !ending; i++) {
            Set<String> ids = new HashSet<>(Events.ids(prefix + "-" + i, 0, BATCH));
            ids.add(prefix + "-bad-" + i);
            ids.add(prefix.substring(0, prefix.indexOf('-')) + "-s0-" + i);
            answered = send(sender, List.copyOf(ids));
        }
    }

    private boolean send(Sender sender, List<String> ids) {
        return post(sender, "/v1/events?verbose=true", ids);
    }

    private boolean post(Sender sender, String path, List<String> ids) {
        List<ObjectNode> events = ids.stream().map(this::event).toList();
        try {
            Sender.Answer answer = sender.postTo(path, Events.array(events));
            if (answer.status() == 202 || answer.status() == 422) {
                note(ids, answer.json().path("results"));
                answers.incrementAndGet();
                return true;
            }
        } catch (UncheckedIOException e) {
            // killed: nobody knows
        }
        ids.stream().filter(id -> !promised.contains(id)).forEach(unanswered::add);
        return false;
    }

    private void note(List<String> ids, JsonNode results) {
        for (JsonNode result : results) {
            String id = ids.get(result.path("index").asInt());
            boolean rejected = result.path("status").asText().equals("rejected");
            (rejected ? refused : promised).add(id);
            unanswered.remove(id);
        }
    }

    private ObjectNode event(String id) {
        ObjectNode event = id.contains("-bad-") ? Events.bad(id) : Events.purchase(id);
        long time = Events.TIME + Math.floorMod(id.hashCode(), 3000);
        times.put(id, time);
        event.withObject("/user").put("email", id + "@example.com");
        event.withObject("/properties").put("order_id", id);
        return event.put("event_time", time);
    }
}
