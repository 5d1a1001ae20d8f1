package dev.eventferry.camel;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.service.ServiceHelper;

/**
 * {@code direct:} with a {@link Gate} before each route, so that a route can be replaced while others call it. Camel's own
 * would wait until no call is under way, which under load is never, and then break those that are.
 */
final class LiveDirect extends DirectComponent {

    private final Map<String, Gate> gates = new ConcurrentHashMap<>();

    /** The gate before the route that listens to that name. */
    Gate gate(String name) {
        return gates.computeIfAbsent(name, first -> new Gate());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        DirectEndpoint endpoint = new Gated(uri, this, remaining, gate(remaining));
        endpoint.setBlock(isBlock());
        endpoint.setTimeout(getTimeout());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** An endpoint whose callers pass the gate. */
    static final class Gated extends DirectEndpoint {

        private final String name;
        private final Gate gate;

        Gated(String uri, DirectComponent component, String name, Gate gate) {
            super(uri, component);
            this.name = name;
            this.gate = gate;
        }

        /** What stands behind {@code direct:}. */
        String route() {
            return name;
        }

        @Override
        public Producer createProducer() throws Exception {
            return new Caller(this, (AsyncProducer) super.createProducer(), gate);
        }
    }

    private static final class Caller extends DefaultAsyncProducer {

        private final AsyncProducer direct;
        private final Gate gate;

        Caller(Endpoint endpoint, AsyncProducer direct, Gate gate) {
            super(endpoint);
            this.direct = direct;
            this.gate = gate;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            AsyncCallback leaving = sync -> {
                gate.leave();
                callback.done(sync);
            };
            // who had to wait goes on on another thread, which Camel calls asynchronous
            Runnable later = () -> direct.process(exchange, sync -> {
                gate.leave();
                callback.done(false);
            });
            return gate.enter(later) && direct.process(exchange, leaving);
        }

        @Override
        protected void doStart() throws Exception {
            super.doStart();
            ServiceHelper.startService(direct);
        }

        @Override
        protected void doStop() throws Exception {
            ServiceHelper.stopService(direct);
            super.doStop();
        }
    }
}
