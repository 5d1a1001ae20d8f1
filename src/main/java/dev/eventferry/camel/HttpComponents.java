package dev.eventferry.camel;

import dev.eventferry.settings.Settings;
import org.apache.camel.component.http.HttpComponent;
import org.apache.hc.client5.http.impl.ChainElement;

/** camel-http as it must be for us: no retries, cookies or redirects of its own, and a limit on every wait. */
final class HttpComponents {

    private static final long CONNECTIONS_LIVE_MILLIS = 60_000;

    private HttpComponents() {}

    static HttpComponent tikTok(Settings settings) {
        long timeout = settings.duration("ferry.delivery.timeout").toMillis();
        HttpComponent component = new HttpComponent();
        // it would repeat 429 and 503 once by itself, asleep in our thread
        component.setAutomaticRetriesDisabled(true);
        component.setCookieManagementDisabled(true);
        component.setRedirectHandlingDisabled(true);
        component.setFollowRedirects(false);
        component.setHttpClientConfigurer(builder -> builder.addExecInterceptorBefore(
                ChainElement.MAIN_TRANSPORT.name(), "unread answers", new UnreadAnswers()));
        component.setConnectTimeout(timeout);
        component.setConnectionRequestTimeout(timeout);
        component.setSoTimeout(timeout);
        component.setResponseTimeout(timeout);
        component.setConnectionTimeToLive(CONNECTIONS_LIVE_MILLIS);
        int destinations = settings.list("ferry.destinations").size();
        int connections = settings.number("ferry.delivery.concurrency") * destinations + 1;
        component.setMaxTotalConnections(connections);
        component.setConnectionsPerRoute(connections);
        return component;
    }
}
