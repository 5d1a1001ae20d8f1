package dev.eventferry.store;

import java.util.concurrent.CompletableFuture;

/**
 * The store failed while it committed, so what was asked may have happened or not. Nothing of it may be called kept, and
 * nothing of it may be kept a second time, before {@link #happened} tells.
 */
public final class CommitUnknown extends StoreException {

    private final transient CompletableFuture<Boolean> happened = new CompletableFuture<>();

    CommitUnknown(Throwable cause) {
        super("the store failed while it committed: " + cause.getMessage(), cause);
    }

    /** Done once the store works again: whether the commit has happened, and is durable. */
    public CompletableFuture<Boolean> happened() {
        return happened;
    }
}
