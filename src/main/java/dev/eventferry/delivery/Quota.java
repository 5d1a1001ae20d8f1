package dev.eventferry.delivery;

import dev.eventferry.store.RequestCount;
import java.util.concurrent.TimeUnit;

/**
 * How many requests one destination had, and when it may have the next. A request counts when it sets out, whatever comes
 * of it. For many threads.
 *
 * <p>Requests of a second keep their distance, so that no second has more than its share, wherever it begins. A clock that
 * is set back by a little opens nothing anew.
 */
public final class Quota {

    private static final long MINUTE = TimeUnit.MINUTES.toMillis(1);
    private static final long DAY = TimeUnit.DAYS.toMillis(1);
    private static final long MICROS = 1000;
    private static final long SECOND = 1000 * MICROS;

    private final RequestLimits limits;
    private final long apart;
    private long minute;
    private long inMinute;
    private long day;
    private long inDay;
    private long nextMicros;

    /** @param before what an earlier run sent */
    Quota(RequestLimits limits, RequestCount before) {
        this.limits = limits;
        this.apart = limits.perSecond() == 0 ? 0 : (SECOND + limits.perSecond() - 1) / limits.perSecond();
        this.minute = before.minute();
        this.inMinute = before.inMinute();
        this.day = before.day();
        this.inDay = before.inDay();
    }

    public RequestLimits limits() {
        return limits;
    }

    /** Until when the requests of this minute or day are used up, milliseconds since 1970; 0 when they are not. */
    public synchronized long closedUntil(long now) {
        turnTo(now);
        if (limits.perDay() > 0 && inDay >= limits.perDay()) {
            return (day + 1) * DAY;
        }
        return limits.perMinute() > 0 && inMinute >= limits.perMinute() ? (minute + 1) * MINUTE : 0;
    }

    /**
     * Takes a request.
     *
     * @return 0 when it may go now and is counted; else when to ask again, milliseconds since 1970
     */
    synchronized long take(long now) {
        long closed = closedUntil(now);
        if (closed > 0) {
            return closed;
        }
        long micros = now * MICROS;
        long next = Math.min(nextMicros, micros + apart + MICROS); // no more is taken ahead, unless the clock went back
        if (next >= micros + MICROS) {
            return next / MICROS;
        }
        nextMicros = Math.max(next, micros) + apart;
        inMinute++;
        inDay++;
        return 0;
    }

    /** How many there were in the minute and day of that moment. */
    public synchronized RequestCount count(long now) {
        turnTo(now);
        return new RequestCount(minute, inMinute, day, inDay);
    }

    private void turnTo(long now) {
        if (isOver(minute, now / MINUTE)) {
            minute = now / MINUTE;
            inMinute = 0;
        }
        if (isOver(day, now / DAY)) {
            day = now / DAY;
            inDay = 0;
        }
    }

    /** A clock may go back a little; one that goes back further was wrong before. */
    private static boolean isOver(long counted, long now) {
        return now > counted || now < counted - 1;
    }
}
