package dev.eventferry.rules;

import dev.eventferry.event.Field;
import dev.eventferry.event.FieldMask;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fields of which TikTok lists the values, the form or the range (tiktok-events-api 1.3.2, 1.3.3). */
final class ChoiceRules {

    private static final int LONGEST_VIN = 17;

    private static final Map<Field, List<String>> CHOICES = new EnumMap<>(Map.of(
            Field.CONTENT_TYPE, List.of("product", "product_group"),
            Field.CUSTOMER_TYPE, List.of("new", "returning"),
            Field.DELIVERY_CATEGORY, List.of("in_store", "curbside", "home_delivery"),
            Field.TRAVEL_CLASS, List.of("eco", "prem", "bus", "first"),
            Field.STATE_OF_VEHICLE, List.of("New", "Used", "CPO"),
            Field.TRANSMISSION, List.of("Automatic", "Manual", "Other"),
            Field.MILEAGE_UNIT, List.of("MI", "KM")));

    private static final List<Field> DATES = List.of(
            Field.CHECKIN_DATE,
            Field.CHECKOUT_DATE,
            Field.DEPARTING_DEPARTURE_DATE,
            Field.RETURNING_DEPARTURE_DATE,
            Field.DEPARTING_ARRIVAL_DATE,
            Field.RETURNING_ARRIVAL_DATE,
            Field.TRAVEL_START,
            Field.TRAVEL_END);

    private static final List<Field> COUNTS = List.of(
            Field.NUM_ITEMS, Field.NUM_ADULTS, Field.NUM_CHILDREN, Field.NUM_INFANTS, Field.PREFERRED_NUM_STOPS);

    private static final FieldMask JUDGED = mask();

    private ChoiceRules() {}

    static void judge(Draft draft) {
        if (!draft.given().values().mask().meets(JUDGED)) {
            return;
        }
        CHOICES.forEach((field, choices) -> choice(draft, field, choices));
        for (Field date : DATES) {
            date(draft, date);
        }
        for (Field count : COUNTS) {
            count(draft, count);
        }
        share(draft);
        priceRange(draft);
        vin(draft);
    }

    private static void choice(Draft draft, Field field, List<String> choices) {
        String given = draft.text(field);
        if (given == null || choices.contains(given)) {
            return;
        }
        String meant = meant(given, choices);
        draft.put(field, meant);
        if (meant == null) {
            draft.warn(
                    field,
                    Codes.CHOICE_UNKNOWN,
                    "none of the values that TikTok takes, so it is left out; send " + String.join(", ", choices));
        } else {
            draft.warn(field, Codes.CHOICE_CORRECTED, "sent as " + meant + ", as TikTok writes it");
        }
    }

    private static @Nullable String meant(String given, List<String> choices) {
        String word = given.strip().replace(' ', '_').replace('-', '_');
        for (String choice : choices) {
            if (choice.equalsIgnoreCase(word)) {
                return choice;
            }
        }
        return null;
    }

    private static void date(Draft draft, Field field) {
        String given = draft.text(field);
        if (given != null && !isDate(given)) {
            draft.put(field, null);
            draft.warn(
                    field,
                    Codes.DATE_UNREADABLE,
                    "a text of " + given.length()
                            + " characters that is no date as TikTok reads them, so it is left out;"
                            + " send YYYY-MM-DD");
        }
    }

    /** {@code YYYYMMDD} or {@code YYYY-MM-DD}, with or without a time and its zone. */
    private static boolean isDate(String text) {
        if (text.length() == 8) {
            return digits(text, 0, 8) && inCalendar(text.substring(4, 6), text.substring(6, 8));
        }
        boolean dashed = text.length() >= 10
                && digits(text, 0, 4)
                && text.charAt(4) == '-'
                && digits(text, 5, 7)
                && text.charAt(7) == '-'
                && digits(text, 8, 10)
                && inCalendar(text.substring(5, 7), text.substring(8, 10));
        return dashed && (text.length() == 10 || isTime(text));
    }

    private static boolean isTime(String text) {
        return text.length() >= 17
                && text.charAt(10) == 'T'
                && digits(text, 11, 13)
                && text.charAt(13) == ':'
                && digits(text, 14, 16)
                && "Z+-:".indexOf(text.charAt(16)) >= 0;
    }

    private static boolean inCalendar(String month, String day) {
        int m = Integer.parseInt(month);
        int d = Integer.parseInt(day);
        return m >= 1 && m <= 12 && d >= 1 && d <= 31;
    }

    private static boolean digits(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static void count(Draft draft, Field field) {
        if (draft.get(field) instanceof Long count && count < 0) {
            outOfRange(draft, field, "0 or more");
        }
    }

    private static void share(Draft draft) {
        if (draft.get(Field.AD_ATTRIBUTION_SHARE) instanceof BigDecimal share
                && (share.signum() < 0 || share.compareTo(BigDecimal.ONE) > 0)) {
            outOfRange(draft, Field.AD_ATTRIBUTION_SHARE, "0 to 1");
        }
    }

    private static void priceRange(Draft draft) {
        if (draft.get(Field.PREFERRED_PRICE_RANGE) instanceof List<?> range && range.size() != 2) {
            outOfRange(draft, Field.PREFERRED_PRICE_RANGE, "two prices, the least and the most");
        }
    }

    private static void outOfRange(Draft draft, Field field, String wanted) {
        draft.put(field, null);
        draft.warn(field, Codes.NUMBER_OUT_OF_RANGE, "out of range, so it is left out; send " + wanted);
    }

    private static void vin(Draft draft) {
        String vin = draft.text(Field.VIN);
        if (vin != null && vin.length() > LONGEST_VIN) {
            draft.put(Field.VIN, null);
            draft.warn(
                    Field.VIN,
                    Codes.VIN_TOO_LONG,
                    vin.length() + " characters, and a VIN has at most " + LONGEST_VIN + "; it is left out");
        }
    }

    private static FieldMask mask() {
        FieldMask mask = new FieldMask(0, 0)
                .with(Field.VIN)
                .with(Field.AD_ATTRIBUTION_SHARE)
                .with(Field.PREFERRED_PRICE_RANGE);
        for (Field field : CHOICES.keySet()) {
            mask = mask.with(field);
        }
        for (Field field : DATES) {
            mask = mask.with(field);
        }
        for (Field field : COUNTS) {
            mask = mask.with(field);
        }
        return mask;
    }
}
