package dev.eventferry.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.PluginHelper;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class TableRouteTest {

    @Test
    void a_table_is_not_looked_at_again_while_an_earlier_look_is_being_stored() throws Exception {
        Looks looks = new Looks();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("tables", looks);
            camel.getRegistry().bind("shop", new JdbcDataSource());
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:process").process(new SlowStore());
                }
            });
            for (String file : List.of("failures", "templates")) {
                PluginHelper.getRoutesLoader(camel)
                        .loadRoutes(PluginHelper.getResourceLoader(camel)
                                .resolveResource("file:" + Path.of("routes/" + file + ".camel.yaml")));
            }
            camel.addRouteFromTemplate(
                    "orders",
                    "jdbc-source",
                    Map.of(
                            "source",
                            "orders",
                            "datasource",
                            "shop",
                            "table",
                            "(SELECT 1 AS id, 1 AS updated_at)",
                            "period",
                            "10"));
            camel.start();

            await().atMost(Duration.ofSeconds(20)).until(() -> looks.ended.get() >= 3);
        }
        assertThat(looks.mostAtOnce.get()).isOne();
    }

    /** Commits as the outbox does: later, on another thread. */
    private static final class SlowStore extends AsyncProcessorSupport {

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS).execute(() -> callback.done(false));
            return false;
        }
    }

    /** Stands in for the steps of a table and counts the looks under way. */
    public static final class Looks {

        private final AtomicInteger atOnce = new AtomicInteger();
        private final AtomicInteger mostAtOnce = new AtomicInteger();
        private final AtomicInteger ended = new AtomicInteger();

        public void begin(
                String source,
                String datasource,
                String changed,
                String key,
                long overlap,
                String from,
                String backfill,
                int rows,
                Exchange exchange) {
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            exchange.setVariable("more", true);
        }

        public void newest(String sql) {
            assertThat(sql).startsWith("SELECT MAX(");
        }

        public boolean hasMore(Exchange exchange) {
            return exchange.getVariable("more", Boolean.class);
        }

        public void read(String sql, Exchange exchange) {
            exchange.setVariable("more", false);
        }

        public void moved() {}

        public void failed() {}

        public void end() {}

        public boolean hasStretch() {
            return false;
        }

        public void stretch() {}

        public void counted(Number rows) {}

        public void done() {
            atOnce.decrementAndGet();
            ended.incrementAndGet();
        }
    }
}
