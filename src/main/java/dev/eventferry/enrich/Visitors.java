package dev.eventferry.enrich;

import dev.eventferry.event.Cookies;
import dev.eventferry.event.Visitor;
import dev.eventferry.identity.IpAddresses;
import dev.eventferry.identity.IpNetwork;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells whose browser made a request. Only sources that visitors post to themselves have visitors: a server's address
 * sent as a person's would be wrong in silence (tiktok-events-api 4).
 */
public final class Visitors {

    private final Set<String> sources;
    private final List<IpNetwork> proxies;
    private final Set<String> own;

    /**
     * Knows whom to believe.
     *
     * @param sources which visitors' browsers post to
     * @param proxies whose word on where a request came from is taken
     * @param own this machine's addresses, canonical: never a visitor's
     */
    public Visitors(Set<String> sources, List<IpNetwork> proxies, Set<String> own) {
        this.sources = Set.copyOf(sources);
        this.proxies = List.copyOf(proxies);
        this.own = Set.copyOf(own);
    }

    /**
     * The visitor who made a request.
     *
     * @param peer the address that the connection came from
     * @param headers all values of a header, in their order; empty when there is none
     * @return null when the source has no visitors, or what called is no browser
     */
    public @Nullable Visitor of(String source, @Nullable String peer, Function<String, List<String>> headers) {
        if (!sources.contains(source)) {
            return null;
        }
        List<String> agents = headers.apply("User-Agent");
        if (agents.isEmpty() || !isBrowser(agents.get(0))) {
            return null;
        }
        Cookies cookies = Cookies.ofHeader(String.join(";", headers.apply("Cookie")));
        return new Visitor(ip(peer, headers), agents.get(0).strip(), cookies);
    }

    /** Every browser says so first, also TikTok's own; the libraries by which servers call do not. */
    private static boolean isBrowser(String agent) {
        return agent.startsWith("Mozilla/") || agent.startsWith("Opera/");
    }

    private @Nullable String ip(@Nullable String peer, Function<String, List<String>> headers) {
        byte[] address = peer == null ? null : IpAddresses.parse(peer);
        if (address == null || !isProxy(address)) {
            return shown(address);
        }
        for (String hop : hopsFromTheNearest(headers)) {
            byte[] before = IpAddresses.parse(hop);
            if (before == null || !isProxy(before)) {
                return shown(before); // whatever stands left of it, anybody can have written
            }
        }
        return null;
    }

    private boolean isProxy(byte[] address) {
        for (int i = 0; i < proxies.size(); i++) {
            if (proxies.get(i).contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** An address that a visitor can have, canonical; else null. */
    private @Nullable String shown(byte @Nullable [] address) {
        if (address == null || !IpAddresses.isPublic(address)) {
            return null;
        }
        String text = IpAddresses.canonical(address);
        return own.contains(text) ? null : text;
    }

    /** Who the proxies say came before them: X-Forwarded-For, which nearly all write, else Forwarded (RFC 7239). */
    private static List<String> hopsFromTheNearest(Function<String, List<String>> headers) {
        List<String> hops = new ArrayList<>();
        List<String> plain = headers.apply("X-Forwarded-For");
        for (String part : String.join(",", plain.isEmpty() ? headers.apply("Forwarded") : plain)
                .split(",", -1)) {
            hops.add(plain.isEmpty() ? forwardedFor(part) : part.strip());
        }
        Collections.reverse(hops);
        return hops;
    }

    /** The {@code for} of one element of Forwarded; empty when it keeps silent of it. */
    private static String forwardedFor(String element) {
        for (String pair : element.split(";", -1)) {
            String bare = pair.strip();
            if (bare.toLowerCase(Locale.ROOT).startsWith("for=")) {
                return bare.substring(4).replace("\"", "").strip();
            }
        }
        return "";
    }
}
