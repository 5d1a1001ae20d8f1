package dev.eventferry.simulator;

import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decides what a request to the track endpoint gets, and takes its events. Used by one thread. */
final class TrackEndpoint {

    private static final Answer NOT_LOOKED_AT = new Answer(200, null, "", null, false);

    private final Clock clock;
    private final Holdings holdings;
    private final FaultScript faults;
    private long number;

    TrackEndpoint(Clock clock, Holdings holdings, FaultScript faults) {
        this.clock = clock;
        this.holdings = holdings;
        this.faults = faults;
    }

    /** What to answer, when, and under which id. */
    record Outcome(Answer answer, long delayMillis, String requestId) {}

    /** Handles one request of {@code length} bytes; consumes a fault. */
    Outcome handle(@Nullable String token, byte[] body, int length) {
        Instant now = clock.instant();
        number++;
        Fault fault = faults.take();
        TrackRequest request = TrackRequest.read(body, length);
        Answer answer = (fault.taking() ? take(token, request, now) : NOT_LOOKED_AT).under(fault);
        holdings.note(new ReceivedRequest(
                number,
                now,
                answer.http(),
                answer.code(),
                answer.message(),
                answer.taken(),
                request.events().size(),
                length,
                mask(token)));
        String requestId = now.getEpochSecond() + "A" + Long.toHexString(number);
        return new Outcome(answer, fault.delay().toMillis(), requestId);
    }

    private Answer take(@Nullable String token, TrackRequest request, Instant now) {
        int tokenCode = tokenCode(token);
        if (tokenCode != 0) {
            return Answer.refusal(tokenCode);
        }
        Refusal refusal = request.refusal();
        if (refusal != null) {
            String message = faults.isIndexHidden() ? refusal.messageWithoutIndex() : refusal.message();
            return Answer.refusal(refusal.code(), message);
        }
        holdings.take(request, number, now);
        return Answer.OK;
    }

    /** Two tokens play a part, every other one is good for all event sources. */
    private static int tokenCode(@Nullable String token) {
        if (token == null || token.isBlank()) {
            return 40104;
        }
        return switch (token) {
            case "expired" -> 40102;
            case "wrong" -> 40105;
            default -> 0;
        };
    }

    /** Enough to tell tokens apart, too little to use one. */
    private static String mask(@Nullable String token) {
        if (token == null || token.isEmpty()) {
            return "";
        }
        return token.substring(0, token.length() < 12 ? 1 : 4) + "***";
    }
}
