package dev.eventferry.camel;

import dev.eventferry.dedup.HashedGroup;
import dev.eventferry.event.Origin;
import dev.eventferry.event.RawGroup;
import dev.eventferry.intake.AnswerForm;
import dev.eventferry.intake.BodyReader;
import dev.eventferry.intake.Envelope;
import dev.eventferry.intake.HttpAnswer;
import dev.eventferry.intake.HttpRequest;
import dev.eventferry.intake.RequestRefused;
import dev.eventferry.intake.TikTokAnswerWriter;
import dev.eventferry.intake.TikTokCall;
import dev.eventferry.intake.TikTokForm;
import dev.eventferry.intake.TikTokReader;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;

/** The verbs of the route {@code ingest-tiktok}: TikTok's own calls, taken and answered as TikTok does. */
public final class TikTokDoor {

    private static final String REQUEST = "request";
    private static final String TAKEN = "taken";

    private final TikTokReader reader;
    private final HttpSteps doors;
    private final Addressees addressees;

    /** What the answer needs of the call. */
    record Taken(TikTokCall call, TikTokForm.Remarks remarks) {}

    TikTokDoor(TikTokReader reader, HttpSteps doors, Addressees addressees) {
        this.reader = reader;
        this.doors = doors;
        this.addressees = addressees;
    }

    /**
     * The token is checked, then the body read and its destination found.
     *
     * @throws RequestRefused when nothing of it is taken
     */
    public RawGroup receive(HttpRequest request, Exchange exchange) {
        exchange.setVariable(REQUEST, request.withoutBody());
        authorise(request);
        TikTokCall call = TikTokCall.at(request.path());
        if (call == null) {
            throw new RequestRefused(
                    404,
                    "not_found",
                    "There is no such call here; events go to /open_api/v1.3/event/track/ or to the pixel, app or"
                            + " offline calls of 1.0.");
        }
        BodyReader.Body body = reader.read(request, call);
        Envelope envelope = Objects.requireNonNull(body.envelope(), "TikTok's calls have one");
        doors.requireLive(envelope.testEventCode());
        String destination = addressees.of(envelope);
        boolean current = call == TikTokCall.EVENT_TRACK;
        exchange.setVariable(
                TAKEN, new Taken(call, current ? TikTokForm.remarks(body.items()) : TikTokForm.Remarks.NONE));
        // the caller is a server of the sender's and no visitor
        Origin origin = new Origin(
                request.id(),
                Origin.CANONICAL,
                destination,
                request.receivedAt(),
                "request " + request.id(),
                0,
                null,
                envelope.testEventCode());
        return new RawGroup(origin, body.items(), null);
    }

    /** Code 0, or which events were refused and why. */
    public HttpAnswer answer(HashedGroup group, Exchange exchange) {
        Taken taken = Objects.requireNonNull(exchange.getVariable(TAKEN, Taken.class));
        return TikTokAnswerWriter.verdicts(request(exchange).id(), taken.call(), group.verdicts(), taken.remarks());
    }

    /** Why nothing of the request was taken, in TikTok's form. */
    public HttpAnswer refuse(Exchange exchange, @ExchangeException Throwable failure) {
        return AnswerForm.TIKTOK.refusal(request(exchange).id(), HttpSteps.reason(failure));
    }

    /** TikTok's own header comes first: others may be for a proxy on the way. */
    private void authorise(HttpRequest request) {
        String token = request.headers().get("Access-Token");
        String key = token == null || token.isBlank() ? request.key() : token.strip();
        if (doors.isKnown(key)) {
            return;
        }
        throw key == null || key.isBlank()
                ? new RequestRefused(401, "key_missing", "Access token is empty: send a key as Access-Token.")
                : new RequestRefused(
                        401, "key_wrong", "Access token is incorrect: it is not one of ferry.http.api-keys.");
    }

    private static HttpRequest request(Exchange exchange) {
        return Objects.requireNonNull(exchange.getVariable(REQUEST, HttpRequest.class), "every request is received");
    }
}
