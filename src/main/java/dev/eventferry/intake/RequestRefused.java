package dev.eventferry.intake;

import org.jspecify.annotations.Nullable;

/** A request that is refused as a whole: nothing of it was taken (design 4). */
public final class RequestRefused extends RuntimeException {

    private final int status;
    private final String code;
    private final @Nullable String field;

    /**
     * @param status HTTP's
     * @param code stable, snake_case
     * @param message a sentence for the sender, without any value of theirs
     * @param field what it is about; null for the whole
     */
    public RequestRefused(int status, String code, String message, @Nullable String field) {
        super(
                message, null, false,
                false); // an answer, not a fault: nobody reads its stack, and it costs most when busy
        this.status = status;
        this.code = code;
        this.field = field;
    }

    public RequestRefused(int status, String code, String message) {
        this(status, code, message, null);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public @Nullable String field() {
        return field;
    }

    /** The sentence for the sender. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
