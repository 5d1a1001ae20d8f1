package dev.eventferry.event;

import org.jspecify.annotations.Nullable;

/**
 * The person whose own browser made a request.
 *
 * @param ip the browser's public address, canonical; null when it cannot be known
 * @param userAgent the browser as it names itself
 * @param cookies TikTok's, as the browser sent them; null when it sent none
 */
public record Visitor(
        @Nullable String ip, String userAgent, @Nullable Cookies cookies) {

    /** Nothing of it is for logs. */
    @Override
    public String toString() {
        return "Visitor";
    }
}
