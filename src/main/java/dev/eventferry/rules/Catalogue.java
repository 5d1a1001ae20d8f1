package dev.eventferry.rules;

import dev.eventferry.event.Problem.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every code that an answer, a report or a dead letter's reason can have, as data: what it means, what mends it, and
 * whose rule it is. docs/rules.md is written from it.
 */
public final class Catalogue {

    /**
     * One rule.
     *
     * @param codes as answers and reports show them; several where fields share a rule
     * @param severity what it costs
     * @param says what is wrong, in a sentence
     * @param fix what its sender can do
     * @param source whose rule it is
     * @param lenient what becomes of the event in a lenient source ({@link RuleSettings#lenient()}); empty for the same
     */
    public record Entry(List<String> codes, Severity severity, String says, String fix, String source, String lenient) {

        private Entry lenient(String instead) {
            return new Entry(codes, severity, says, fix, source, instead);
        }
    }

    private static final String PARAMETERS = "TikTok, Events API parameters";
    private static final String STANDARD = "TikTok, standard events";
    private static final String APP = "TikTok, app events";
    private static final String CUSTOM = "TikTok, custom events";
    private static final String RESERVED = "TikTok, reserved events";
    private static final String OFFLINE = "TikTok, Events API for offline";
    private static final String CRM = "TikTok, CRM signals";
    private static final String DEDUPLICATION = "TikTok, event deduplication";
    private static final String CLICK_ID = "TikTok, click ID";
    private static final String OTHERS = "other senders' troubles";
    private static final String OURS = "our own, TikTok names none";

    // spotless:off
    private static final List<Entry> EVENTS = List.of(
            error("not_an_object",
                    "The event is no JSON object.",
                    "Send an object with the event's fields.", OURS),
            error("line_unreadable",
                    "The line is no JSON.",
                    "Send one JSON object a line.", OURS),
            error("row_unreadable",
                    "A row of a file is broken: a quote that does not close, or more than a row may have.",
                    "Mend the row; set file-quote or file-delimiter of the source if all are so.", OURS),
            error("row_encoding",
                    "A row of a file has bytes that are no text in the file's encoding.",
                    "Save the whole file in one encoding, or set file-encoding of the source.", OURS),
            error("row_too_long",
                    "A row of a file has more cells than the header, so its values may stand in the wrong columns.",
                    "Put quotes around cells that hold the delimiter.", OURS),
            error("number_in_scientific_notation",
                    "A spreadsheet rounded an id or phone number of a file (4.91511E+11): its last digits are lost.",
                    "Format the column as text and export again.", OTHERS),
            error("date_order_open",
                    "A date of a file can be read day first or month first, and no row settles which.",
                    "Set file-date-order of the source to dmy or mdy, or a pattern in the mapping.", OTHERS),
            error("decimal_open",
                    "A number of a file can be read as thousands or as a fraction (1,234), and no row settles which.",
                    "Set file-decimal of the source to point or comma, or a locale in the mapping.", OTHERS),
            error("group_too_large",
                    "More rows of a file than one event can be have the same value in the mapping's group.",
                    "Name the column that tells the file's events apart.", OURS),
            error("event_missing",
                    "The event has no name.",
                    "Send one of TikTok's names, such as Purchase.", "mission A11"),
            error("event_unlisted",
                    "The event's name is not in the mapping's table, and the mapping refuses others.",
                    "Add the name under events, or correct it.", "mission G14"),
            error("destination_unknown",
                    "No destination of that name is set up.",
                    "Name one of ferry.destinations.", OURS),
            error("destination_unmapped",
                    "The value that chooses the destination is not in the mapping's table.",
                    "Add it under destination, or say otherwise.", "mission C26"),
            error("event_too_large",
                    "The event alone is larger than a request may be.",
                    "Send fewer contents or shorter texts.", OURS),
            error("event_time_unreadable",
                    "The time is none that can be read.",
                    "Send seconds since 1970 or ISO 8601.", "mission A12"),
            error("value_not_a_number price_not_a_number",
                    "The value is no number.",
                    "Send a plain number such as 12.50, without symbol.", PARAMETERS)
                    .lenient("It is left out."),
            error("quantity_not_a_number",
                    "The quantity is no whole number.",
                    "Send a whole number above zero.", "mission A25")
                    .lenient("It is left out, and no value is computed from the items."),
            warning("field_unknown",
                    "TikTok knows no such field; it is left out.",
                    "Use the name that the warning suggests.", PARAMETERS + ": unknown keys are taken in silence"),
            warning("field_misplaced",
                    "The key belongs to the request or the destination, not to an event; it is left out.",
                    "Set it in the destination's settings, or send it beside data.", PARAMETERS),
            warning("field_unreadable",
                    "The value does not fit the field; it is left out.",
                    "Send what the warning names.", PARAMETERS),
            warning("form_corrected",
                    "TikTok itself takes the field in another form, which is sent (drop-in door only).",
                    "Send it in that form.", PARAMETERS),
            error("event_too_long",
                    "A custom name is longer than 50 characters.",
                    "Shorten it.", CUSTOM),
            error("event_characters",
                    "A custom name has other characters than letters, digits, _ and -, or does not begin with a letter.",
                    "Rename it.", CUSTOM),
            error("event_not_standard",
                    "Offline events take standard names only.",
                    "Map the event to one of them.", OFFLINE),
            warning("event_corrected",
                    "The name differs from TikTok's in case or spaces; TikTok's is sent.",
                    "Write it as TikTok does.", STANDARD),
            warning("event_reserved",
                    "TikTok turns the name into a standard one, which is sent.",
                    "Choose another name for your own event.", RESERVED),
            warning("event_translated",
                    "The source has another name for it (web InitiateCheckout, app Checkout), which is sent.",
                    "Use the name of the destination's source.", APP),
            warning("event_custom",
                    "The name is not among the standard ones: campaigns cannot be optimised for it.",
                    "Use a standard name where one fits.", CUSTOM + "; mission C10"),
            warning("event_old_name",
                    "The name is of before 2025; TikTok takes and converts it.",
                    "Use the same name in the pixel; new set-ups use the new one.", STANDARD + "; mission T16"),
            warning("event_id_missing",
                    "A web event has no id, so TikTok cannot tell it from the pixel's copy.",
                    "Send the pixel's event_id.", DEDUPLICATION + "; mission A13, A38"),
            warning("event_id_placeholder",
                    "The id is a word for none, such as undefined, and would make all such events one; it is left out.",
                    "Send the pixel's event_id, or none.", DEDUPLICATION),
            error("event_id_too_long",
                    "The id is longer than 255 characters; it is never cut.",
                    "Send a shorter one.", OURS),
            error("event_time_missing",
                    "The event says not when it happened.",
                    "Send event_time.", PARAMETERS),
            error("event_time_future",
                    "The time is further ahead than a wrong clock explains.",
                    "Check the sender's clock and time zone.", OURS),
            warning("event_time_ahead",
                    "The time is a little ahead; it is set to now.",
                    "Check the sender's clock.", OURS),
            error("event_time_looks_wrong",
                    "The time is in another age, as when milliseconds are read as seconds.",
                    "Send seconds since 1970 or ISO 8601.", PARAMETERS),
            error("event_time_too_old",
                    "The event is older than its source takes (offline: 28 days).",
                    "Send events sooner; ferry.rules.max-age sets the limit.", OFFLINE),
            warning("event_time_old",
                    "The event is older than TikTok surely attributes.",
                    "Send events sooner; ferry.rules.max-age sets the limit.", OURS),
            warning("field_not_for_source",
                    "TikTok does not list the field for events of this source; it is left out.",
                    "Do not map it for this destination.", PARAMETERS)
                    .lenient("It is sent: TikTok takes it in silence, and some senders say that it helps."),
            error("user_unmatchable",
                    "An offline event has no usable email, phone or external_id.",
                    "Send at least one.", OFFLINE),
            warning("user_match_keys_missing",
                    "The event has nothing that TikTok could match a person by.",
                    "Send at least one match key.", "mission A14, T18"),
            error("page_url_missing",
                    "A web event has no page.url.",
                    "Send the page's full URL.", PARAMETERS + "; mission A22"),
            error("page_url_not_http",
                    "page.url is no full URL.",
                    "Send one with http:// or https://.", OTHERS),
            warning("page_referrer_not_http",
                    "page.referrer is no full URL; it is left out.",
                    "Send one with http:// or https://.", OTHERS),
            error("app_id_missing",
                    "An app event has no app.app_id.",
                    "Send the App Store's number or the Play package name.", PARAMETERS),
            warning("app_id_corrected",
                    "The App Store's number came with the letters id in front; it is sent without.",
                    "Send the number alone.", PARAMETERS),
            warning("app_id_looks_wrong",
                    "The number is too long for the App Store's: it looks like TikTok's own app id.",
                    "Send the App Store's number or the Play package name.", PARAMETERS),
            error("lead_id_missing",
                    "A CRM event has no lead.lead_id.",
                    "Send TikTok's lead id, or send the event to an offline destination as Lead.", CRM),
            error("value_negative",
                    "The value is below zero; TikTok has no refunds.",
                    "Leave such events out.", STANDARD),
            warning("value_not_sum",
                    "The value is not the sum of price times quantity; it is sent as given.",
                    "Check it, unless shipping or discounts explain it.", "mission A31"),
            warning("value_missing",
                    "A payment has no value, so campaigns cannot be optimised for it.",
                    "Send value and currency.", "mission C13"),
            warning("currency_missing",
                    "A value has no currency, so TikTok cannot count it.",
                    "Send the three letters of ISO 4217.", "mission A30, C13"),
            error("currency_unknown",
                    "The currency is none of ISO 4217.",
                    "Send its three letters, such as EUR.", "mission A30")
                    .lenient("It is left out, and the value stands without it."),
            warning("currency_unlisted",
                    "The currency exists, but TikTok does not list it.",
                    "Send a listed currency if the value does not show up.", PARAMETERS),
            warning("currency_corrected",
                    "The currency is sent in upper-case letters.",
                    "Write it as ISO 4217 does.", "mission A30"),
            error("quantity_not_positive",
                    "An item's quantity is not above zero.",
                    "Leave out items that were not taken.", "mission A25")
                    .lenient("The item is left out."),
            warning("price_negative",
                    "An item's price is below zero; it is left out.",
                    "Put discounts into the value.", "mission A24"),
            warning("content_id_missing",
                    "An item has no id, so the catalogue cannot be matched.",
                    "Send its content_id.", "mission A27"),
            warning("choice_unknown",
                    "The value is none of those that TikTok takes; it is left out.",
                    "Send one of those that the warning lists.", PARAMETERS),
            warning("choice_corrected",
                    "The value is sent as TikTok writes it.",
                    "Write it like that.", PARAMETERS),
            warning("date_unreadable",
                    "The date has no form that TikTok reads; it is left out.",
                    "Send YYYY-MM-DD.", PARAMETERS),
            warning("number_out_of_range",
                    "The number is out of its range; it is left out.",
                    "Send one within the range that the warning names.", PARAMETERS),
            warning("vin_too_long",
                    "The VIN has more than 17 characters; it is left out.",
                    "Check it.", PARAMETERS),
            warning("email_blank phone_blank external_id_blank first_name_blank last_name_blank zip_code_blank " +
                    "idfa_blank gaid_blank city_blank state_blank country_blank idfv_blank locale_blank " +
                    "ip_blank user_agent_blank ttclid_blank ttp_blank att_status_blank",
                    "The value is blank; it is left out.",
                    "Leave the field out instead.", PARAMETERS),
            warning("email_empty_digest phone_empty_digest external_id_empty_digest first_name_empty_digest " +
                    "last_name_empty_digest zip_code_empty_digest idfa_empty_digest gaid_empty_digest",
                    "The SHA-256 of an empty text matches nobody; it is left out.",
                    "Hash no empty values.", OTHERS),
            warning("email_wrong_digest phone_wrong_digest first_name_wrong_digest last_name_wrong_digest " +
                    "zip_code_wrong_digest idfa_wrong_digest gaid_wrong_digest",
                    "The value looks like MD5, SHA-1 or SHA-512; it is left out.",
                    "Send the plain value or its SHA-256.", PARAMETERS + "; mission C20"),
            warning("external_id_looks_hashed",
                    "The id looks like MD5 or SHA-1; it is hashed as it is.",
                    "Identify by the same text in the pixel.", "mission A20"),
            warning("city_hashed state_hashed country_hashed idfv_hashed locale_hashed ip_hashed " +
                    "user_agent_hashed ttclid_hashed ttp_hashed",
                    "The value is hashed, but TikTok takes it plain only; it is left out.",
                    "Send it plain.", PARAMETERS + "; mission A15, A16"),
            warning("email_unparseable",
                    "The value is no e-mail address; it is left out.",
                    "Send name@domain or its SHA-256.", "mission A17"),
            warning("phone_unparseable",
                    "The value is no phone number; it is left out.",
                    "Send it with + and country code.", "mission A18, C17"),
            warning("first_name_unparseable last_name_unparseable zip_code_unparseable city_unparseable " +
                    "state_unparseable",
                    "The value is without a letter or digit; it is left out.",
                    "Send it as it is.", PARAMETERS),
            warning("idfa_unparseable gaid_unparseable idfv_unparseable",
                    "The value is no device id; it is left out.",
                    "Send it as a UUID.", PARAMETERS),
            warning("locale_unparseable",
                    "The value is no language tag; it is left out.",
                    "Send one like en-US.", PARAMETERS),
            warning("ip_unparseable",
                    "The value is no IP address; it is left out.",
                    "Send the visitor's IPv4 or IPv6.", "mission A15"),
            warning("ttclid_unparseable ttp_unparseable",
                    "The value is no id, having white space inside; it is left out.",
                    "Send it as it is.", CLICK_ID),
            warning("phone_country_missing",
                    "The phone number names no country, and none is set; it is left out.",
                    "Send + and country code, the person's country, or set ferry.phone.default-region.", "mission C17"),
            warning("phone_rounded",
                    "A spreadsheet rounded the phone number (4.91511E+11); it is left out.",
                    "Format the column as text and export again.", OTHERS),
            warning("email_too_many phone_too_many external_id_too_many",
                    "More than 10 different values; the first 10 are sent.",
                    "Send those that matter.", OURS),
            warning("email_denied phone_denied",
                    "att_status says that the person denied tracking; it is left out.",
                    "Nothing: this is what TikTok asks for.", PARAMETERS),
            warning("external_id_placeholder user_agent_placeholder ttclid_placeholder ttp_placeholder",
                    "The value is a word for none, such as null; it is left out.",
                    "Leave the field out instead.", OTHERS),
            warning("user_agent_macro ttclid_macro ttp_macro",
                    "An ad macro was not filled in (__CLICKID__); the field is left out.",
                    "Check the ad's URL.", "mission P10"),
            warning("campaign_macro",
                    "An ad macro was not filled in for one of the campaign's parameters in page.url (__CAMPAIGN_NAME__); reports will not name it.",
                    "Check the ad's URL.", "mission P8, P10"),
            warning("ttclid_too_long ttp_too_long",
                    "Longer than 1000 characters; it is left out, since a cut id matches nothing.",
                    "Send it whole.", CLICK_ID),
            warning("ip_not_public",
                    "The address is of an inner network; it is left out.",
                    "Send the visitor's public address.", "mission A15"),
            warning("idfa_zero gaid_zero idfv_zero",
                    "All zeros: the device allows no tracking; it is left out.",
                    "Leave the field out instead.", PARAMETERS),
            warning("country_unknown",
                    "The value names no country; it is left out.",
                    "Send two letters as in ISO 3166.", PARAMETERS),
            warning("att_status_unknown",
                    "The value is none of TikTok's; it is left out.",
                    "Send AUTHORIZED, DENIED, NOT_DETERMINED, RESTRICTED or NOT_APPLICABLE.", PARAMETERS));

    /** A request that is refused as a whole: nothing of it is taken. */
    private static final List<Entry> REQUESTS = List.of(
            error("body_empty",
                    "The body is empty.",
                    "Send an event, an array of events or NDJSON.", OURS),
            error("body_unreadable",
                    "The body is no JSON; the message says where.",
                    "Mend the JSON.", OURS),
            error("body_not_events",
                    "The body is neither an object nor an array of events.",
                    "Send one of the forms of the HTTP page.", OURS),
            error("events_missing",
                    "The request has no events in data.",
                    "Send a list of 1 to 1000 events.", PARAMETERS),
            error("event_source_unknown",
                    "The event_source is none.",
                    "Send web, app, offline or crm.", PARAMETERS),
            error("event_source_id_missing",
                    "The request names no event_source_id.",
                    "Send the pixel code, app id or event set id of a destination.", PARAMETERS),
            error("event_source_missing",
                    "The request names no event_source.",
                    "Send it; a body of Events API 1.0 goes to a path of 1.0.", PARAMETERS),
            error("body_too_deep",
                    "The JSON is too deep, or a text or number in it too long.",
                    "Send events as TikTok knows them.", OURS),
            error("body_too_large",
                    "The body is over a limit of the settings.",
                    "Send more requests with fewer events.", OURS),
            error("too_many_events",
                    "The request has more events than the settings allow.",
                    "Send more requests with fewer events.", OURS),
            error("encoding_unknown",
                    "The Content-Encoding is neither gzip nor none.",
                    "Send gzip, or plain.", OURS),
            error("gzip_unreadable",
                    "The body is not gzip, though Content-Encoding says so.",
                    "Check the sender's compression.", OURS),
            error("test_event_code_malformed",
                    "The test_event_code is none.",
                    "Copy it from Events Manager, Test events.", OURS),
            error("test_event_code_refused",
                    "The request has a test_event_code, and ferry.profile is prod: TikTok would count none of its events.",
                    "Leave it out, or send it to an Eventferry whose profile is dev.",
                    "mission C11"),
            error("test_event_code_mixed",
                    "Events of one request have different test codes.",
                    "Send test events in a request of their own.", PARAMETERS),
            error("not_found",
                    "There is no such call of TikTok's here.",
                    "Send events to one of the paths that the message names.", PARAMETERS),
            error("method_not_allowed",
                    "The path is there, and is not asked with this method.",
                    "Send events with POST; each path and its methods stand in docs/http.md and docs/inspector.md.", OURS),
            error("source_unknown",
                    "No source of that name is set up.",
                    "Use one of those that the message lists.", OURS),
            error("destination_unknown",
                    "No destination of that name is set up.",
                    "Use one of those that the message lists.", OURS),
            error("parameter_wrong",
                    "A parameter makes no sense; the message names it.",
                    "Say it as the message asks.", OURS),
            error("filter_missing",
                    "Nothing says which dead letters are meant.",
                    "Name some of them by reason, code, source and the like, or say all.", OURS),
            error("dead_letter_unknown",
                    "No dead letter has that id.",
                    "Look for it in the list; it may have been replayed, or be over its time.", OURS),
            error("event_unknown",
                    "Nothing is known of an event of that id.",
                    "Name its event and destination, if TikTok has no such event name; or it is over its time.", OURS),
            error("recent_events_off",
                    "No recent events are remembered.",
                    "Set ferry.inspector.recent-events, and a key of the inspector's own beyond this machine.", OURS),
            error("too_many_watchers",
                    "Too many watch the recent events live.",
                    "Close a window of the inspector that nobody looks at.", OURS),
            error("key_missing",
                    "No key was shown.",
                    "Send one of ferry.http.api-keys.", OURS),
            error("key_wrong",
                    "No key was shown, or none of ours.",
                    "Send one of ferry.http.api-keys.", OURS),
            error("view_only",
                    "The key or session only looks, and this changes something.",
                    "Use one of ferry.inspector.keys.", OURS),
            error("csrf_wrong",
                    "A browser's session must say its token with each change.",
                    "Send csrf of GET /v1/inspect/session as X-CSRF-Token; scripts send a key instead.", OURS),
            error("cross_site",
                    "Another site's page asked for what only this machine may.",
                    "Open Eventferry by its own address, such as 127.0.0.1, or set a key.", OURS),
            error("too_many_sign_ins",
                    "Too many wrong keys came from one address.",
                    "Try again in a minute.", OURS),
            error("signature_missing",
                    "A webhook is not signed as its source signs.",
                    "Set the same secret at both ends.", OURS),
            error("signature_wrong",
                    "A webhook's signature is not right.",
                    "Set the same secret at both ends.", OURS),
            error("signature_old",
                    "A webhook was signed at another time than now.",
                    "Check the clocks; do not send old requests again.", OURS),
            error("busy",
                    "Too many requests are under way.",
                    "Send it again in a moment, with the same ids.", OURS),
            error("stopping",
                    "Eventferry is stopping.",
                    "Send it again in a moment, with the same ids.", OURS),
            error("store_unavailable",
                    "The events cannot be stored now.",
                    "Send it again in a moment, with the same ids.", OURS),
            error("internal",
                    "It is our fault.",
                    "Send it again, with the same ids.", OURS));
    // spotless:on

    private static final Map<String, Entry> BY_CODE = byCode();

    private Catalogue() {}

    /** What can be wrong with an event, in the order of its way: read, named, judged, identified. */
    public static List<Entry> events() {
        return EVENTS;
    }

    /** Why a request can be refused as a whole. */
    public static List<Entry> requests() {
        return REQUESTS;
    }

    /** What that code means for an event, or null when there is no such code. */
    public static @Nullable Entry of(String code) {
        return BY_CODE.get(code);
    }

    private static Entry error(String codes, String says, String fix, String source) {
        return new Entry(List.of(codes.split(" ", -1)), Severity.ERROR, says, fix, source, "");
    }

    private static Entry warning(String codes, String says, String fix, String source) {
        return new Entry(List.of(codes.split(" ", -1)), Severity.WARNING, says, fix, source, "");
    }

    private static Map<String, Entry> byCode() {
        Map<String, Entry> byCode = new LinkedHashMap<>();
        for (Entry entry : EVENTS) {
            for (String code : entry.codes()) {
                if (byCode.put(code, entry) != null) {
                    throw new IllegalStateException("the catalogue has " + code + " twice");
                }
            }
        }
        return byCode;
    }
}
