package dev.eventferry.camel;

import dev.eventferry.settings.Settings;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.apache.camel.main.Main;

/**
 * Tells an OpenTelemetry collector which routes a request ran through, and for how long: Camel's own spans, which name
 * routes and endpoints and hold no body and no header. They leave in batches, on a thread of their own; a collector that
 * does not answer costs spans and nothing else.
 */
final class Tracing implements AutoCloseable {

    private static final double PERCENT = 100.0;

    private final SdkTracerProvider provider;

    private Tracing(SdkTracerProvider provider) {
        this.provider = provider;
    }

    /** Whether the settings name a collector. */
    static boolean isOn(Settings settings) {
        return settings.textOrNull("ferry.tracing.endpoint") != null;
    }

    /** Begins, before Camel does. */
    static Tracing begin(Settings settings, Main main) {
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(settings.text("ferry.tracing.endpoint"))
                .build();
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault().toBuilder()
                        .put("service.name", "eventferry")
                        .build())
                .setSampler(Sampler.traceIdRatioBased(settings.number("ferry.tracing.percent") / PERCENT))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
                .build();
        main.bind("tracer", provider.get("eventferry"));
        main.bind("propagators", ContextPropagators.create(W3CTraceContextPropagator.getInstance()));
        main.addOverrideProperty("camel.opentelemetry2.enabled", "true");
        return new Tracing(provider);
    }

    /** Sends what is left. */
    @Override
    public void close() {
        provider.close();
    }
}
