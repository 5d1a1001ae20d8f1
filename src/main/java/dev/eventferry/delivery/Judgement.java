package dev.eventferry.delivery;

import dev.eventferry.identity.Masker;
import dev.eventferry.tiktok.Answer;
import dev.eventferry.tiktok.Code;
import dev.eventferry.tiktok.Codes;
import dev.eventferry.tiktok.Pause;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * What an answer means for the events of its request (design 8, tiktok-events-api 2.3 and 2.4). TikTok's words leave here
 * masked, because they may echo values.
 */
public final class Judgement {

    /** After so many tries, what passes for TikTok's trouble is taken for the events'. */
    static final int A_FEW_TRIES = 5;

    /** What stands once in a request, around its events: wrong there, it is wrong for all of them, and a setting is to blame. */
    private static final List<String> OF_REQUEST =
            List.of("event_source_id", "event_source", "test_event_code", "partner_name");

    private Judgement() {}

    /**
     * The outcome of a request.
     *
     * @param events how many it had
     * @param attempts how often its events were tried before
     */
    public static DeliveryOutcome of(Answer answer, int events, int attempts) {
        if (answer.code() == null) {
            return new DeliveryOutcome.TryLater(
                    "HTTP " + answer.httpStatus() + " without an answer of TikTok's", Pause.BACKOFF);
        }
        Code code = Codes.of(answer.code());
        String words = Masker.mask(answer.message());
        String reason = "code " + code.number() + ": " + words;
        return switch (code.action()) {
            case DELIVERED -> new DeliveryOutcome.Delivered(answer.requestId());
            case PARTLY -> partly(answer, code.number(), words, events);
            case REPAIR ->
                isOfRequest(answer.message())
                        ? new DeliveryOutcome.Parked(reason, code)
                        : refused(answer, code.number(), words, events);
            case RETRY -> new DeliveryOutcome.TryLater(reason, answer.pause());
            case RETRY_A_FEW_TIMES ->
                attempts < A_FEW_TRIES
                        ? new DeliveryOutcome.TryLater(reason, answer.pause())
                        : refused(answer, code.number(), words, events);
            case THROTTLED -> new DeliveryOutcome.Throttled(reason, answer.pause());
            case PARK -> new DeliveryOutcome.Parked(reason, code);
        };
    }

    private static DeliveryOutcome refused(Answer answer, int code, String words, int events) {
        OptionalInt blamed = answer.blamed(events);
        return blamed.isPresent()
                ? new DeliveryOutcome.RefusedFor(blamed.getAsInt(), code, words)
                : new DeliveryOutcome.Refused(code, words);
    }

    /** A list that is empty, or that names what was not sent, tells nothing. */
    private static DeliveryOutcome partly(Answer answer, int code, String words, int events) {
        List<Answer.Failed> failed = answer.failed().stream()
                .map(each -> new Answer.Failed(each.index(), Masker.mask(each.message())))
                .toList();
        boolean tells = !failed.isEmpty() && failed.stream().allMatch(each -> each.index() < events);
        return tells ? new DeliveryOutcome.PartlyDelivered(code, failed) : new DeliveryOutcome.Refused(code, words);
    }

    private static boolean isOfRequest(String message) {
        String words = message.strip().toLowerCase(Locale.ROOT);
        return OF_REQUEST.stream()
                .anyMatch(name -> words.startsWith(name + ":")
                        || words.startsWith(name + " ")
                        || words.startsWith("invalid value for " + name + ":"));
    }
}
