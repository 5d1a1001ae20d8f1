package dev.eventferry.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Events as senders write them. */
public final class Events {

    /** When {@link #purchase} happened, in seconds: an hour before this run. */
    public static final long TIME = System.currentTimeMillis() / 1000 - 3600;

    private Events() {}

    /** A purchase that nothing is wrong with. */
    public static ObjectNode purchase(String id) {
        ObjectNode event = Sender.JSON.createObjectNode();
        event.put("event", "Purchase").put("event_id", id).put("event_time", TIME);
        event.putObject("user").put("external_id", "customer-" + id);
        event.putObject("page").put("url", "https://shop.example.com/thanks");
        event.putObject("properties").put("value", 12.5).put("currency", "EUR");
        return event;
    }

    /** The same with an e-mail address. */
    public static ObjectNode purchase(String id, String email) {
        ObjectNode event = purchase(id);
        event.withObject("/user").put("email", email);
        return event;
    }

    /** A purchase whose currency is none, which no rule lets pass. */
    public static ObjectNode bad(String id) {
        ObjectNode event = purchase(id);
        event.withObject("/properties").put("currency", "nonsense");
        return event;
    }

    /** A purchase of a client-side shop, for the mapping {@code storefront}. */
    public static ObjectNode shopPurchase(String id) {
        ObjectNode event = Sender.JSON.createObjectNode();
        event.put("event_name", "purchase")
                .put("transaction_id", id)
                .put("value", 12.5)
                .put("currency", "EUR");
        event.put("timestamp", Instant.ofEpochSecond(TIME).toString());
        event.putObject("consent").put("advertising", "granted");
        event.putObject("user").put("id", "customer-" + id);
        event.putObject("page").putObject("location").put("href", "https://shop.example.com/thanks");
        return event;
    }

    public static String array(ObjectNode... events) {
        return array(Arrays.asList(events));
    }

    public static String array(List<ObjectNode> events) {
        return events.stream().map(ObjectNode::toString).collect(Collectors.joining(",", "[", "]"));
    }

    /** {@code prefix-FROM} to {@code prefix-TO}, the last not included. */
    public static List<String> ids(String prefix, int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> prefix + "-" + i).toList();
    }

    public static String purchases(List<String> ids) {
        return ids.stream().map(id -> purchase(id).toString()).collect(Collectors.joining(",", "[", "]"));
    }

    public static String lines(List<ObjectNode> events) {
        return events.stream().map(ObjectNode::toString).collect(Collectors.joining("\n", "", "\n"));
    }
}
