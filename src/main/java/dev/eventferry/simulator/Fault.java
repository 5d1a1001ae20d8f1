package dev.eventferry.simulator;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What goes wrong with a request to the track endpoint: what is answered, how that goes over the wire, how late, and
 * whether the request's events are taken all the same. Immutable; made by the static methods and changed by the others.
 */
public final class Fault {

    static final Fault NONE = new Fault(Reply.USUAL, Wire.WHOLE, Duration.ZERO, Duration.ZERO, true, 1);

    private static final String ENVELOPE_START = "{\"code\":0,\"message\":\"";
    private static final int HUGEST = 64 << 20;

    private final Reply reply;
    private final Wire wire;
    private final Duration pace;
    private final Duration delay;
    private final boolean taking;
    private final int times;

    private Fault(Reply reply, Wire wire, Duration pace, Duration delay, boolean taking, int times) {
        if (times < 1) {
            throw new IllegalArgumentException("times must be at least 1, not " + times);
        }
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative");
        }
        if (wire == Wire.DRIP && pace.toMillis() < 1) {
            throw new IllegalArgumentException("drip must be at least 1ms");
        }
        this.reply = reply;
        this.wire = wire;
        this.pace = pace;
        this.delay = delay;
        this.taking = taking;
        this.times = times;
    }

    /** Nothing: in a sequence, a request that goes well. */
    public static Fault none() {
        return NONE;
    }

    /** TikTok's envelope with that code, HTTP 200. Nothing is taken. */
    public static Fault code(int code) {
        return of(Reply.code(code));
    }

    /** A gateway's page with that status: no envelope. Nothing is taken. */
    public static Fault http(int status) {
        String page = "<html><head><title>" + status + "</title></head><body>nginx</body></html>";
        return body(status, page);
    }

    /** That body with that status. Nothing is taken. */
    public static Fault body(int status, String body) {
        return of(Reply.body(status, body));
    }

    /** HTTP 200 with an envelope that breaks off, though it has the length it says. Nothing is taken. */
    public static Fault malformed() {
        return body(200, ENVELOPE_START + "OK\",\"request_");
    }

    /** HTTP 200 with an envelope of code 0 that has that many bytes, from 100 to 64 MB. Nothing is taken. */
    public static Fault huge(int bytes) {
        String end = "\",\"request_id\":\"huge\",\"data\":{}}";
        if (bytes < 100 || bytes > HUGEST) {
            throw new IllegalArgumentException("huge must be from 100 bytes to 64MB");
        }
        return body(200, ENVELOPE_START + "x".repeat(bytes - ENVELOPE_START.length() - end.length()) + end);
    }

    /** HTTP 302 to that address. Nothing is taken. */
    public static Fault redirect(String url) {
        return body(302, "").withHeader("Location", url);
    }

    /** Code 20001 with a list of these events as failed, indexes from 0; all others are taken. */
    public static Fault partial(Integer... failed) {
        return NONE.with(Reply.partial(List.of(failed)));
    }

    /** The usual answer, late. */
    public static Fault delay(Duration delay) {
        return NONE.delayed(delay);
    }

    /** The connection is reset before anything is done. */
    public static Fault reset() {
        return NONE.over(Wire.RESET).beforeTaking();
    }

    /** The events are taken and the connection is reset in the middle of the answer. */
    public static Fault resetWithin() {
        return NONE.over(Wire.RESET_WITHIN);
    }

    /** The connection is closed in good order before anything is done. */
    public static Fault close() {
        return NONE.over(Wire.CLOSED).beforeTaking();
    }

    /** The events are taken and the connection is closed in the middle of the answer, though more was announced. */
    public static Fault truncated() {
        return NONE.over(Wire.TRUNCATED);
    }

    /** The events are taken and the answer's body comes byte by byte, so far apart. */
    public static Fault drip(Duration pace) {
        return new Fault(Reply.USUAL, Wire.DRIP, pace, Duration.ZERO, true, 1);
    }

    /** No answer ever, and nothing is taken; the connection stays open until the client gives up. */
    public static Fault hang() {
        return NONE.over(Wire.HANG).beforeTaking();
    }

    /** The same with that status. */
    public Fault withHttp(int status) {
        return with(reply.withHttp(status));
    }

    /** The same with that message or body. */
    public Fault withText(String changed) {
        return with(reply.withText(changed));
    }

    /** The same with that header in its answer, in place of the usual one of that name. */
    public Fault withHeader(String name, String value) {
        Map<String, String> headers = new HashMap<>(reply.headers());
        headers.put(name, value);
        return with(reply.withHeaders(headers));
    }

    /** The same, but answered late; what the request brings is taken at once. */
    public Fault delayed(Duration changed) {
        return new Fault(reply, wire, pace, changed, taking, times);
    }

    /** The same, but the events are checked and taken first: the answer is lost or lies. */
    public Fault afterTaking() {
        return new Fault(reply, wire, pace, delay, true, times);
    }

    /** The same, but the events are not taken. */
    public Fault beforeTaking() {
        return new Fault(reply, wire, pace, delay, false, times);
    }

    /** The same for that many requests. */
    public Fault times(int changed) {
        return new Fault(reply, wire, pace, delay, taking, changed);
    }

    Fault over(Wire changed, Duration changedPace) {
        return new Fault(reply, changed, changedPace, delay, taking, times);
    }

    /** TikTok's code that it answers with; 0 when it answers something else. */
    public int code() {
        return reply.code();
    }

    Reply reply() {
        return reply;
    }

    Wire wire() {
        return wire;
    }

    /** Between the bytes of a {@link Wire#DRIP}. */
    Duration pace() {
        return pace;
    }

    Duration delay() {
        return delay;
    }

    /** Whether the request is checked and taken as if nothing were wrong, and only the answer suffers. */
    public boolean taking() {
        return taking;
    }

    int times() {
        return times;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fault that
                && reply.equals(that.reply)
                && wire == that.wire
                && pace.equals(that.pace)
                && delay.equals(that.delay)
                && taking == that.taking
                && times == that.times;
    }

    @Override
    public int hashCode() {
        return Objects.hash(reply, wire, pace, delay, taking, times);
    }

    /** In words, such as {@code reset, events taken}. */
    @Override
    public String toString() {
        if (equals(NONE)) {
            return "none";
        }
        StringBuilder words = new StringBuilder();
        words.append(wire == Wire.WHOLE ? reply.toString() : wire.toString());
        if (wire != Wire.WHOLE && !reply.equals(Reply.USUAL)) {
            words.append(", ").append(reply);
        }
        if (!reply.headers().isEmpty()) {
            words.append(
                    reply.headers().keySet().stream().sorted().collect(Collectors.joining(", ", ", headers ", "")));
        }
        if (!delay.isZero()) {
            words.append(", ").append(delay.toMillis()).append(" ms late");
        }
        return words.append(taking ? ", events taken" : "").toString();
    }

    private static Fault of(Reply reply) {
        return new Fault(reply, Wire.WHOLE, Duration.ZERO, Duration.ZERO, false, 1);
    }

    private Fault with(Reply changed) {
        return new Fault(changed, wire, pace, delay, taking, times);
    }

    private Fault over(Wire changed) {
        return over(changed, pace);
    }
}
