package dev.eventferry.cli;

import dev.eventferry.camel.StartFailed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * How {@code ./ferry run} ends. Java answers a signal with 128 and the signal's number, however well the stop went; the
 * exit code told here is 0 when everything stopped in order and in time.
 */
final class OrderlyExit {

    private final Supplier<List<String>> stop;
    private final Supplier<String> waitsFor;
    private final Duration longest;

    /**
     * @param stop stops, and tells what did not stop as it should
     * @param waitsFor what it waits for now
     * @param longest after which it hangs
     */
    OrderlyExit(Supplier<List<String>> stop, Supplier<String> waitsFor, Duration longest) {
        this.stop = stop;
        this.waitsFor = waitsFor;
        this.longest = longest;
    }

    /** Stops, or gives up waiting for it; answers the exit code and says why when it is not 0. */
    int stop() {
        CompletableFuture<List<String>> stopped = new CompletableFuture<>();
        Thread worker = new Thread(() -> run(stopped), "ferry-stopping");
        worker.setDaemon(true);
        worker.start();
        try {
            List<String> failed = stopped.get(longest.toMillis(), TimeUnit.MILLISECONDS);
            return failed.isEmpty() ? 0 : refuse(String.join("; ", failed));
        } catch (TimeoutException e) {
            return refuse("no longer waiting for " + waitsFor.get() + " after " + longest.toSeconds() + " s");
        } catch (ExecutionException e) {
            return refuse(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            return refuse("somebody interrupted it");
        }
    }

    private void run(CompletableFuture<List<String>> stopped) {
        try {
            stopped.complete(stop.get());
        } catch (RuntimeException | Error e) {
            stopped.completeExceptionally(e);
        }
    }

    private static int refuse(String why) {
        return Console.refuse(
                "not stopped in order: " + why + ". What was answered 202 is stored; the next start goes on with it.",
                StartFailed.OTHER);
    }
}
