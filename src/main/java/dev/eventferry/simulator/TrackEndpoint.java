package dev.eventferry.simulator;

import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Decides what a request to the track endpoint gets, and takes its events. Used by one thread. */
final class TrackEndpoint {

    private final Clock clock;
    private final Holdings holdings;
    private final FaultScript faults;
    private final @Nullable VerdictLog log;
    private long number;

    TrackEndpoint(Clock clock, Holdings holdings, FaultScript faults, @Nullable VerdictLog log) {
        this.clock = clock;
        this.holdings = holdings;
        this.faults = faults;
        this.log = log;
    }

    /** What to answer, in which manner, and under which id. */
    record Outcome(Answer answer, Fault fault, String requestId) {}

    /** What became of a request before a fault spoils its answer: a verdict for each event, or none when all were refused. */
    private record Judgement(Answer answer, List<Verdict> verdicts) {

        static Judgement refused(Answer answer) {
            return new Judgement(answer, List.of());
        }

        boolean taken() {
            return !verdicts.isEmpty();
        }
    }

    /** Handles one request of {@code length} bytes; may use up a fault. */
    Outcome handle(@Nullable String token, byte[] body, int length) {
        Instant now = clock.instant();
        number++;
        TrackRequest request = TrackRequest.read(body, length);
        FaultScript.Hit hit = faults.take(token, request);
        Fault fault = hit.fault();
        Judgement judgement =
                fault.taking() ? take(token, request, fault.reply().failed(), now) : Judgement.refused(Answer.OK);
        Answer answer = judgement.answer().under(fault);
        String requestId = now.getEpochSecond() + "A" + Long.toHexString(number);
        ReceivedRequest received = new ReceivedRequest(
                number,
                now,
                answer.http(),
                answer.code(),
                answer.message(),
                judgement.taken(),
                request.events().size(),
                length,
                mask(token),
                request.sourceId(),
                requestId,
                hit.cause());
        holdings.note(received);
        if (log != null) {
            log.write(received, Tokens.digest(token), request, judgement.verdicts());
        }
        return new Outcome(answer, fault, requestId);
    }

    private Judgement take(@Nullable String token, TrackRequest request, List<Integer> failed, Instant now) {
        Answer refusal = faults.refusal(token, request.sourceId(), now);
        if (refusal != null) {
            return Judgement.refused(refusal);
        }
        Refusal envelope = request.envelopeRefusal();
        if (envelope != null) {
            return Judgement.refused(Answer.refusal(envelope.code(), IndexForm.SHOWN.message(envelope)));
        }
        IndexForm form = faults.index();
        boolean listing = form == IndexForm.FAILED_EVENTS || !failed.isEmpty();
        Map<Integer, Refusal> bad = bad(token, request, listing);
        if (bad.isEmpty() && failed.isEmpty()) {
            return new Judgement(Answer.OK, holdings.take(request, Collections.emptySet(), number, now));
        }
        if (!listing) {
            Refusal first = bad.values().iterator().next();
            return Judgement.refused(Answer.refusal(first.code(), form.message(first)));
        }
        failed.stream()
                .filter(index -> index < request.events().size())
                .forEach(index -> bad.putIfAbsent(index, Refusal.parameter("data." + index + ".event", "failed")));
        return takeOthers(request, bad, now);
    }

    private Judgement takeOthers(TrackRequest request, Map<Integer, Refusal> bad, Instant now) {
        List<Verdict> verdicts = holdings.take(request, bad.keySet(), number, now);
        SortedMap<Integer, String> errors = new TreeMap<>();
        bad.forEach((index, refusal) -> errors.put(index, IndexForm.FAILED_EVENTS.message(refusal)));
        boolean allBad = verdicts.stream().allMatch(verdict -> verdict == Verdict.REFUSED);
        return new Judgement(Answer.partial(errors), allBad ? List.of() : verdicts);
    }

    /** What is wrong with its events, by index: with all of them, or with the first that is bad. */
    private Map<Integer, Refusal> bad(@Nullable String token, TrackRequest request, boolean all) {
        Map<Integer, Refusal> bad = new LinkedHashMap<>();
        List<Poison> poison = faults.poison();
        for (int i = 0; i < request.events().size() && (all || bad.isEmpty()); i++) {
            EventReading event = request.events().get(i);
            Refusal refusal = event.refusalBy(request.source());
            if (refusal == null) {
                refusal = poisoned(token, request, event, i, poison);
            }
            if (refusal != null) {
                bad.put(i, refusal);
            }
        }
        return bad;
    }

    private static @Nullable Refusal poisoned(
            @Nullable String token, TrackRequest request, EventReading event, int index, List<Poison> poison) {
        for (Poison one : poison) {
            if (one.which().meets(token, request, event)) {
                return new Refusal(one.code(), "data." + index + "." + one.field(), one.reason());
            }
        }
        return null;
    }

    /** Enough to tell tokens apart, too little to use one. */
    private static String mask(@Nullable String token) {
        if (token == null || token.isEmpty()) {
            return "";
        }
        return token.substring(0, token.length() < 12 ? 1 : 4) + "***";
    }
}
