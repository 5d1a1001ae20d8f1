package dev.eventferry.simulator;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects a request's body in one array, of the announced length when it is announced. */
final class Body implements Handler<Buffer> {

    /** TikTok's own limit is not known; beyond this nobody means it well. */
    private static final int MOST_BYTES = 16 << 20;

    private byte[] bytes;
    private int length;
    private boolean tooLong;

    /** An empty one; the header is {@code Content-Length}. */
    Body(@Nullable String contentLength) {
        this.bytes = new byte[announced(contentLength)];
    }

    @Override
    public void handle(Buffer chunk) {
        int end = length + chunk.length();
        if (tooLong || end > MOST_BYTES) {
            tooLong = true;
            return;
        }
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
        }
        chunk.getBytes(bytes, length);
        length = end;
    }

    /** What came, and possibly room behind it. */
    byte[] bytes() {
        return bytes;
    }

    /** How much came. */
    int length() {
        return length;
    }

    /** Whether more came than is kept. */
    boolean isTooLong() {
        return tooLong;
    }

    private static int announced(@Nullable String contentLength) {
        try {
            long length = contentLength == null ? 1024 : Long.parseLong(contentLength);
            return (int) Math.max(0, Math.min(length, MOST_BYTES));
        } catch (NumberFormatException e) {
            return 1024;
        }
    }
}
