package dev.eventferry.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Events as senders write them. */
final class Events {

    /** When {@link #purchase} happened, in seconds: an hour before this run. */
    static final long TIME = System.currentTimeMillis() / 1000 - 3600;

    private Events() {}

    /** A purchase that nothing is wrong with. */
    static ObjectNode purchase(String id) {
        ObjectNode event = Sender.JSON.createObjectNode();
        event.put("event", "Purchase").put("event_id", id).put("event_time", TIME);
        event.putObject("user").put("external_id", "customer-" + id);
        event.putObject("page").put("url", "https://shop.example.com/thanks");
        event.putObject("properties").put("value", 12.5).put("currency", "EUR");
        return event;
    }

    /** The same with an e-mail address. */
    static ObjectNode purchase(String id, String email) {
        ObjectNode event = purchase(id);
        event.withObject("/user").put("email", email);
        return event;
    }

    /** A purchase whose currency is none, which no rule lets pass. */
    static ObjectNode bad(String id) {
        ObjectNode event = purchase(id);
        event.withObject("/properties").put("currency", "nonsense");
        return event;
    }

    /** A purchase of a client-side shop, for the mapping {@code storefront}. */
    static ObjectNode shopPurchase(String id) {
        ObjectNode event = Sender.JSON.createObjectNode();
        event.put("event_name", "purchase")
                .put("transaction_id", id)
                .put("value", 12.5)
                .put("currency", "EUR");
        event.putObject("consent").put("advertising", "granted");
        event.putObject("user").put("id", "customer-" + id);
        event.putObject("page").putObject("location").put("href", "https://shop.example.com/thanks");
        return event;
    }

    static String array(ObjectNode... events) {
        return array(Arrays.asList(events));
    }

    static String array(List<ObjectNode> events) {
        return events.stream().map(ObjectNode::toString).collect(Collectors.joining(",", "[", "]"));
    }

    /** {@code prefix-FROM} to {@code prefix-TO}, the last not included. */
    static List<String> ids(String prefix, int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> prefix + "-" + i).toList();
    }

    static String purchases(List<String> ids) {
        return ids.stream().map(id -> purchase(id).toString()).collect(Collectors.joining(",", "[", "]"));
    }

    static String lines(List<ObjectNode> events) {
        return events.stream().map(ObjectNode::toString).collect(Collectors.joining("\n", "", "\n"));
    }
}
