package dev.eventferry.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Reads the store for whoever asks, on a thread of its own: the asking thread may be interrupted, the one inside the
 * database may not (design 10).
 */
public final class StoreReader implements AutoCloseable {

    private final Store store;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "ferry-reader"));

    /** @param store a connection of its own */
    public StoreReader(Store store) {
        this.store = store;
    }

    /**
     * Asks and waits for the answer.
     *
     * @throws StoreException when the store cannot be read
     */
    public <T> T read(Function<Store, T> question) {
        try {
            return CompletableFuture.supplyAsync(() -> question.apply(store), thread)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreException known) {
                throw known;
            }
            throw e;
        }
    }

    /**
     * Asks, and holds no thread until the answer is there. What is done with the answer at once is done on the reader's thread.
     *
     * @return fails as the question does, such as with a {@link StoreException}
     */
    public <T> CompletableFuture<T> ask(Function<Store, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                answer.complete(question.apply(store));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    @Override
    public void close() {
        thread.execute(store::close);
        thread.shutdown();
    }
}
