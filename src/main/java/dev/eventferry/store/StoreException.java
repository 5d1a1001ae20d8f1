package dev.eventferry.store;

/** The store cannot take or give anything now: nothing of what was asked has happened, unless it is {@link CommitUnknown}. */
public class StoreException extends RuntimeException {

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    public StoreException(String message) {
        super(message);
    }
}
