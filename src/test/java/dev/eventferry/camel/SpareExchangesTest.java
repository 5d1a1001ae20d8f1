package dev.eventferry.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.micrometer.eventnotifier.MicrometerRouteEventNotifier;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Camel tells nobody of exchanges who does not listen to them. */
class SpareExchangesTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() {
        MicrometerRouteEventNotifier gauges = new MicrometerRouteEventNotifier();
        gauges.setMeterRegistry(meters);
        context.getManagementStrategy().addEventNotifier(gauges);
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void gauges_of_routes_hear_of_routes_only() throws Exception {
        assertThat(tellsOfExchanges()).isTrue();

        App.spareExchanges(context);

        assertThat(tellsOfExchanges()).isFalse();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:one").to("log:one");
            }
        });
        assertThat(meters.get("camel.routes.running").gauge().value()).isEqualTo(1);
    }

    @Test
    void whoever_listens_to_exchanges_still_hears_of_them() {
        context.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {}
        });

        App.spareExchanges(context);

        assertThat(tellsOfExchanges()).isTrue();
    }

    private boolean tellsOfExchanges() {
        return context.getCamelContextExtension().isEventNotificationApplicable();
    }
}
