package dev.eventferry.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class UnreadAnswersTest {

    private final CountDownLatch over = new CountDownLatch(1);
    private final PoolingHttpClientConnectionManager connections = new PoolingHttpClientConnectionManager();
    private final CloseableHttpClient client = HttpClients.custom()
            .setConnectionManager(connections)
            .addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), "unread answers", new UnreadAnswers())
            .build();
    private final HttpServer server;

    UnreadAnswersTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/whole", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'O', 'K'});
            exchange.close();
        });
        server.createContext("/zipped", exchange -> {
            ByteArrayOutputStream zipped = new ByteArrayOutputStream();
            try (OutputStream zip = new GZIPOutputStream(zipped)) {
                zip.write('O');
            }
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(zipped.toByteArray());
            exchange.close();
        });
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[10_000]);
            exchange.getResponseBody().flush();
            await(over);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        over.countDown();
        client.close();
        server.stop(0);
    }

    @Test
    void the_connection_of_an_answer_that_was_read_is_used_again() throws IOException {
        assertThat(get("/whole", Integer.MAX_VALUE)).isEqualTo(2);

        assertThat(connections.getTotalStats().getAvailable()).isEqualTo(1);
    }

    @Test
    void a_zipped_answer_that_was_read_keeps_its_connection_too() throws IOException {
        assertThat(get("/zipped", Integer.MAX_VALUE)).isEqualTo(1);

        assertThat(connections.getTotalStats().getAvailable()).isEqualTo(1);
    }

    @Test
    void an_answer_that_does_not_end_is_closed_at_once_and_its_connection_given_up() throws IOException {
        assertThat(get("/endless", 10)).isEqualTo(10);

        assertThat(connections.getTotalStats().getAvailable()).isZero();
        assertThat(connections.getTotalStats().getLeased()).isZero();
    }

    private int get(String path, int most) throws IOException {
        HttpHost host = new HttpHost(
                "http", server.getAddress().getAddress(), server.getAddress().getPort());
        ClassicHttpResponse response = client.executeOpen(host, new HttpGet(path), null);
        try (InputStream body = response.getEntity().getContent()) {
            return body.readNBytes(most).length;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
