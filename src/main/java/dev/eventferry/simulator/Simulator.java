package dev.eventferry.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A TikTok of our own: takes {@code /open_api/v1.3/event/track/}, answers as TikTok is known to, merges and drops
 * copies, shows what it holds, and fails on request (design 9). Runs on one event loop; every method may be called from
 * any thread. Its threads are daemons: whoever starts it keeps the program alive.
 */
public final class Simulator implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 15;

    private final Vertx vertx;
    private final HttpServer server;
    private final String host;
    private final Holdings holdings;
    private final FaultScript faults;
    private final @Nullable VerdictLog log;

    private Simulator(
            Vertx vertx,
            HttpServer server,
            String host,
            Holdings holdings,
            FaultScript faults,
            @Nullable VerdictLog log) {
        this.vertx = vertx;
        this.server = server;
        this.host = host;
        this.holdings = holdings;
        this.faults = faults;
        this.log = log;
    }

    /**
     * How to run it.
     *
     * @param host to listen on
     * @param port to listen on; 0 for any that is free
     * @param clock tells when a request came, and so what is a copy
     * @param mostHeld how many events it holds to be looked at; of older ones it knows the dedup key only, at 28 bytes
     * @param mostKeys how many events' dedup keys it knows at least, the newest; a copy of one before them may pass for new
     * @param faults a document of faults that holds from the first request on (docs/simulator.md); empty for none
     * @param log the file that the verdicts of each request go to, as lines of JSON; null for none
     */
    public record Settings(
            String host,
            int port,
            Clock clock,
            int mostHeld,
            int mostKeys,
            String faults,
            @Nullable Path log) {

        private static final int USUAL_MOST_HELD = 200_000;

        /** Refuses to hold or know nothing. */
        public Settings {
            if (mostHeld < 1) {
                throw new IllegalArgumentException("mostHeld must be at least 1, not " + mostHeld);
            }
            if (mostKeys < 1) {
                throw new IllegalArgumentException("mostKeys must be at least 1, not " + mostKeys);
            }
        }

        /** Without faults and log. */
        public Settings(String host, int port, Clock clock, int mostHeld) {
            this(host, port, clock, mostHeld, Integer.MAX_VALUE, "", null);
        }

        /** With the machine's clock, holding 200,000 events. */
        public static Settings at(String host, int port) {
            return new Settings(host, port, Clock.systemUTC(), USUAL_MOST_HELD);
        }

        /** The same by another clock. */
        public Settings by(Clock changed) {
            return new Settings(host, port, changed, mostHeld, mostKeys, faults, log);
        }

        /** The same with room for that many events. */
        public Settings holding(int changed) {
            return new Settings(host, port, clock, changed, mostKeys, faults, log);
        }

        /** The same knowing the dedup keys of that many events. */
        public Settings knowing(int changed) {
            return new Settings(host, port, clock, mostHeld, changed, faults, log);
        }

        /** The same with those faults, YAML or JSON. */
        public Settings failing(String document) {
            return new Settings(host, port, clock, mostHeld, mostKeys, document, log);
        }

        /** The same with its verdicts in that file, behind those that it holds already. */
        public Settings logging(@Nullable Path file) {
            return new Settings(host, port, clock, mostHeld, mostKeys, faults, file);
        }
    }

    /** Starts one there; port 0 takes any that is free. */
    public static Simulator start(String host, int port) {
        return start(Settings.at(host, port));
    }

    /**
     * Starts one.
     *
     * @throws UncheckedIOException when it cannot listen there or cannot write its log
     * @throws IllegalArgumentException when its faults cannot be read; the message names line, field and fix
     */
    public static Simulator start(Settings settings) {
        FaultScript faults = new FaultScript();
        if (!settings.faults().isEmpty()) {
            faults.apply(FaultDocument.read(settings.faults()));
        }
        VerdictLog log = settings.log() == null ? null : VerdictLog.open(settings.log());
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setUseDaemonThread(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        Holdings holdings = new Holdings(settings.mostHeld(), settings.mostKeys());
        TrackEndpoint track = new TrackEndpoint(settings.clock(), holdings, faults, log);
        HttpServerOptions options =
                new HttpServerOptions().setHost(settings.host()).setPort(settings.port());
        try {
            HttpServer server = await(vertx.createHttpServer(options)
                    .requestHandler(new Doors(vertx, track, holdings, faults))
                    .listen());
            return new Simulator(vertx, server, settings.host(), holdings, faults, log);
        } catch (IOException e) {
            vertx.close();
            if (log != null) {
                log.close();
            }
            throw new UncheckedIOException(
                    "The simulator cannot listen on " + settings.host() + ":" + settings.port()
                            + "; choose another port (0 takes a free one)",
                    e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.actualPort();
    }

    /** What to use in place of {@code https://business-api.tiktok.com}; no slash at the end. */
    public String baseUrl() {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    /** The events it holds, oldest first, after dedup and merge. */
    public List<ReceivedEvent> events() {
        return holdings.events().stream().map(Views::event).toList();
    }

    /** The newest requests, at most 10,000, oldest first. */
    public List<ReceivedRequest> requests() {
        return holdings.requests();
    }

    /** The counts. */
    public Stats stats() {
        return holdings.stats();
    }

    /**
     * Sets what a document of faults says, YAML or JSON (docs/simulator.md); what it does not mention stays.
     *
     * @throws IllegalArgumentException when it cannot be read; the message names line, field and fix
     */
    public void faults(String document) {
        faults.apply(FaultDocument.read(document));
    }

    /** Queues a fault: it hits the next request that no fault before it hits. */
    public void fault(Fault fault) {
        faults.add(fault);
    }

    /** Sets a fault for every request that no queued one hits, until {@link #clearFaults}. */
    public void faultAlways(Fault fault) {
        faults.setAlways(fault);
    }

    /** Adds a rule behind those there are: the first that wants a request hits it, when no queued fault does. */
    public void rule(FaultRule rule) {
        faults.add(rule);
    }

    /** Lets all rules begin again with the random numbers of that seed; at first it is 1. */
    public void seed(long seed) {
        faults.setSeed(seed);
    }

    /** What an access token is worth from now on; {@code *} stands for all that are not named. */
    public void token(String token, TokenState state) {
        faults.setToken(token, state);
    }

    /** Adds a quota. */
    public void quota(Quota quota) {
        faults.add(quota);
    }

    /** Adds events that are refused. */
    public void poison(Poison poison) {
        faults.add(poison);
    }

    /** How refusals say which event is the bad one. */
    public void index(IndexForm form) {
        faults.setIndex(form);
    }

    /** Whether refusals keep to themselves which event in the request is the bad one. */
    public void hideIndex(boolean hidden) {
        index(hidden ? IndexForm.HIDDEN : IndexForm.SHOWN);
    }

    /** Ends all faults: rules, tokens, quotas and poison too. */
    public void clearFaults() {
        faults.clear();
    }

    /** Forgets events, dedup keys, counts and requests; faults stay. */
    public void clear() {
        holdings.clear();
    }

    /** Stops listening and ends its threads; open connections are closed. */
    @Override
    public void close() {
        try {
            await(vertx.close());
            if (log != null) {
                log.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator did not stop", e);
        }
    }

    private static <T> T await(Future<T> future) throws IOException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
