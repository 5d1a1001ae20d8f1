package dev.eventferry.rules;

import dev.eventferry.event.Problem.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every problem that an event can have, as data: what the code means, what mends it, and whose rule it is. */
public final class Catalogue {

    /**
     * One kind of problem.
     *
     * @param code as answers, reports and dead letters show it
     * @param severity what it costs
     * @param says what is wrong, in a sentence
     * @param fix what its sender can do
     * @param source where the rule comes from
     */
    public record Entry(String code, Severity severity, String says, String fix, String source) {}

    // spotless:off
    private static final List<Entry> ENTRIES = List.of(
            error("not_an_object", "The event is no JSON object.", "Send an object with the event's fields.", "design 4"),
            error("destination_unmapped", "The value that chooses the destination is not in the mapping's table.", "Add it under destination, or say otherwise.", "mission C26"),
            error("event_unlisted", "The event's name is not in the mapping's table, and the mapping refuses others.", "Add the name under events, or correct it.", "mission G14"),
            error("event_time_unreadable", "The time is none that can be read.", "Send seconds since 1970 or ISO 8601.", "mission A12"),
            warning("field_unknown", "TikTok knows no such field; it is left out.", "Use the name that the warning suggests.", "tiktok-events-api 0 (unknown fields)"),
            warning("field_misplaced", "The key belongs to TikTok's request, not to an event; it is left out.", "Set it in the destination's settings, or send it beside data.", "tiktok-events-api 1.3"),
            warning("form_corrected", "TikTok itself takes the field in another form, which is sent (drop-in door only).", "Send it in that form.", "tiktok-events-api 1.3, 3.5, 3.6"),
            warning("field_unreadable", "The value does not fit the field; it is left out.", "Send what the warning names.", "asks 24"),
            error("value_not_a_number", "The value is no number.", "Send a plain number such as 12.50, without symbol.", "tiktok-events-api 1.3.2; asks 21"),
            error("price_not_a_number", "The value is no number.", "Send a plain number such as 12.50, without symbol.", "tiktok-events-api 1.3.2; asks 21"),
            error("quantity_not_a_number", "The value is no number.", "Send a plain number such as 12.50, without symbol.", "tiktok-events-api 1.3.2; asks 21"),
            error("predicted_ltv_not_a_number", "The value is no number.", "Send a plain number such as 12.50, without symbol.", "tiktok-events-api 1.3.2; asks 21"),
            error("event_missing", "The event has no name.", "Send one of TikTok's names, such as Purchase.", "mission A11"),
            error("event_too_long", "A custom name is longer than 50 characters.", "Shorten it.", "tiktok-events-api 3.3"),
            error("event_characters", "A custom name has other characters than letters, digits, _ and -, or does not begin with a letter.", "Rename it.", "tiktok-events-api 3.3; asks 20"),
            error("event_not_standard", "Offline events take standard names only.", "Map the event to one of them.", "tiktok-events-api 3.3"),
            warning("event_corrected", "The name differs from TikTok's in case or spaces; TikTok's is sent.", "Write it as TikTok does.", "tiktok-events-api 1.3"),
            warning("event_reserved", "TikTok turns the name into a standard one, which is sent.", "Choose another name for your own event.", "tiktok-events-api 3.3"),
            warning("event_translated", "The source has another name for it (web InitiateCheckout, app Checkout), which is sent.", "Use the name of the destination's source.", "tiktok-events-api 3.2"),
            warning("event_custom", "The name is not among the standard ones: campaigns cannot be optimised for it.", "Use a standard name where one fits.", "mission C10; tiktok-events-api 3.3"),
            warning("event_old_name", "The name is of before 2025; TikTok takes and converts it.", "Use the same name in the pixel; new set-ups use the new one.", "tiktok-events-api 3.1; mission T16"),
            warning("event_id_missing", "A web event has no id, so TikTok cannot tell it from the pixel's copy.", "Send the pixel's event_id.", "mission A13, A38"),
            error("event_id_too_long", "The id is longer than 255 characters; it is never cut.", "Send a shorter one.", "tiktok-events-api 3.6"),
            error("event_time_missing", "The event says not when it happened.", "Send event_time.", "tiktok-events-api 1.3"),
            error("event_time_future", "The time is further ahead than a wrong clock explains.", "Check the sender's clock and time zone.", "tiktok-events-api 3.5; asks 30"),
            warning("event_time_ahead", "The time is a little ahead; it is set to now.", "Check the sender's clock.", "tiktok-events-api 3.5; asks 30"),
            error("event_time_looks_wrong", "The time is in another age, as when milliseconds are read as seconds.", "Send seconds since 1970 or ISO 8601.", "tiktok-events-api 3.5"),
            error("event_time_too_old", "The event is older than its source takes (offline: 28 days).", "Send events sooner; ferry.rules.max-age sets the limit.", "tiktok-events-api 3.5; asks 28"),
            warning("event_time_old", "The event is older than TikTok surely attributes.", "Send events sooner; ferry.rules.max-age sets the limit.", "tiktok-events-api 3.5"),
            warning("field_not_for_source", "TikTok does not take the field for events of this source; it is left out.", "Do not map it for this destination.", "tiktok-events-api 1.3.1"),
            error("user_unmatchable", "An offline event has no usable email, phone or external_id.", "Send at least one.", "tiktok-events-api 1.3"),
            warning("user_match_keys_missing", "The event has nothing that TikTok could match a person by.", "Send at least one match key.", "mission T18; asks 33"),
            error("page_url_missing", "A web event has no page.url.", "Send the page's full URL.", "tiktok-events-api 1.3; mission A22"),
            error("page_url_not_http", "page.url is no full URL.", "Send one with http:// or https://.", "tiktok-events-api 1.3.3"),
            warning("page_referrer_not_http", "page.referrer is no full URL; it is left out.", "Send one with http:// or https://.", "tiktok-events-api 1.3.3"),
            error("app_id_missing", "An app event has no app.app_id.", "Send the App Store's number or the Play package name.", "tiktok-events-api 1.3.3"),
            warning("app_id_corrected", "The App Store's number came with the letters id in front; it is sent without.", "Send the number alone.", "tiktok-events-api 1.3.3"),
            error("lead_id_missing", "A CRM event has no lead.lead_id.", "Send TikTok's lead id, or send the event to an offline destination as Lead.", "tiktok-events-api 1.3.3"),
            error("value_negative", "The value is below zero; TikTok has no refunds.", "Leave such events out.", "tiktok-events-api 3.3"),
            warning("value_not_sum", "The value is not the sum of price times quantity; it is sent as given.", "Check it, unless shipping or discounts explain it.", "mission A31"),
            warning("value_missing", "A payment has no value, so campaigns cannot be optimised for it.", "Send value and currency.", "mission C13"),
            warning("currency_missing", "A value has no currency, so TikTok cannot count it.", "Send the three letters of ISO 4217.", "mission A30, C13"),
            error("currency_unknown", "The currency is none of ISO 4217.", "Send its three letters, such as EUR.", "mission A30"),
            warning("currency_unlisted", "The currency exists, but TikTok does not list it.", "Send a listed currency if the value does not show up.", "tiktok-events-api 1.3.2"),
            warning("currency_corrected", "The currency is sent in upper-case letters.", "Write it as ISO 4217 does.", "mission A30"),
            error("quantity_not_positive", "An item's quantity is not above zero.", "Leave out items that were not taken.", "mission A25"),
            warning("price_negative", "An item's price is below zero; it is left out.", "Put discounts into the value.", "mission A24"),
            warning("content_id_missing", "An item has no id, so the catalogue cannot be matched.", "Send its content_id.", "mission A27"),
            warning("choice_unknown", "The value is none of those that TikTok takes; it is left out.", "Send one of those that the warning lists.", "tiktok-events-api 1.3.2"),
            warning("choice_corrected", "The value is sent as TikTok writes it.", "Write it like that.", "tiktok-events-api 1.3.2"),
            warning("date_unreadable", "The date has no form that TikTok reads; it is left out.", "Send YYYY-MM-DD.", "tiktok-events-api 1.3.2"),
            warning("number_out_of_range", "The number is out of its range; it is left out.", "Send one within the range that the warning names.", "tiktok-events-api 1.3.2, 1.3.3"),
            warning("vin_too_long", "The VIN has more than 17 characters; it is left out.", "Check it.", "tiktok-events-api 1.3.2"),
            warning("email_blank", "The value is blank; it is left out.", "Leave the field out instead.", "tiktok-events-api 4"),
            warning("phone_blank", "The value is blank; it is left out.", "Leave the field out instead.", "tiktok-events-api 4"),
            warning("external_id_blank", "The value is blank; it is left out.", "Leave the field out instead.", "tiktok-events-api 4"),
            warning("first_name_blank", "The value is blank; it is left out.", "Leave the field out instead.", "tiktok-events-api 4"),
            warning("last_name_blank", "The value is blank; it is left out.", "Leave the field out instead.", "tiktok-events-api 4"),
            warning("zip_code_blank", "The value is blank; it is left out.", "Leave the field out instead.", "tiktok-events-api 4"),
            warning("idfa_blank", "The value is blank; it is left out.", "Leave the field out instead.", "tiktok-events-api 4"),
            warning("gaid_blank", "The value is blank; it is left out.", "Leave the field out instead.", "tiktok-events-api 4"),
            warning("city_blank", "The value is blank; it is left out.", "Leave the field out instead.", "tiktok-events-api 4"),
            warning("state_blank", "The value is blank; it is left out.", "Leave the field out instead.", "tiktok-events-api 4"),
            warning("country_blank", "The value is blank; it is left out.", "Leave the field out instead.", "tiktok-events-api 4"),
            warning("idfv_blank", "The value is blank; it is left out.", "Leave the field out instead.", "tiktok-events-api 4"),
            warning("locale_blank", "The value is blank; it is left out.", "Leave the field out instead.", "tiktok-events-api 4"),
            warning("ip_blank", "The value is blank; it is left out.", "Leave the field out instead.", "tiktok-events-api 4"),
            warning("user_agent_blank", "The value is blank; it is left out.", "Leave the field out instead.", "tiktok-events-api 4"),
            warning("ttclid_blank", "The value is blank; it is left out.", "Leave the field out instead.", "tiktok-events-api 4"),
            warning("ttp_blank", "The value is blank; it is left out.", "Leave the field out instead.", "tiktok-events-api 4"),
            warning("att_status_blank", "The value is blank; it is left out.", "Leave the field out instead.", "tiktok-events-api 4"),
            warning("email_empty_digest", "The SHA-256 of an empty text matches nobody; it is left out.", "Hash no empty values.", "tiktok-events-api 4"),
            warning("email_wrong_digest", "The value looks like MD5, SHA-1 or SHA-512; it is left out.", "Send the plain value or its SHA-256.", "tiktok-events-api 4"),
            warning("phone_empty_digest", "The SHA-256 of an empty text matches nobody; it is left out.", "Hash no empty values.", "tiktok-events-api 4"),
            warning("phone_wrong_digest", "The value looks like MD5, SHA-1 or SHA-512; it is left out.", "Send the plain value or its SHA-256.", "tiktok-events-api 4"),
            warning("external_id_empty_digest", "The SHA-256 of an empty text matches nobody; it is left out.", "Hash no empty values.", "tiktok-events-api 4"),
            warning("first_name_empty_digest", "The SHA-256 of an empty text matches nobody; it is left out.", "Hash no empty values.", "tiktok-events-api 4"),
            warning("first_name_wrong_digest", "The value looks like MD5, SHA-1 or SHA-512; it is left out.", "Send the plain value or its SHA-256.", "tiktok-events-api 4"),
            warning("last_name_empty_digest", "The SHA-256 of an empty text matches nobody; it is left out.", "Hash no empty values.", "tiktok-events-api 4"),
            warning("last_name_wrong_digest", "The value looks like MD5, SHA-1 or SHA-512; it is left out.", "Send the plain value or its SHA-256.", "tiktok-events-api 4"),
            warning("zip_code_empty_digest", "The SHA-256 of an empty text matches nobody; it is left out.", "Hash no empty values.", "tiktok-events-api 4"),
            warning("zip_code_wrong_digest", "The value looks like MD5, SHA-1 or SHA-512; it is left out.", "Send the plain value or its SHA-256.", "tiktok-events-api 4"),
            warning("idfa_empty_digest", "The SHA-256 of an empty text matches nobody; it is left out.", "Hash no empty values.", "tiktok-events-api 4"),
            warning("idfa_wrong_digest", "The value looks like MD5, SHA-1 or SHA-512; it is left out.", "Send the plain value or its SHA-256.", "tiktok-events-api 4"),
            warning("gaid_empty_digest", "The SHA-256 of an empty text matches nobody; it is left out.", "Hash no empty values.", "tiktok-events-api 4"),
            warning("gaid_wrong_digest", "The value looks like MD5, SHA-1 or SHA-512; it is left out.", "Send the plain value or its SHA-256.", "tiktok-events-api 4"),
            warning("external_id_looks_hashed", "The id looks like MD5 or SHA-1; it is hashed as it is.", "Identify by the same text in the pixel.", "tiktok-events-api 4"),
            warning("city_hashed", "The value is hashed, but TikTok takes it plain only; it is left out.", "Send it plain.", "tiktok-events-api 4"),
            warning("state_hashed", "The value is hashed, but TikTok takes it plain only; it is left out.", "Send it plain.", "tiktok-events-api 4"),
            warning("country_hashed", "The value is hashed, but TikTok takes it plain only; it is left out.", "Send it plain.", "tiktok-events-api 4"),
            warning("idfv_hashed", "The value is hashed, but TikTok takes it plain only; it is left out.", "Send it plain.", "tiktok-events-api 4"),
            warning("locale_hashed", "The value is hashed, but TikTok takes it plain only; it is left out.", "Send it plain.", "tiktok-events-api 4"),
            warning("ip_hashed", "The value is hashed, but TikTok takes it plain only; it is left out.", "Send it plain.", "tiktok-events-api 4"),
            warning("user_agent_hashed", "The value is hashed, but TikTok takes it plain only; it is left out.", "Send it plain.", "tiktok-events-api 4"),
            warning("ttclid_hashed", "The value is hashed, but TikTok takes it plain only; it is left out.", "Send it plain.", "tiktok-events-api 4"),
            warning("ttp_hashed", "The value is hashed, but TikTok takes it plain only; it is left out.", "Send it plain.", "tiktok-events-api 4"),
            warning("email_unparseable", "The value is no e-mail address; it is left out.", "Send name@domain or its SHA-256.", "tiktok-events-api 4"),
            warning("phone_unparseable", "The value is no phone number; it is left out.", "Send it with + and country code.", "tiktok-events-api 4"),
            warning("first_name_unparseable", "The value is without a letter or digit; it is left out.", "Send it as it is.", "tiktok-events-api 4"),
            warning("last_name_unparseable", "The value is without a letter or digit; it is left out.", "Send it as it is.", "tiktok-events-api 4"),
            warning("zip_code_unparseable", "The value is without a letter or digit; it is left out.", "Send it as it is.", "tiktok-events-api 4"),
            warning("city_unparseable", "The value is without a letter or digit; it is left out.", "Send it as it is.", "tiktok-events-api 4"),
            warning("state_unparseable", "The value is without a letter or digit; it is left out.", "Send it as it is.", "tiktok-events-api 4"),
            warning("idfa_unparseable", "The value is no device id; it is left out.", "Send it as a UUID.", "tiktok-events-api 4"),
            warning("gaid_unparseable", "The value is no device id; it is left out.", "Send it as a UUID.", "tiktok-events-api 4"),
            warning("idfv_unparseable", "The value is no device id; it is left out.", "Send it as a UUID.", "tiktok-events-api 4"),
            warning("locale_unparseable", "The value is no language tag; it is left out.", "Send one like en-US.", "tiktok-events-api 4"),
            warning("ip_unparseable", "The value is no IP address; it is left out.", "Send the visitor's IPv4 or IPv6.", "tiktok-events-api 4"),
            warning("ttclid_unparseable", "The value is no id, having white space inside; it is left out.", "Send it as it is.", "tiktok-events-api 4"),
            warning("ttp_unparseable", "The value is no id, having white space inside; it is left out.", "Send it as it is.", "tiktok-events-api 4"),
            warning("phone_country_missing", "The phone number names no country, and none is set; it is left out.", "Send + and country code, the person's country, or set ferry.phone.default-region.", "tiktok-events-api 4"),
            warning("phone_rounded", "A spreadsheet rounded the phone number (4.91511E+11); it is left out.", "Format the column as text and export again.", "sources D8"),
            warning("email_too_many", "More than 10 different values; the first 10 are sent.", "Send those that matter.", "tiktok-events-api 1.3.1"),
            warning("phone_too_many", "More than 10 different values; the first 10 are sent.", "Send those that matter.", "tiktok-events-api 1.3.1"),
            warning("external_id_too_many", "More than 10 different values; the first 10 are sent.", "Send those that matter.", "tiktok-events-api 1.3.1"),
            warning("email_denied", "att_status says that the person denied tracking; it is left out.", "Nothing: this is what TikTok asks for.", "tiktok-events-api 1.3.1"),
            warning("phone_denied", "att_status says that the person denied tracking; it is left out.", "Nothing: this is what TikTok asks for.", "tiktok-events-api 1.3.1"),
            warning("external_id_placeholder", "The value is a word for none, such as null; it is left out.", "Leave the field out instead.", "asks 24"),
            warning("user_agent_placeholder", "The value is a word for none, such as null; it is left out.", "Leave the field out instead.", "asks 24"),
            warning("ttclid_placeholder", "The value is a word for none, such as null; it is left out.", "Leave the field out instead.", "asks 24"),
            warning("ttp_placeholder", "The value is a word for none, such as null; it is left out.", "Leave the field out instead.", "asks 24"),
            warning("user_agent_macro", "An ad macro was not filled in (__CLICKID__); the field is left out.", "Check the ad's URL.", "mission P10; asks 5"),
            warning("ttclid_macro", "An ad macro was not filled in (__CLICKID__); the field is left out.", "Check the ad's URL.", "mission P10; asks 5"),
            warning("ttp_macro", "An ad macro was not filled in (__CLICKID__); the field is left out.", "Check the ad's URL.", "mission P10; asks 5"),
            warning("campaign_macro", "An ad macro was not filled in for one of the campaign's parameters in page.url (__CAMPAIGN_NAME__); reports will not name it.", "Check the ad's URL.", "mission P8, P10"),
            warning("ttclid_too_long", "Longer than 1000 characters; it is left out, since a cut id matches nothing.", "Send it whole.", "tiktok-events-api 6"),
            warning("ttp_too_long", "Longer than 1000 characters; it is left out, since a cut id matches nothing.", "Send it whole.", "tiktok-events-api 6"),
            warning("ip_not_public", "The address is of an inner network; it is left out.", "Send the visitor's public address.", "mission A15"),
            warning("idfa_zero", "All zeros: the device allows no tracking; it is left out.", "Leave the field out instead.", "tiktok-events-api 4"),
            warning("gaid_zero", "All zeros: the device allows no tracking; it is left out.", "Leave the field out instead.", "tiktok-events-api 4"),
            warning("idfv_zero", "All zeros: the device allows no tracking; it is left out.", "Leave the field out instead.", "tiktok-events-api 4"),
            warning("country_unknown", "The value names no country; it is left out.", "Send two letters as in ISO 3166.", "tiktok-events-api 4"),
            warning("att_status_unknown", "The value is none of TikTok's; it is left out.", "Send AUTHORIZED, DENIED, NOT_DETERMINED, RESTRICTED or NOT_APPLICABLE.", "tiktok-events-api 1.3.1"));
    // spotless:on

    private static final Map<String, Entry> BY_CODE = byCode();

    private Catalogue() {}

    /** All of them, in the order of an event's way: read, named, judged, identified. */
    public static List<Entry> entries() {
        return ENTRIES;
    }

    /** What that code means, or null when there is no such code. */
    public static @Nullable Entry of(String code) {
        return BY_CODE.get(code);
    }

    private static Entry error(String code, String says, String fix, String source) {
        return new Entry(code, Severity.ERROR, says, fix, source);
    }

    private static Entry warning(String code, String says, String fix, String source) {
        return new Entry(code, Severity.WARNING, says, fix, source);
    }

    private static Map<String, Entry> byCode() {
        Map<String, Entry> byCode = new LinkedHashMap<>();
        for (Entry entry : ENTRIES) {
            if (byCode.put(entry.code(), entry) != null) {
                throw new IllegalStateException("the catalogue has " + entry.code() + " twice");
            }
        }
        return byCode;
    }
}
