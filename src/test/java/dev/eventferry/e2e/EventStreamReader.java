package dev.eventferry.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** Reads server-sent events as a browser does, over a socket of its own. */
final class EventStreamReader implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader in;
    private final int status;
    private final List<String> head = new CopyOnWriteArrayList<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final List<String> kinds = new CopyOnWriteArrayList<>();
    private final List<JsonNode> data = new CopyOnWriteArrayList<>();
    private volatile boolean over;

    private EventStreamReader(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        this.status = Integer.parseInt(in.readLine().split(" ", -1)[1]);
        for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
            head.add(line.toLowerCase(Locale.ROOT));
        }
    }

    /** Asks, and has read the head of the answer when it returns. */
    static EventStreamReader open(int port, String query, String... headers) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        StringBuilder request =
                new StringBuilder("GET /v1/inspect/live" + query + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n");
        for (int i = 0; i < headers.length; i += 2) {
            request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        OutputStream out = socket.getOutputStream();
        out.write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        EventStreamReader reader = new EventStreamReader(socket);
        if (reader.status == 200) {
            Thread thread = new Thread(reader::read, "event-stream");
            thread.setDaemon(true);
            thread.start();
        }
        return reader;
    }

    int status() {
        return status;
    }

    List<String> head() {
        return head;
    }

    /** Lines of events, as they came. */
    List<JsonNode> events() {
        return events;
    }

    /** What stood behind each of {@link #kinds}. */
    List<JsonNode> data() {
        return data;
    }

    /** What was sent: {@code events}, {@code beat}, {@code end}. */
    List<String> kinds() {
        return kinds;
    }

    boolean isOver() {
        return over;
    }

    /** Whether it was told that an event of that id has come to that. */
    boolean has(String id, String state) {
        return events.stream()
                .anyMatch(event -> event.path("event_id").asText().equals(id)
                        && event.path("state").asText().equals(state));
    }

    private void read() {
        try {
            // a chunk of no bytes is the last
            for (String line = in.readLine(); line != null && !line.equals("0"); line = in.readLine()) {
                if (line.startsWith("event: ")) {
                    kinds.add(line.substring("event: ".length()));
                } else if (line.startsWith("data: ")) {
                    JsonNode told = Sender.JSON.readTree(line.substring("data: ".length()));
                    data.add(told);
                    told.path("events").forEach(events::add);
                }
            }
        } catch (IOException e) {
            // the other end, or the test, closed it
        }
        over = true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
