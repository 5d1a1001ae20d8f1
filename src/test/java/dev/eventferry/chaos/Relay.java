package dev.eventferry.chaos;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Stands between a client and an HTTP server on this machine, and does something at an exact moment of a request. */
final class Relay implements AutoCloseable {

    /** A moment of a request. */
    enum Moment {
        /** The client has sent it, the server has not got it. */
        ASKED,
        /** The server has answered, the client has heard nothing. */
        ANSWERED,
        /** The client has got the first byte of the answer. */
        FIRST_BYTE,
        /** The client has got the answer. */
        HEARD
    }

    private static final int LARGEST_READ = 1 << 16;

    private final ServerSocket door;
    private final int server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private @Nullable Trap trap;

    /** Springs once. */
    private record Trap(Moment moment, Runnable action, CountDownLatch sprung) {}

    private Relay(int server) throws IOException {
        this.server = server;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** One to the server on that port, which need not listen yet. */
    static Relay to(int server) throws IOException {
        Relay relay = new Relay(server);
        relay.threads.execute(relay::open);
        return relay;
    }

    int port() {
        return door.getLocalPort();
    }

    /** Does this at that moment of the next request to come to it, and breaks the request's connections. */
    synchronized CountDownLatch at(Moment moment, Runnable action) {
        Trap set = new Trap(moment, action, new CountDownLatch(1));
        trap = set;
        return set.sprung();
    }

    @Override
    public void close() throws IOException {
        door.close();
        threads.shutdownNow();
    }

    private void open() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket there = new Socket(InetAddress.getLoopbackAddress(), server)) {
            there.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            threads.execute(() -> pass(client, there, "POST ", Moment.ASKED));
            pass(there, client, "HTTP/", Moment.ANSWERED);
        } catch (IOException e) {
            // nobody is there: the client finds its connection closed
        }
    }

    /** @param begins how what is counted begins; it comes in one read, for both sides write a head at once */
    private void pass(Socket from, Socket to, String begins, Moment before) {
        byte[] read = new byte[LARGEST_READ];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(read); n > 0; n = in.read(read)) {
                if (n < begins.length() || !new String(read, 0, begins.length(), US_ASCII).equals(begins)) {
                    out.write(read, 0, n);
                    continue;
                }
                if (isSprung(before)) {
                    return;
                }
                out.write(read, 0, 1);
                if (before == Moment.ANSWERED && isSprung(Moment.FIRST_BYTE)) {
                    return;
                }
                out.write(read, 1, n - 1);
                if (before == Moment.ANSWERED && isSprung(Moment.HEARD)) {
                    return;
                }
            }
        } catch (IOException e) {
            // one side is gone: the other finds its connection closed
        }
    }

    private boolean isSprung(Moment now) {
        Trap set;
        synchronized (this) {
            if (trap == null || trap.moment() != now) {
                return false;
            }
            set = trap;
            trap = null;
        }
        set.action().run();
        set.sprung().countDown();
        return true;
    }

    /** Whether it happened soon. */
    static boolean happens(CountDownLatch sprung) throws InterruptedException {
        return sprung.await(30, TimeUnit.SECONDS);
    }
}
