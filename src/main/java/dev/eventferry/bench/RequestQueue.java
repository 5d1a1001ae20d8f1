package dev.eventferry.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ready-made requests. As many as memory allows are written ahead, so that writing them costs the measured server
 * nothing; if that is not all, a thread of its own keeps the stock full while they are taken.
 */
final class RequestQueue implements AutoCloseable {

    /** What stands ready may take this part of the heap. */
    private static final int PART_OF_HEAP = 4;

    private static final int BYTES_OF_AN_EVENT = 1_700;
    private static final long PATIENCE_SECONDS = 60;

    private final String head;
    private final Supplier<byte[]> events;
    private final int perRequest;
    private final long requests;
    private final BlockingQueue<ByteBuffer> ready;
    private final @Nullable Thread refill;
    private long unwritten;

    /**
     * Writes the stock.
     *
     * @param head request line and headers, each with its line end, without Content-Length and the empty line
     * @param events gives the JSON of the next event; asked by one thread at a time
     * @param count of the events, not of the requests
     * @param perRequest 1 makes a body of the event alone, more an array
     */
    RequestQueue(String head, Supplier<byte[]> events, long count, int perRequest) {
        this(head, events, count, perRequest, Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    }

    /** With a stock of about so many bytes, though at least one request. */
    RequestQueue(String head, Supplier<byte[]> events, long count, int perRequest, long bytesAhead) {
        this.head = head;
        this.events = events;
        this.perRequest = perRequest;
        this.requests = (count + perRequest - 1) / perRequest;
        this.unwritten = count;
        long ahead = bytesAhead / BYTES_OF_AN_EVENT / perRequest;
        this.ready = new ArrayBlockingQueue<>((int) Math.max(1, Math.min(ahead, requests)));
        while (unwritten > 0 && ready.remainingCapacity() > 0) {
            ready.add(write());
        }
        this.refill = unwritten > 0 ? startRefill() : null;
    }

    /** How many requests there are in all. */
    long requests() {
        return requests;
    }

    /** The next request; may be called {@link #requests()} times. */
    ByteBuffer take() throws InterruptedException {
        ByteBuffer request = ready.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (request == null) {
            throw new IllegalStateException("no request was written for a minute");
        }
        return request;
    }

    /** Stops writing. */
    @Override
    public void close() {
        if (refill != null) {
            refill.interrupt();
        }
    }

    private Thread startRefill() {
        Thread thread = new Thread(this::keepFull, "bench-requests");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void keepFull() {
        try {
            while (unwritten > 0) {
                ready.put(write());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed: the thread ends here
        }
    }

    private ByteBuffer write() {
        byte[][] parts = new byte[(int) Math.min(unwritten, perRequest)][];
        long length = perRequest == 1 ? 0 : parts.length + 1; // brackets and commas
        for (int i = 0; i < parts.length; i++) {
            parts[i] = events.get();
            length += parts[i].length;
        }
        unwritten -= parts.length;
        byte[] start = (head + "Content-Length: " + length + "\r\n\r\n").getBytes(US_ASCII);
        ByteBuffer request =
                ByteBuffer.allocate(Math.toIntExact(start.length + length)).put(start);
        if (perRequest == 1) {
            return request.put(parts[0]).flip();
        }
        for (int i = 0; i < parts.length; i++) {
            request.put((byte) (i == 0 ? '[' : ',')).put(parts[i]);
        }
        return request.put((byte) ']').flip();
    }
}
