package dev.eventferry.rules;

import dev.eventferry.event.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** When an event may have happened (tiktok-events-api 3.5). */
final class TimeRules {

    private static final String FIELD = "event_time";

    /** TikTok did not exist before: a time that early is a number misread. */
    private static final Instant TOO_EARLY_TO_BE_TRUE = Instant.parse("2016-01-01T00:00:00Z");
    /** So far ahead is no wrong clock, but a number misread. */
    private static final Duration TOO_LATE_TO_BE_TRUE = Duration.ofDays(366);

    private final RuleSettings settings;
    private final Clock clock;

    TimeRules(RuleSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    void judge(Draft draft) {
        Instant time = draft.time();
        if (time == null) {
            missing(draft);
            return;
        }
        Instant now = clock.instant();
        if (time.isAfter(now)) {
            future(draft, time, now);
        } else if (time.isBefore(TOO_EARLY_TO_BE_TRUE)) {
            looksWrong(draft);
        } else {
            age(draft, time, now);
        }
    }

    private static void missing(Draft draft) {
        for (Problem problem : draft.given().problems()) {
            if (problem.field().equals(FIELD)) {
                return; // it was there, but unreadable, and that is said
            }
        }
        draft.refuse(
                FIELD, Codes.EVENT_TIME_MISSING, "missing; send when it happened, as seconds since 1970 or ISO 8601");
    }

    private void future(Draft draft, Instant time, Instant now) {
        Duration ahead = Duration.between(now, time);
        if (ahead.compareTo(TOO_LATE_TO_BE_TRUE) > 0) {
            looksWrong(draft);
        } else if (ahead.compareTo(settings.futureSkew()) > 0) {
            draft.refuse(
                    FIELD,
                    Codes.EVENT_TIME_FUTURE,
                    words(ahead) + " in the future; check the sender's clock and time zone");
        } else {
            draft.move(now);
            draft.warn(
                    FIELD,
                    Codes.EVENT_TIME_AHEAD,
                    words(ahead) + " in the future, so it was set to now; check the clock");
        }
    }

    private static void looksWrong(Draft draft) {
        draft.refuse(
                FIELD,
                Codes.EVENT_TIME_LOOKS_WRONG,
                "a time in another age, as when milliseconds are read as seconds; send seconds since 1970 or ISO 8601");
    }

    private void age(Draft draft, Instant time, Instant now) {
        AgeRule rule = settings.maxAge().get(draft.source());
        if (rule == null || !time.isBefore(now.minus(rule.maxAge()))) {
            return;
        }
        String age = words(Duration.between(time, now)) + " old; ";
        String limit = "older than the " + words(rule.maxAge()) + " for "
                + draft.source().wire();
        if (rule.reject()) {
            draft.refuse(FIELD, Codes.EVENT_TIME_TOO_OLD, age + limit + "; send events sooner");
        } else {
            draft.warn(
                    FIELD, Codes.EVENT_TIME_OLD, age + limit + ", so TikTok may not attribute it; send events sooner");
        }
    }

    private static String words(Duration duration) {
        if (duration.toDays() > 1) {
            return duration.toDays() + " days";
        }
        return duration.toMinutes() > 1 ? duration.toMinutes() + " minutes" : duration.toSeconds() + " seconds";
    }
}
