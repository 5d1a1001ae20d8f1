package dev.eventferry.simulator;

import static dev.eventferry.simulator.Shape.BOOLEAN;
import static dev.eventferry.simulator.Shape.DIGEST;
import static dev.eventferry.simulator.Shape.INTEGER;
import static dev.eventferry.simulator.Shape.NUMBER;
import static dev.eventferry.simulator.Shape.TEXT;
import static dev.eventferry.simulator.Shape.listOf;
import static dev.eventferry.simulator.Shape.oneOrMore;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The documented fields of an event and their types (tiktok-events-api 1.3.1-1.3.3). Written down here a second time,
 * on purpose: a mistake in the sender's own list of fields must not be shared by what it is tested with.
 */
final class EventShape {

    private static final Shape USER = fields().with(oneOrMore(DIGEST), "email", "phone", "external_id")
            .with(DIGEST, "first_name", "last_name", "zip_code")
            .with(TEXT, "ttclid", "ttp", "ip", "user_agent", "city", "state", "country", "locale")
            .with(TEXT, "idfa", "gaid", "idfv", "att_status", "lead_id")
            .object();

    private static final Shape CONTENT = fields().with(TEXT, "content_id", "content_name", "content_category", "brand")
            .with(TEXT, "content_type")
            .with(NUMBER, "price")
            .with(INTEGER, "quantity")
            .object();

    private static final Shape PROPERTIES = fields().with(NUMBER, "value", "predicted_ltv")
            .with(INTEGER, "num_items", "num_adults", "num_children", "num_infants")
            .with(TEXT, "currency", "content_type", "search_string", "query", "description", "order_id", "shop_id")
            .with(TEXT, "customer_type", "status", "delivery_category")
            .with(listOf(TEXT), "content_ids", "destination_ids", "suggested_hotels", "suggested_destinations")
            .with(listOf(CONTENT), "contents")
            .object();

    private static final Shape PAGE =
            fields().with(EventReading.PAGE_URL, "url").with(TEXT, "referrer").object();

    private static final Shape APP = fields().with(EventReading.APP_ID, "app_id")
            .with(TEXT, "app_name", "app_version")
            .object();

    private static final Shape AD = fields().with(TEXT, "callback", "campaign_id", "ad_id", "creative_id")
            .with(TEXT, "attribution_type", "attribution_provider")
            .with(BOOLEAN, "is_retargeting", "attributed")
            .with(NUMBER, "attribution_share")
            .object();

    private static final Shape LEAD = fields().with(EventReading.LEAD_ID, "lead_id")
            .with(TEXT, "lead_event_source")
            .object();

    /** A whole event; what the rules need to know of it, the reading takes down on the way. */
    static final Shape EVENT = fields().with(EventReading.NAME, "event")
            .with(EventReading.ID, "event_id")
            .with(EventReading.TIME, "event_time")
            .with(USER, "user")
            .with(PROPERTIES, "properties")
            .with(PAGE, "page")
            .with(APP, "app")
            .with(AD, "ad")
            .with(LEAD, "lead")
            .with(BOOLEAN, "limited_data_use")
            .object();

    private EventShape() {}

    private static Fields fields() {
        return new Fields(new HashMap<>());
    }

    private record Fields(Map<String, Shape> map) {

        Fields with(Shape shape, String... names) {
            List.of(names).forEach(name -> map.put(name, shape));
            return this;
        }

        Shape object() {
            return Shape.object(map);
        }
    }
}
