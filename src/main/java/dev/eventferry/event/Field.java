package dev.eventferry.event;

import static dev.eventferry.event.EventSource.APP;
import static dev.eventferry.event.EventSource.CRM;
import static dev.eventferry.event.EventSource.OFFLINE;
import static dev.eventferry.event.EventSource.WEB;
import static dev.eventferry.event.Field.Type.BOOLEAN;
import static dev.eventferry.event.Field.Type.DECIMAL;
import static dev.eventferry.event.Field.Type.DECIMALS;
import static dev.eventferry.event.Field.Type.INTEGER;
import static dev.eventferry.event.Field.Type.ITEMS;
import static dev.eventferry.event.Field.Type.TEXT;
import static dev.eventferry.event.Field.Type.TEXTS;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every field that TikTok documents for an event beside its name, time and id (tiktok-events-api 1.3.1-1.3.3). What is
 * not here is not sent. Constants stand in the order in which they are written.
 */
public enum Field {
    // user: who did it (1.3.1)
    EMAIL("user.email", TEXTS, true, WEB, APP, OFFLINE, CRM),
    PHONE("user.phone", TEXTS, true, WEB, APP, OFFLINE, CRM),
    EXTERNAL_ID("user.external_id", TEXTS, true, WEB, OFFLINE, CRM),
    TTCLID("user.ttclid", TEXT, false, WEB),
    TTP("user.ttp", TEXT, false, WEB),
    IP("user.ip", TEXT, false, WEB, APP),
    USER_AGENT("user.user_agent", TEXT, false, WEB, APP),
    FIRST_NAME("user.first_name", TEXT, true, WEB),
    LAST_NAME("user.last_name", TEXT, true, WEB),
    ZIP_CODE("user.zip_code", TEXT, true, WEB),
    CITY("user.city", TEXT, false, WEB),
    STATE("user.state", TEXT, false, WEB),
    COUNTRY("user.country", TEXT, false, WEB),
    LOCALE("user.locale", TEXT, false, WEB, APP),
    IDFA("user.idfa", TEXT, false, APP),
    GAID("user.gaid", TEXT, false, APP),
    IDFV("user.idfv", TEXT, false, APP),
    ATT_STATUS("user.att_status", TEXT, false, APP),

    // properties: what was done (1.3.2)
    VALUE("properties.value", DECIMAL),
    CURRENCY("properties.currency", TEXT),
    CONTENTS("properties.contents", ITEMS),
    CONTENT_TYPE("properties.content_type", TEXT),
    CONTENT_IDS("properties.content_ids", TEXTS),
    NUM_ITEMS("properties.num_items", INTEGER),
    SEARCH_STRING("properties.search_string", TEXT),
    QUERY("properties.query", TEXT),
    DESCRIPTION("properties.description", TEXT),
    ORDER_ID("properties.order_id", TEXT),
    SHOP_ID("properties.shop_id", TEXT),
    CUSTOMER_TYPE("properties.customer_type", TEXT, false, WEB, APP),
    STATUS("properties.status", TEXT),
    EVENT_CHANNEL("properties.event_channel", TEXT),
    DELIVERY_CATEGORY("properties.delivery_category", TEXT),
    PREDICTED_LTV("properties.predicted_ltv", DECIMAL),
    EVENT_TRIGGER_SOURCE("properties.event_trigger_source", TEXT),
    GTM_VERSION("properties.gtm_version", TEXT),

    // properties: travel
    TRIP_CITY("properties.city", TEXT),
    TRIP_REGION("properties.region", TEXT),
    TRIP_COUNTRY("properties.country", TEXT),
    CHECKIN_DATE("properties.checkin_date", TEXT),
    CHECKOUT_DATE("properties.checkout_date", TEXT),
    NUM_ADULTS("properties.num_adults", INTEGER),
    NUM_CHILDREN("properties.num_children", INTEGER),
    NUM_INFANTS("properties.num_infants", INTEGER),
    SUGGESTED_HOTELS("properties.suggested_hotels", TEXTS),
    DEPARTING_DEPARTURE_DATE("properties.departing_departure_date", TEXT),
    RETURNING_DEPARTURE_DATE("properties.returning_departure_date", TEXT),
    DEPARTING_ARRIVAL_DATE("properties.departing_arrival_date", TEXT),
    RETURNING_ARRIVAL_DATE("properties.returning_arrival_date", TEXT),
    ORIGIN_AIRPORT("properties.origin_airport", TEXT),
    DESTINATION_AIRPORT("properties.destination_airport", TEXT),
    DESTINATION_IDS("properties.destination_ids", TEXTS),
    TRAVEL_CLASS("properties.travel_class", TEXT),
    USER_SCORE("properties.user_score", DECIMAL),
    PREFERRED_NUM_STOPS("properties.preferred_num_stops", INTEGER),
    TRAVEL_START("properties.travel_start", TEXT),
    TRAVEL_END("properties.travel_end", TEXT),
    SUGGESTED_DESTINATIONS("properties.suggested_destinations", TEXTS),

    // properties: automotive
    POSTAL_CODE("properties.postal_code", TEXT),
    MAKE("properties.make", TEXT),
    MODEL("properties.model", TEXT),
    YEAR("properties.year", INTEGER),
    STATE_OF_VEHICLE("properties.state_of_vehicle", TEXT),
    MILEAGE_VALUE("properties.mileage.value", DECIMAL),
    MILEAGE_UNIT("properties.mileage.unit", TEXT),
    EXTERIOR_COLOR("properties.exterior_color", TEXT),
    INTERIOR_COLOR("properties.interior_color", TEXT),
    TRANSMISSION("properties.transmission", TEXT),
    BODY_STYLE("properties.body_style", TEXT),
    FUEL_TYPE("properties.fuel_type", TEXT),
    DRIVETRAIN("properties.drivetrain", TEXT),
    PREFERRED_PRICE_RANGE("properties.preferred_price_range", DECIMALS),
    TRIM("properties.trim", TEXT),
    VIN("properties.vin", TEXT),
    CONDITION_OF_VEHICLE("properties.condition_of_vehicle", TEXT),
    VIEWCONTENT_TYPE("properties.viewcontent_type", TEXT),
    SEARCH_TYPE("properties.search_type", TEXT),
    REGISTRATION_TYPE("properties.registration_type", TEXT),

    // page, app, ad, lead (1.3.3)
    PAGE_URL("page.url", TEXT, false, WEB),
    PAGE_REFERRER("page.referrer", TEXT, false, WEB),
    APP_ID("app.app_id", TEXT, false, APP),
    APP_NAME("app.app_name", TEXT, false, APP),
    APP_VERSION("app.app_version", TEXT, false, APP),
    AD_CALLBACK("ad.callback", TEXT, false, APP),
    AD_CAMPAIGN_ID("ad.campaign_id", TEXT, false, WEB, APP),
    AD_ID("ad.ad_id", TEXT, false, WEB, APP),
    AD_CREATIVE_ID("ad.creative_id", TEXT, false, WEB, APP),
    AD_IS_RETARGETING("ad.is_retargeting", BOOLEAN, false, APP),
    AD_ATTRIBUTED("ad.attributed", BOOLEAN, false, APP),
    AD_ATTRIBUTION_TYPE("ad.attribution_type", TEXT, false, WEB, APP),
    AD_ATTRIBUTION_PROVIDER("ad.attribution_provider", TEXT, false, WEB, APP),
    AD_ATTRIBUTION_SHARE("ad.attribution_share", DECIMAL, false, WEB, APP),
    AD_ATTRIBUTION_VALUE("ad.attribution_value", DECIMAL, false, WEB, APP),
    AD_ATTRIBUTION_MODEL("ad.attribution_model", TEXT, false, WEB, APP),
    AD_TOUCHPOINT_TYPE("ad.touchpoint_type", TEXT, false, WEB, APP),
    AD_TOUCHPOINT_TS("ad.touchpoint_ts", INTEGER, false, WEB, APP),
    AD_TOUCHPOINT_URL("ad.touchpoint_url", TEXT, false, WEB, APP),
    AD_WINDOW_CLICK("ad.attribution_window_hr_click", INTEGER, false, WEB, APP),
    AD_WINDOW_VIEW("ad.attribution_window_hr_view", INTEGER, false, WEB, APP),
    AD_ATTRIBUTION_METHOD("ad.attribution_method", TEXT, false, WEB, APP),
    AD_DECLINE_REASON("ad.decline_reason", TEXT, false, WEB, APP),
    AD_UTM_ID("ad.utm_id", TEXT, false, WEB, APP),
    AD_UTM_SOURCE("ad.utm_source", TEXT, false, WEB, APP),
    AD_UTM_MEDIUM("ad.utm_medium", TEXT, false, WEB, APP),
    AD_UTM_CAMPAIGN("ad.utm_campaign", TEXT, false, WEB, APP),
    LEAD_ID("lead.lead_id", TEXT, false, CRM),
    LEAD_EVENT_SOURCE("lead.lead_event_source", TEXT, false, CRM),
    LIMITED_DATA_USE("limited_data_use", BOOLEAN, false, WEB, APP);

    /** What a field's value is, in Java: the class that a {@link Values} slot holds. */
    public enum Type {
        /** {@link String}. */
        TEXT,
        /** {@code List<String>}, never empty; one value is a list of one. */
        TEXTS,
        /** {@link java.math.BigDecimal}. */
        DECIMAL,
        /** {@code List<BigDecimal>}. */
        DECIMALS,
        /** {@link Long}. */
        INTEGER,
        /** {@link Boolean}. */
        BOOLEAN,
        /** The item list, which an event holds beside its values. */
        ITEMS
    }

    /** How many fields there are: at most 128, so that a {@link FieldMask} has a bit for each. */
    public static final int COUNT = values().length;

    private static final Map<String, Field> BY_PATH = new HashMap<>();
    private static final List<Field> HASHED;

    static {
        for (Field field : values()) {
            BY_PATH.put(field.path, field);
        }
        HASHED = BY_PATH.values().stream().filter(Field::hashed).sorted().toList();
    }

    private final String path;
    private final String section;
    private final String leaf;
    private final Type type;
    private final boolean hashed;

    private final Set<EventSource> sources;

    Field(String path, Type type) {
        this(path, type, false, EventSource.values());
    }

    Field(String path, Type type, boolean hashed, EventSource... sources) {
        this.path = path;
        this.section = path.substring(0, Math.max(0, path.lastIndexOf('.')));
        this.leaf = path.substring(path.lastIndexOf('.') + 1);
        this.type = type;
        this.hashed = hashed;
        this.sources = EnumSet.copyOf(List.of(sources));
    }

    /** TikTok's path, dotted: {@code user.email}. */
    public String path() {
        return path;
    }

    /** The object it stands in, dotted; empty for the event itself. */
    public String section() {
        return section;
    }

    /** Its key within the section. */
    public String leaf() {
        return leaf;
    }

    /** What its value is. */
    public Type type() {
        return type;
    }

    /** Whether it leaves this house as a SHA-256 digest only (tiktok-events-api 4). */
    public boolean hashed() {
        return hashed;
    }

    /** Whether TikTok documents it for events of that source. */
    public boolean belongsTo(EventSource source) {
        return sources.contains(source);
    }

    /** The fields that leave as digests only, in order. */
    public static List<Field> hashedFields() {
        return HASHED;
    }

    /** The field at that path, or null when TikTok knows none such. */
    public static @Nullable Field at(String path) {
        return BY_PATH.get(path);
    }

    /** All paths, for naming the nearest one. */
    public static Set<String> paths() {
        return Set.copyOf(BY_PATH.keySet());
    }
}
