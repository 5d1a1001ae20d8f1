package dev.eventferry.rules;

import dev.eventferry.event.Content;
import dev.eventferry.event.Field;
import dev.eventferry.event.Problem;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Value and currency (mission A30, A31, C13). */
final class MoneyRules {

    /** Half a cent an item would be rounding; a cent is the least that any listed shop charges. */
    private static final BigDecimal TOLERANCE = new BigDecimal("0.01");

    private static final Set<String> PAYMENTS = Set.of("Purchase", "CompletePayment");

    private MoneyRules() {}

    static void judge(Draft draft) {
        currency(draft);
        value(draft);
    }

    private static void currency(Draft draft) {
        String given = draft.text(Field.CURRENCY);
        if (given == null || Currencies.LISTED.contains(given)) {
            return;
        }
        String code = Currencies.code(given);
        if (!Currencies.isIso(code)) {
            draft.refuseOrLeaveOut(
                    Field.CURRENCY.path(),
                    Codes.CURRENCY_UNKNOWN,
                    "a text of " + given.length()
                            + " characters that is no currency; send the three letters of ISO 4217, such as EUR");
            if (draft.lenient()) {
                draft.put(Field.CURRENCY, null);
            }
            return;
        }
        if (!code.equals(given)) {
            draft.put(Field.CURRENCY, code);
            draft.warn(Field.CURRENCY, Codes.CURRENCY_CORRECTED, "sent in upper-case letters, as ISO 4217 writes it");
        }
        if (!Currencies.LISTED.contains(code)) {
            draft.warn(
                    Field.CURRENCY,
                    Codes.CURRENCY_UNLISTED,
                    "not among those that TikTok lists; it may not count the value");
        }
    }

    private static void value(Draft draft) {
        BigDecimal sum = sum(draft.contents());
        BigDecimal value = (BigDecimal) draft.get(Field.VALUE);
        if (value == null && sum != null && !guesses(draft)) {
            draft.put(Field.VALUE, sum);
            value = sum;
        } else if (value != null && value.signum() < 0) {
            draft.refuse(
                    Field.VALUE,
                    Codes.VALUE_NEGATIVE,
                    "below zero; TikTok has no refunds, so leave such events out or send what was paid");
            return;
        } else if (value != null && sum != null && value.subtract(sum).abs().compareTo(TOLERANCE) > 0) {
            draft.warn(
                    Field.VALUE,
                    Codes.VALUE_NOT_SUM,
                    "not the sum of price times quantity of its items; sent as given, which is right"
                            + " with shipping or discounts");
        }
        missing(draft, value);
    }

    /** Whether an item's quantity was left out because nobody could read it: the sum would be a guess. */
    private static boolean guesses(Draft draft) {
        for (Problem problem : draft.given().problems()) {
            if (problem.code().equals(Codes.QUANTITY_NOT_A_NUMBER)) {
                return true;
            }
        }
        return false;
    }

    private static void missing(Draft draft, @Nullable BigDecimal value) {
        if (value == null) {
            if (PAYMENTS.contains(draft.name())) {
                draft.warn(
                        Field.VALUE,
                        Codes.VALUE_MISSING,
                        "missing on a payment, so campaigns cannot be optimised for its value; send value and currency");
            }
        } else if (!draft.has(Field.CURRENCY)) {
            draft.warn(
                    Field.CURRENCY,
                    Codes.CURRENCY_MISSING,
                    "missing beside a value, so TikTok cannot count it; send the three letters of ISO 4217");
        }
    }

    /** Price times quantity of all items; null unless each has a price. */
    private static @Nullable BigDecimal sum(List<Content> contents) {
        BigDecimal sum = null;
        for (Content content : contents) {
            BigDecimal price = content.price();
            if (price == null) {
                return null;
            }
            Long quantity = content.quantity();
            BigDecimal total = quantity == null || quantity == 1 ? price : price.multiply(BigDecimal.valueOf(quantity));
            sum = sum == null ? total : sum.add(total);
        }
        return sum;
    }
}
