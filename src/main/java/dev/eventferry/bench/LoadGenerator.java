package dev.eventferry.bench;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Posts events over kept-open HTTP/1.1 connections, each of which sends its next request when the last is answered.
 *
 * <p>It shares the machine with the server it loads, so it is made to cost little: one thread, requests written before
 * the clock starts ({@link RequestQueue}), and of an answer it reads the status alone.
 *
 * @param target where to post to; http only
 * @param connections how many requests are under way at once
 * @param perRequest 1 sends each event as a single object, more sends arrays of so many
 * @param headers sent with every request, beside Host, Content-Type and Content-Length
 */
record LoadGenerator(URI target, int connections, int perRequest, Map<String, String> headers) {

    /** Stands in {@link Result#statusCounts()} for requests whose connection broke before the answer. */
    static final int NO_ANSWER = 0;

    private static final int ACCEPTED = 202;

    /** Refuses what it cannot do. */
    LoadGenerator {
        if (!"http".equals(target.getScheme()) || target.getHost() == null) {
            throw new IllegalArgumentException("the load generator takes a URL of the form http://host:port/path");
        }
        if (connections < 1 || perRequest < 1) {
            throw new IllegalArgumentException("connections and events a request are at least 1");
        }
        headers = Map.copyOf(headers);
    }

    /**
     * What came of a run.
     *
     * @param events posted, whatever the answer
     * @param requests that carried them
     * @param seconds from the first request to the last answer
     * @param p50 the time that half of the requests did not exceed, from sending to the end of the answer
     * @param p90 the same for 90 in 100
     * @param p99 the same for 99 in 100
     * @param max the slowest
     * @param statusCounts HTTP status to number of answers; {@link #NO_ANSWER} for broken connections
     */
    record Result(
            long events,
            long requests,
            double seconds,
            Duration p50,
            Duration p90,
            Duration p99,
            Duration max,
            Map<Integer, Long> statusCounts) {

        double eventsPerSecond() {
            return events / seconds;
        }

        /** Requests that were not answered 202: a run that has any is no figure. */
        long notAccepted() {
            return requests - statusCounts.getOrDefault(ACCEPTED, 0L);
        }
    }

    /**
     * Posts so many events.
     *
     * @param events gives the JSON of the next one; asked by one thread at a time
     * @throws IOException if the server cannot be reached, does not answer in HTTP/1.1, or says nothing for a minute
     */
    Result run(Supplier<byte[]> events, long count) throws IOException {
        if (count < 1) {
            throw new IllegalArgumentException("there is nothing to measure in " + count + " events");
        }
        try (RequestQueue requests = new RequestQueue(head(), events, count, perRequest);
                LoadRun run = new LoadRun(target, requests)) {
            double seconds = run.toTheEnd(connections);
            Latencies latencies = run.latencies();
            return new Result(
                    count,
                    requests.requests(),
                    seconds,
                    latencies.percentile(50),
                    latencies.percentile(90),
                    latencies.percentile(99),
                    latencies.percentile(100),
                    run.statusCounts());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("the load run was interrupted").initCause(e);
        }
    }

    private String head() {
        String path = target.getRawPath().isEmpty() ? "/" : target.getRawPath();
        String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
        StringBuilder head = new StringBuilder("POST " + path + query + " HTTP/1.1\r\n");
        head.append("Host: ").append(target.getRawAuthority()).append("\r\n");
        head.append("Content-Type: application/json\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.toString();
    }
}
