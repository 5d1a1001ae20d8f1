package dev.eventferry.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.event.Item;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one source's webhooks into items: one object, or an array of them, as the source sends them. */
public final class WebhookReader {

    /** Where a mapping finds what the request's headers say. */
    public static final String MEMBER = "webhook";

    private static final DroppedItem TEST = new DroppedItem("the source says that it is only a test");
    private static final int LONGEST_PING = 64;

    private final WebhookForm form;
    private final BodyReader bodies;

    public WebhookReader(WebhookForm form, BodyReader bodies) {
        this.form = form;
        this.bodies = bodies;
    }

    /** Whether the request only asks if somebody is there; it needs no signature, for nothing comes of it. */
    public boolean isPing(HttpRequest request) {
        String member = form.pingMember();
        byte[] body = request.body();
        if (member == null || body.length > LONGEST_PING || body.length < member.length() + 2) {
            return false;
        }
        for (int i = 0; i < body.length; i++) {
            boolean expected = i < member.length()
                    ? body[i] == member.charAt(i)
                    : i == member.length() ? body[i] == '=' : body[i] >= '0' && body[i] <= '9';
            if (!expected) {
                return false;
            }
        }
        return true;
    }

    /**
     * The items of a request; those that are only tests are marked.
     *
     * @throws RequestRefused 400, 413 or 415
     */
    public List<Item> read(HttpRequest request) {
        ObjectNode told = told(request);
        boolean test = isTrue(header(request, form.testHeader()));
        return bodies.readAsItIs(request).stream()
                .map(item -> item instanceof JsonItem json ? item(json, told, test) : item)
                .toList();
    }

    private Item item(JsonItem item, @Nullable ObjectNode told, boolean test) {
        JsonNode json = item.asJson();
        if (test || (form.testMember() != null && json.path(form.testMember()).asBoolean())) {
            return TEST;
        }
        if (told != null && json instanceof ObjectNode object) {
            object.set(MEMBER, told); // ours, whatever the body says there
        }
        return item;
    }

    /** Of all headers only what the form names; null when it names none. */
    private @Nullable ObjectNode told(HttpRequest request) {
        if (form.topicHeader() == null && form.idHeader() == null) {
            return null;
        }
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        put(told, "topic", header(request, form.topicHeader()));
        put(told, "id", header(request, form.idHeader()));
        return told;
    }

    private static void put(ObjectNode told, String name, @Nullable String value) {
        if (value != null) {
            told.put(name, value);
        }
    }

    private static @Nullable String header(HttpRequest request, @Nullable String name) {
        return name == null ? null : request.headers().get(name);
    }

    private static boolean isTrue(@Nullable String value) {
        return value != null && value.strip().equalsIgnoreCase("true");
    }
}
