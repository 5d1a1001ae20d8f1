package dev.eventferry.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Vertx vertx = Vertx.vertx();
    private final Queue<String> messageIds = new ConcurrentLinkedQueue<>();
    private final Set<String> clients = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void every_event_arrives_once_over_connections_that_stay_open() throws Exception {
        URI target = serve(this::accept);

        LoadGenerator.Result result =
                new LoadGenerator(target, 4, 100, Map.of()).run(Purchases.asMeasured()::next, 1_050);

        assertThat(messageIds).hasSize(1_050).doesNotHaveDuplicates();
        assertThat(clients).hasSize(4);
        assertThat(requests).hasValue(11);
        assertThat(result.events()).isEqualTo(1_050);
        assertThat(result.requests()).isEqualTo(11);
        assertThat(result.statusCounts()).containsOnly(Map.entry(202, 11L));
        assertThat(result.notAccepted()).isZero();
    }

    @Test
    void one_event_a_request_is_a_single_object() throws Exception {
        URI target = serve(request -> request.body().onSuccess(body -> {
            assertObject(body);
            answer(request, 202);
        }));

        LoadGenerator.Result result = new LoadGenerator(target, 8, 1, Map.of()).run(Purchases.asMeasured()::next, 300);

        assertThat(result.statusCounts()).containsOnly(Map.entry(202, 300L));
        assertThat(requests).hasValue(300);
    }

    @Test
    void requests_larger_than_the_socket_takes_at_once_arrive_whole() throws Exception {
        URI target = serve(this::accept);

        LoadGenerator.Result result =
                new LoadGenerator(target, 2, 5_000, Map.of()).run(Purchases.asMeasured()::next, 10_000);

        assertThat(result.notAccepted()).isZero();
        assertThat(messageIds).hasSize(10_000).doesNotHaveDuplicates();
    }

    @Test
    void headers_and_query_go_along() throws Exception {
        URI target = serve(request -> {
            boolean isRight = "Bearer key".equals(request.getHeader("Authorization"))
                    && "application/json".equals(request.getHeader("Content-Type"))
                    && "shop".equals(request.getParam("source"));
            answer(request, isRight ? 202 : 400);
        });
        URI withQuery = URI.create(target + "?source=shop");

        LoadGenerator.Result result = new LoadGenerator(withQuery, 1, 1, Map.of("Authorization", "Bearer key"))
                .run(Purchases.asMeasured()::next, 3);

        assertThat(result.statusCounts()).containsOnly(Map.entry(202, 3L));
    }

    @Test
    void answers_that_are_not_202_are_counted_by_status() throws Exception {
        URI target = serve(request -> answer(request, requests.get() % 3 == 0 ? 503 : 202));

        LoadGenerator.Result result = new LoadGenerator(target, 1, 1, Map.of()).run(Purchases.asMeasured()::next, 9);

        assertThat(result.statusCounts()).containsOnly(Map.entry(202, 6L), Map.entry(503, 3L));
        assertThat(result.notAccepted()).isEqualTo(3);
    }

    @Test
    void a_broken_connection_is_counted_and_replaced() throws Exception {
        URI target = serve(request -> {
            if (requests.get() == 2) {
                request.connection().close();
            } else {
                answer(request, 202);
            }
        });

        LoadGenerator.Result result = new LoadGenerator(target, 1, 1, Map.of()).run(Purchases.asMeasured()::next, 5);

        assertThat(result.statusCounts()).containsOnly(Map.entry(202, 4L), Map.entry(LoadGenerator.NO_ANSWER, 1L));
        assertThat(clients).hasSize(2);
    }

    @Test
    void a_server_that_closes_after_each_answer_gets_a_new_connection_for_each() throws Exception {
        URI target = serve(request -> {
            request.response().putHeader("Connection", "close");
            answer(request, 202);
        });

        LoadGenerator.Result result = new LoadGenerator(target, 1, 1, Map.of()).run(Purchases.asMeasured()::next, 5);

        assertThat(result.statusCounts()).containsOnly(Map.entry(202, 5L));
        assertThat(clients).hasSize(5);
    }

    @Test
    void the_times_are_those_of_the_server() throws Exception {
        URI target = serve(request -> vertx.setTimer(requests.get() == 1 ? 200 : 20, timer -> answer(request, 202)));

        LoadGenerator.Result result = new LoadGenerator(target, 1, 1, Map.of()).run(Purchases.asMeasured()::next, 10);

        assertThat(result.p50()).isBetween(Duration.ofMillis(19), result.p90());
        assertThat(result.p90()).isLessThanOrEqualTo(result.p99());
        assertThat(result.max()).isGreaterThanOrEqualTo(Duration.ofMillis(199));
        assertThat(result.seconds()).isGreaterThanOrEqualTo(0.37);
        assertThat(result.eventsPerSecond()).isLessThan(10 / 0.37);
    }

    @Test
    void a_server_that_is_not_there_ends_the_run() throws Exception {
        URI target = serve(this::accept);
        stop();

        assertThatThrownBy(() -> new LoadGenerator(target, 1, 1, Map.of()).run(Purchases.asMeasured()::next, 1))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void a_url_that_is_not_http_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LoadGenerator(URI.create("https://localhost/"), 1, 1, Map.of()))
                .withMessageContaining("http://host:port/path");
    }

    private URI serve(Handler<HttpServerRequest> handler)
            throws ExecutionException, InterruptedException, TimeoutException {
        HttpServer server = vertx.createHttpServer().requestHandler(request -> {
            requests.incrementAndGet();
            clients.add(request.connection().remoteAddress().toString());
            handler.handle(request);
        });
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/v1/events");
    }

    private void accept(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            for (JsonNode event : parse(body)) {
                messageIds.add(event.path("messageId").textValue());
            }
            answer(request, 202);
        });
    }

    /** Every other answer is chunked, as a server may choose. */
    private void answer(HttpServerRequest request, int status) {
        request.response().setStatusCode(status);
        if (requests.get() % 2 == 0) {
            request.response().setChunked(true).write("{\"accepted\":");
            request.response().end("1}");
        } else {
            request.response().end("{\"accepted\":1}");
        }
    }

    private static void assertObject(Buffer body) {
        assertThat(parse(body).isObject()).isTrue();
    }

    private static JsonNode parse(Buffer body) {
        try {
            return JSON.readTree(body.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
