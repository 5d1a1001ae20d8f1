package dev.eventferry.rules;

/** The codes of the problems that this package raises; {@link Catalogue} says what each means. */
final class Codes {

    static final String EVENT_MISSING = "event_missing";
    static final String EVENT_TOO_LONG = "event_too_long";
    static final String EVENT_CHARACTERS = "event_characters";
    static final String EVENT_NOT_STANDARD = "event_not_standard";
    static final String EVENT_CORRECTED = "event_corrected";
    static final String EVENT_RESERVED = "event_reserved";
    static final String EVENT_TRANSLATED = "event_translated";
    static final String EVENT_CUSTOM = "event_custom";
    static final String EVENT_OLD_NAME = "event_old_name";

    static final String EVENT_ID_MISSING = "event_id_missing";
    static final String EVENT_ID_PLACEHOLDER = "event_id_placeholder";
    static final String EVENT_ID_TOO_LONG = "event_id_too_long";

    static final String EVENT_TIME_MISSING = "event_time_missing";
    static final String EVENT_TIME_FUTURE = "event_time_future";
    static final String EVENT_TIME_AHEAD = "event_time_ahead";
    static final String EVENT_TIME_LOOKS_WRONG = "event_time_looks_wrong";
    static final String EVENT_TIME_TOO_OLD = "event_time_too_old";
    static final String EVENT_TIME_OLD = "event_time_old";

    static final String FIELD_NOT_FOR_SOURCE = "field_not_for_source";
    static final String USER_UNMATCHABLE = "user_unmatchable";
    static final String USER_MATCH_KEYS_MISSING = "user_match_keys_missing";
    static final String PAGE_URL_MISSING = "page_url_missing";
    static final String PAGE_URL_NOT_HTTP = "page_url_not_http";
    static final String PAGE_REFERRER_NOT_HTTP = "page_referrer_not_http";
    static final String APP_ID_MISSING = "app_id_missing";
    static final String APP_ID_CORRECTED = "app_id_corrected";
    static final String APP_ID_LOOKS_WRONG = "app_id_looks_wrong";
    static final String LEAD_ID_MISSING = "lead_id_missing";

    static final String VALUE_NEGATIVE = "value_negative";
    static final String VALUE_NOT_SUM = "value_not_sum";
    static final String VALUE_MISSING = "value_missing";
    static final String CURRENCY_MISSING = "currency_missing";
    static final String CURRENCY_UNKNOWN = "currency_unknown";
    static final String CURRENCY_UNLISTED = "currency_unlisted";
    static final String CURRENCY_CORRECTED = "currency_corrected";

    static final String QUANTITY_NOT_POSITIVE = "quantity_not_positive";
    static final String PRICE_NEGATIVE = "price_negative";
    static final String CONTENT_ID_MISSING = "content_id_missing";

    static final String CHOICE_UNKNOWN = "choice_unknown";
    static final String CHOICE_CORRECTED = "choice_corrected";
    static final String DATE_UNREADABLE = "date_unreadable";
    static final String NUMBER_OUT_OF_RANGE = "number_out_of_range";
    static final String VIN_TOO_LONG = "vin_too_long";

    /** Of a number that could not be read, raised where it is read. */
    static final String QUANTITY_NOT_A_NUMBER = "quantity_not_a_number";

    private Codes() {}
}
