package dev.eventferry.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.camel.DataDir;
import dev.eventferry.camel.LoneImport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who reads and delivers what {@code ./ferry import} puts into the inbox. */
interface Importer extends AutoCloseable {

    /** What has become of it. */
    enum State {
        WORKS,
        /** It worked, and does no more. */
        STOPPED,
        /** It never said anything, and the data folder is free now. */
        FREE
    }

    /** Such a file is there for it. */
    void take(InboxFile file);

    /**
     * As {@code GET /v1/status} answers.
     *
     * @param upTo the highest segment that counts; null for all
     * @param file whose dead letters count; null for none
     * @return null when there is no answer now
     */
    @Nullable
    JsonNode status(String source, @Nullable Long upTo, @Nullable String file) throws InterruptedException;

    /** Whether to go on waiting for it. */
    State state();

    /** Who delivers what waits when the command has ended. */
    String deliversLater();

    /** What a person should know who stops the command before that file is through. */
    String onStop(InboxFile file);

    @Override
    void close();

    /** An Eventferry in this process, for this alone. */
    static Importer own(LoneImport lone) {
        return new Importer() {
            @Override
            public void take(InboxFile file) {
                lone.take(file.path());
            }

            @Override
            public JsonNode status(String source, @Nullable Long upTo, @Nullable String file) {
                return lone.status(source, upTo, file);
            }

            @Override
            public State state() {
                return State.WORKS;
            }

            @Override
            public String deliversLater() {
                return "the next ./ferry run";
            }

            @Override
            public String onStop(InboxFile file) {
                return file.isInInbox()
                        ? "stopped behind the last chunk; the same command goes on there, or ./ferry run: "
                                + file.path()
                        : "stopped; it is read, and what is not delivered waits for the next ./ferry run";
            }

            @Override
            public void close() {
                lone.close();
            }
        };
    }

    /**
     * The one that works in the data folder.
     *
     * @param say takes what a person should know
     */
    static Importer running(Path dataDir, StatusClient client, Consumer<String> say) {
        return new Running(dataDir, client, say);
    }

    /** Asked by HTTP; when it does not answer, the folders have to tell. */
    final class Running implements Importer {

        private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

        private final Path dataDir;
        private final StatusClient client;
        private final Consumer<String> say;
        private boolean answered;
        private boolean silent;
        private long answeredAt;

        private Running(Path dataDir, StatusClient client, Consumer<String> say) {
            this.dataDir = dataDir;
            this.client = client;
            this.say = say;
        }

        @Override
        public void take(InboxFile file) {}

        @Override
        public @Nullable JsonNode status(String source, @Nullable Long upTo, @Nullable String file)
                throws InterruptedException {
            Map<String, String> query = new TreeMap<>(Map.of("source", source));
            if (upTo != null) {
                query.put("up_to", String.valueOf(upTo));
            }
            if (file != null) {
                query.put("file", file);
            }
            try {
                JsonNode status = client.ask(query);
                answered = true;
                answeredAt = System.nanoTime();
                silent = false;
                return status;
            } catch (StatusClient.Refused e) {
                tellOnce(
                        e.isForKey()
                                ? "does not know the first key of ferry.http.api-keys"
                                : "answers with " + e.getMessage());
                return null;
            } catch (IOException e) {
                tellOnce("does not answer (another ./ferry import, or other settings of ferry.http.*?)");
                return null;
            }
        }

        private void tellOnce(String what) {
            if (!silent) {
                say.accept("An Eventferry works in " + dataDir + ", but at " + client.address() + " it " + what
                        + "; what becomes of the file is told when it is in done or failed");
            }
            silent = true;
        }

        @Override
        public State state() {
            try {
                if (DataDir.isInUse(dataDir) || (answered && System.nanoTime() - answeredAt < PATIENCE_NANOS)) {
                    return State.WORKS;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return answered ? State.STOPPED : State.FREE;
        }

        @Override
        public String deliversLater() {
            return "the running Eventferry";
        }

        @Override
        public String onStop(InboxFile file) {
            return "the running Eventferry goes on with it; ./ferry status and its report in "
                    + dataDir.resolve("done").resolve(file.source()) + " tell more";
        }

        @Override
        public void close() {}
    }
}
