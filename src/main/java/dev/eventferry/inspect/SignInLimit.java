package dev.eventferry.inspect;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often an address may try a key: {@value #AT_ONCE} times at once, then once in twelve seconds. Refuses and makes nobody
 * wait, so that guesses hold no thread. Remembers the last {@value #ADDRESSES} addresses. Safe for several threads.
 */
public final class SignInLimit {

    static final int AT_ONCE = 10;
    static final long MILLIS_EACH = 12_000;
    static final int ADDRESSES = 1000;

    private final Clock clock;

    /** When all that an address tried is forgiven, milliseconds since 1970. */
    private final Map<String, Long> paidAt = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > ADDRESSES;
        }
    };

    public SignInLimit(Clock clock) {
        this.clock = clock;
    }

    /** Counts a try; false when there were too many, and it must not be made. */
    public synchronized boolean take(String address) {
        long now = clock.millis();
        long paid = Math.max(now, paidAt.getOrDefault(address, now)) + MILLIS_EACH;
        if (paid - now > AT_ONCE * MILLIS_EACH) {
            return false;
        }
        paidAt.put(address, paid);
        return true;
    }

    /** The key was right: the try does not count. */
    public synchronized void giveBack(String address) {
        paidAt.computeIfPresent(address, (known, paid) -> paid - MILLIS_EACH);
    }
}
