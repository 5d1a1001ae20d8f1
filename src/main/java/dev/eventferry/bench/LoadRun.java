package dev.eventferry.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One run of the {@link LoadGenerator}: all its connections on the calling thread. */
final class LoadRun implements AutoCloseable {

    private static final int HTTP_PORT = 80;
    private static final long PATIENCE_MILLIS = 60_000;
    private static final int READ_BYTES = 1 << 16;

    private final InetSocketAddress server;
    private final RequestQueue requests;
    private final Selector selector;
    private final ByteBuffer received = ByteBuffer.allocateDirect(READ_BYTES);
    private final Latencies latencies = new Latencies();
    private final Map<Integer, Long> statusCounts = new TreeMap<>();
    private long unsent;
    private long unanswered;

    LoadRun(URI target, RequestQueue requests) throws IOException {
        this.server = new InetSocketAddress(target.getHost(), target.getPort() < 0 ? HTTP_PORT : target.getPort());
        this.requests = requests;
        this.unsent = requests.requests();
        this.unanswered = requests.requests();
        this.selector = Selector.open();
    }

    /** A connection's attachment: the request under way on it. */
    private static final class Lane {
        private final AnswerReader answer = new AnswerReader();
        private ByteBuffer request = ByteBuffer.allocate(0);
        private long sentAt;
    }

    /**
     * Sends all requests and waits for their answers.
     *
     * @return the seconds from the first request to the last answer
     */
    double toTheEnd(int connections) throws IOException, InterruptedException {
        List<SelectionKey> lanes = new ArrayList<>();
        for (int i = 0; i < Math.min(connections, unsent); i++) {
            lanes.add(connect());
        }
        long start = System.nanoTime();
        for (SelectionKey lane : lanes) {
            sendNext(lane);
        }
        while (unanswered > 0) {
            attendToWhatIsReady();
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** How long the answers took. */
    Latencies latencies() {
        return latencies;
    }

    /** HTTP status to number of answers. */
    Map<Integer, Long> statusCounts() {
        return Map.copyOf(statusCounts);
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private SelectionKey connect() throws IOException {
        SocketChannel channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        return channel.register(selector, 0, new Lane());
    }

    private void attendToWhatIsReady() throws IOException, InterruptedException {
        int ready = selector.select(PATIENCE_MILLIS);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (ready == 0) {
            throw new SocketTimeoutException(
                    unanswered + " requests are unanswered and the server has said nothing for a minute");
        }
        for (SelectionKey key : selector.selectedKeys()) {
            attendTo(key);
        }
        selector.selectedKeys().clear();
    }

    private void attendTo(SelectionKey key) throws IOException, InterruptedException {
        Lane lane = (Lane) key.attachment();
        if (key.isWritable()) {
            write(key, lane);
        }
        if (!key.isReadable()) {
            return;
        }
        try {
            if (!isAnswered(key, lane)) {
                return;
            }
            count(lane, lane.answer.status());
        } catch (ProtocolException e) {
            throw e;
        } catch (IOException e) {
            count(lane, LoadGenerator.NO_ANSWER);
            key.channel().close();
        }
        goOn(key, lane);
    }

    /** An answer that came before its request was sent whole leaves the connection of no use. */
    private void goOn(SelectionKey key, Lane lane) throws IOException, InterruptedException {
        if (unsent > 0 && key.isValid() && !lane.answer.isClosing() && !lane.request.hasRemaining()) {
            sendNext(key);
            return;
        }
        key.channel().close();
        if (unsent > 0) {
            sendNext(connect());
        }
    }

    private void sendNext(SelectionKey key) throws InterruptedException {
        Lane lane = (Lane) key.attachment();
        unsent--;
        lane.request = requests.take();
        lane.answer.reset();
        lane.sentAt = System.nanoTime();
        write(key, lane);
    }

    /** Writes what the connection takes. If it is broken, reading will tell, after what the server had left to say. */
    private void write(SelectionKey key, Lane lane) {
        boolean more;
        try {
            ((SocketChannel) key.channel()).write(lane.request);
            more = lane.request.hasRemaining();
        } catch (IOException e) {
            more = false;
        }
        key.interestOps(more ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    private boolean isAnswered(SelectionKey key, Lane lane) throws IOException {
        received.clear();
        if (((SocketChannel) key.channel()).read(received) < 0) {
            throw new EOFException("the server closed the connection before its answer");
        }
        return lane.answer.read(received.flip());
    }

    private void count(Lane lane, int status) {
        latencies.add(System.nanoTime() - lane.sentAt);
        statusCounts.merge(status, 1L, Long::sum);
        unanswered--;
    }
}
