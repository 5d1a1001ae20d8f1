package dev.eventferry.camel;

import dev.eventferry.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.Route;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Builds routes beside the running ones, to the last step and option, and starts none of them: what Camel would refuse it
 * refuses here, where nothing is lost by it.
 */
final class ScratchContext {

    private final CamelContext running;
    private final Settings settings;

    ScratchContext(CamelContext running, Settings settings) {
        this.running = running;
        this.settings = settings;
    }

    /**
     * Tries routes.
     *
     * @param files texts by file name, all that would run together
     * @return the folders that they would read and write as files
     * @throws Exception what Camel says of them
     */
    List<String> build(Map<String, String> files) throws Exception {
        try (DefaultCamelContext scratch = new DefaultCamelContext(false)) {
            scratch.setAutoStartup(false);
            scratch.disableJMX();
            scratch.getPropertiesComponent().setInitialProperties(properties());
            bind(scratch);
            scratch.start();
            List<Resource> resources = new ArrayList<>();
            files.forEach((name, yaml) -> resources.add(ResourceHelper.fromString(name, yaml)));
            PluginHelper.getRoutesLoader(scratch).loadRoutes(resources);
            return folders(scratch);
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.putAll(running.getPropertiesComponent().loadProperties());
        return properties;
    }

    /** The beans are the running ones, for nobody calls them here; components are made anew, for they know their context. */
    private void bind(CamelContext scratch) {
        running.getRegistry().findByTypeWithName(Object.class).forEach((name, bean) -> {
            if (bean instanceof Component) {
                scratch.getRegistry().bind(name, component(name));
            } else if (!(bean instanceof CamelContextAware) && !(bean instanceof HealthCheck)) {
                scratch.getRegistry().bind(name, bean);
            }
        });
    }

    private Component component(String name) {
        return switch (name) {
            case "http", "https" -> HttpComponents.tikTok(settings);
            case "direct" -> new LiveDirect();
            case "platform-http" -> {
                PlatformHttpComponent http = new PlatformHttpComponent();
                http.setEngine(Deaf::new);
                yield http;
            }
            default -> new Anything();
        };
    }

    private static List<String> folders(CamelContext scratch) {
        List<String> folders = new ArrayList<>();
        List<Endpoint> endpoints = new ArrayList<>(scratch.getEndpoints());
        scratch.getRoutes().stream().map(Route::getEndpoint).forEach(endpoints::add);
        for (Endpoint endpoint : endpoints) {
            if (endpoint instanceof GenericFileEndpoint<?> files
                    && endpoint.getEndpointBaseUri().startsWith("file:")) {
                folders.add(files.getConfiguration().getDirectory());
            }
        }
        return folders;
    }

    /** Listens to nothing. */
    private static final class Deaf extends DefaultConsumer implements PlatformHttpConsumer {

        Deaf(PlatformHttpEndpoint endpoint, Processor processor) {
            super(endpoint, processor);
        }

        @Override
        public PlatformHttpEndpoint getEndpoint() {
            return (PlatformHttpEndpoint) super.getEndpoint();
        }
    }

    /** Stands for a component of ours that has no copy. */
    private static final class Anything extends DefaultComponent {

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            parameters.clear();
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    return new DefaultProducer(this) {
                        @Override
                        public void process(Exchange exchange) {
                            throw new IllegalStateException("nothing runs here");
                        }
                    };
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    return new DefaultConsumer(this, processor);
                }
            };
        }
    }
}
