package dev.eventferry.simulator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One event of a request, read once from front to back: what stands where, and the first thing wrong with it. */
final class EventReading {

    static final Shape NAME = (parser, reading) -> reading.name = reading.text(parser);
    static final Shape ID = (parser, reading) -> reading.id = reading.text(parser);
    static final Shape TIME = (parser, reading) -> {
        Shape.INTEGER.check(parser, reading);
        reading.timed = !parser.hasToken(JsonToken.VALUE_NULL);
    };
    static final Shape PAGE_URL = (parser, reading) -> reading.pageUrl = reading.text(parser) != null;
    static final Shape APP_ID = (parser, reading) -> reading.appId = reading.text(parser) != null;
    static final Shape LEAD_ID = (parser, reading) -> reading.leadId = reading.text(parser) != null;

    /** What offline takes (tiktok-events-api 3.1, 1.3): the eighteen, and the older names that keep working. */
    private static final Set<String> STANDARD_NAMES = Set.of(
            "AddPaymentInfo",
            "AddToCart",
            "AddToWishlist",
            "ApplicationApproval",
            "CompleteRegistration",
            "Contact",
            "CustomizeProduct",
            "Download",
            "FindLocation",
            "InitiateCheckout",
            "Lead",
            "Purchase",
            "Schedule",
            "Search",
            "StartTrial",
            "SubmitApplication",
            "Subscribe",
            "ViewContent",
            "ClickButton",
            "PlaceAnOrder",
            "CompletePayment",
            "SubmitForm",
            "Pageview");

    private static final String MISSING = "Missing data for required field";

    private final int index;
    private final int from;
    private int to;
    private @Nullable String name;
    private @Nullable String id;
    private boolean timed;
    private boolean pageUrl;
    private boolean appId;
    private boolean leadId;
    private @Nullable Refusal wrong;

    private EventReading(int index, int from) {
        this.index = index;
        this.from = from;
    }

    /** Reads the event that the parser stands on, the {@code index}-th of its request. */
    static EventReading of(JsonParser parser, int index) throws IOException {
        EventReading reading =
                new EventReading(index, (int) parser.currentTokenLocation().getByteOffset());
        EventShape.EVENT.check(parser, reading);
        reading.to = (int) parser.currentLocation().getByteOffset();
        return reading;
    }

    /** Takes down what is wrong with the value that the parser stands on; only the first such word counts. */
    void refuse(JsonParser parser, int code, String reason) {
        if (wrong == null) {
            String pointer = parser.getParsingContext().pathAsPointer().toString();
            wrong = new Refusal(code, pointer.substring(1).replace('/', '.'), reason);
        }
    }

    /** Why an event source of that kind does not take it, or null when it does. */
    @Nullable
    Refusal refusalBy(String source) {
        if (wrong != null) {
            return wrong;
        }
        if (name == null) {
            return missing("event");
        }
        if (!timed) {
            return missing("event_time");
        }
        return switch (source) {
            case "web" -> pageUrl ? null : missing("page.url");
            case "app" -> appId ? null : missing("app.app_id");
            case "crm" -> leadId ? null : missing("lead.lead_id");
            default ->
                STANDARD_NAMES.contains(name)
                        ? null
                        : Refusal.parameter(
                                path("event"), "Not a standard event, and offline events take no other names");
        };
    }

    /** What TikTok counts as the same event within an event source; null without an {@code event_id}. */
    @Nullable
    String dedupText() {
        return id == null ? null : name + '\n' + id;
    }

    /** Its name, if it has one. */
    @Nullable
    String name() {
        return name;
    }

    /** Its {@code event_id}, if it has one. */
    @Nullable
    String id() {
        return id;
    }

    /** Where it begins in the body, in bytes. */
    int from() {
        return from;
    }

    /** Where it ends in the body, in bytes, exclusive. */
    int to() {
        return to;
    }

    private Refusal missing(String field) {
        return Refusal.parameter(path(field), MISSING);
    }

    private String path(String field) {
        return "data." + index + "." + field;
    }

    /** Blank text is as good as none. */
    private @Nullable String text(JsonParser parser) throws IOException {
        Shape.TEXT.check(parser, this);
        return parser.hasToken(JsonToken.VALUE_STRING) && parser.getTextLength() > 0 ? parser.getText() : null;
    }
}
