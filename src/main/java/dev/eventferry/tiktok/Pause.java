package dev.eventferry.tiktok;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** How long a code asks to wait at least (tiktok-events-api 2.3: a second, five minutes, midnight UTC). */
public enum Pause {
    /** What the backoff says. */
    BACKOFF {
        @Override
        public Instant until(Instant now, Duration longest) {
            return now;
        }
    },
    /** Until the next second begins: the limit of requests a second. */
    NEXT_SECOND {
        @Override
        public Instant until(Instant now, Duration longest) {
            return now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        }
    },
    /** The limit of requests a minute, and maintenance. */
    FIVE_MINUTES {
        @Override
        public Instant until(Instant now, Duration longest) {
            return now.plus(longest.compareTo(MINUTES) < 0 ? longest : MINUTES);
        }
    },
    /** Until the next day begins in UTC: the limit of requests a day. */
    MIDNIGHT_UTC {
        @Override
        public Instant until(Instant now, Duration longest) {
            return now.atOffset(ZoneOffset.UTC)
                    .truncatedTo(ChronoUnit.DAYS)
                    .plusDays(1)
                    .toInstant();
        }
    };

    private static final Duration MINUTES = Duration.ofMinutes(5);

    /**
     * When the wait that begins now is over.
     *
     * @param longest of waits, but for a day's end
     */
    public abstract Instant until(Instant now, Duration longest);

    /** This one, unless the message of a throttled request names its limit: QPS, QPM, QPD. */
    Pause orAsNamedIn(String message) {
        String words = message.toLowerCase(Locale.ROOT);
        if (words.contains("qpd") || words.contains("per day") || words.contains("daily")) {
            return MIDNIGHT_UTC;
        }
        if (words.contains("qpm") || words.contains("per minute")) {
            return FIVE_MINUTES;
        }
        return words.contains("qps") || words.contains("per second") ? NEXT_SECOND : this;
    }
}
