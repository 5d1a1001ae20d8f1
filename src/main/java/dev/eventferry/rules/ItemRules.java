package dev.eventferry.rules;

import dev.eventferry.event.Content;
import dev.eventferry.event.Field;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Items, and what is known from them (mission A24-A27, C21). */
final class ItemRules {

    private ItemRules() {}

    static void judge(Draft draft) {
        List<Content> contents = draft.contents();
        boolean positive = true;
        for (int i = 0; i < contents.size(); i++) {
            judge(draft, contents.get(i), i);
            positive &= isPositive(contents.get(i));
        }
        if (!positive && draft.lenient()) {
            draft.replaceContents(
                    draft.contents().stream().filter(ItemRules::isPositive).toList());
        }
        if (!draft.contents().isEmpty()) {
            fill(draft);
        }
        bothSearchFields(draft);
    }

    private static void judge(Draft draft, Content content, int index) {
        if (!isPositive(content)) {
            draft.refuseOrLeaveOut(
                    path(index, "quantity"),
                    Codes.QUANTITY_NOT_POSITIVE,
                    "not above zero; leave out items that were not taken");
        }
        if (content.price() != null && content.price().signum() < 0) {
            dropPrice(draft, index);
            draft.warn(
                    path(index, "price"),
                    Codes.PRICE_NEGATIVE,
                    "below zero, so it is left out; a discount belongs into the value");
        }
        if (content.contentId() == null || content.contentId().isBlank()) {
            draft.warn(
                    path(index, "content_id"),
                    Codes.CONTENT_ID_MISSING,
                    "missing, so TikTok cannot find the item in the catalogue; send its id");
        }
    }

    /** An item without a quantity is one piece. */
    private static boolean isPositive(Content content) {
        Long quantity = content.quantity();
        return quantity == null || quantity > 0;
    }

    private static String path(int index, String leaf) {
        return "properties.contents[" + index + "]." + leaf;
    }

    private static void dropPrice(Draft draft, int index) {
        Content old = draft.contents().get(index);
        draft.replaceContent(
                index,
                new Content(
                        old.contentId(), old.contentName(), old.contentCategory(), old.brand(), null, old.quantity()));
    }

    private static void fill(Draft draft) {
        if (!draft.has(Field.CONTENT_TYPE)) {
            draft.put(Field.CONTENT_TYPE, "product");
        }
        if (!draft.has(Field.CONTENT_IDS)) {
            List<String> ids = ids(draft.contents());
            draft.put(Field.CONTENT_IDS, ids.isEmpty() ? null : ids);
        }
        if (!draft.has(Field.NUM_ITEMS)) {
            draft.put(Field.NUM_ITEMS, pieces(draft.contents()));
        }
    }

    private static List<String> ids(List<Content> contents) {
        Set<String> ids = new LinkedHashSet<>();
        for (Content content : contents) {
            String id = content.contentId();
            if (id != null && !id.isBlank()) {
                ids.add(id);
            }
        }
        return List.copyOf(ids);
    }

    /** An item without a quantity is one piece. */
    private static Long pieces(List<Content> contents) {
        long pieces = 0;
        for (Content content : contents) {
            Long quantity = content.quantity();
            pieces += quantity == null ? 1 : Math.max(0, quantity);
            if (pieces < 0) {
                return Long.MAX_VALUE; // nonsense, but not below zero
            }
        }
        return pieces;
    }

    /** Both names are in use on TikTok's side (tiktok-events-api 9, row 17). */
    private static void bothSearchFields(Draft draft) {
        String query = draft.text(Field.QUERY);
        String search = draft.text(Field.SEARCH_STRING);
        if (query == null && search != null) {
            draft.put(Field.QUERY, search);
        } else if (search == null && query != null) {
            draft.put(Field.SEARCH_STRING, query);
        }
    }
}
