package dev.eventferry.inspect;

import dev.eventferry.event.Campaign;
import dev.eventferry.event.Field;
import dev.eventferry.event.Values;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Campaign, ad set and ad as one text. A URL may say anything: what looks like an e-mail address or a phone number is
 * hidden, and beyond {@value #MOST} ads a day all are one. For one thread at a time.
 */
final class CampaignNames {

    static final String EVENTS = "events";

    /** Followed by a currency. */
    static final String VALUE = "value ";

    static final int MOST = 500;

    /** Stands for the ads beyond the bound. */
    static final String OTHER = "(other)";

    private static final String HIDDEN = "(hidden)";
    private static final String SEPARATOR = "\u001f";
    private static final int LONGEST = 130;
    private static final int DECIMALS = 4;
    private static final BigDecimal MOST_MONEY = new BigDecimal("1e12");

    private static final Pattern BETWEEN_DIGITS = Pattern.compile("[ ()./+-]");
    private static final Pattern NUMBER_OF_A_PERSON = Pattern.compile("[0-9]{9,15}");

    private final Set<String> today = new HashSet<>();
    private long day;

    /**
     * A value.
     *
     * @param parts ten-thousandths of the currency's major unit
     */
    record Money(String currency, long parts) {}

    /** The ad's text; {@link #parts} takes it apart. */
    String of(Campaign campaign, long now) {
        long its = TimeUnit.MILLISECONDS.toDays(now);
        if (its != day) {
            day = its;
            today.clear();
        }
        String first = campaign.campaignName() != null ? campaign.campaignName() : campaign.utmCampaign();
        String text = fit(first) + SEPARATOR + fit(campaign.adsetName()) + SEPARATOR + fit(campaign.adName());
        if (today.contains(text)) {
            return text;
        }
        if (today.size() >= MOST) {
            return OTHER;
        }
        today.add(text);
        return text;
    }

    /** Campaign, ad set and ad; empty where there is none. */
    static List<String> parts(String text) {
        String[] parts = text.split(SEPARATOR, 3);
        return List.of(parts[0], parts.length > 1 ? parts[1] : "", parts.length > 2 ? parts[2] : "");
    }

    /** What an event is worth; null when it does not say both, or too much to be true. */
    static @Nullable Money money(Values values) {
        BigDecimal value = values.decimal(Field.VALUE);
        String currency = values.text(Field.CURRENCY);
        if (value == null || currency == null || value.abs().compareTo(MOST_MONEY) > 0) {
            return null;
        }
        return new Money(
                currency.toUpperCase(Locale.ROOT),
                value.setScale(DECIMALS, RoundingMode.HALF_UP).unscaledValue().longValueExact());
    }

    /** The major units of such parts. */
    static BigDecimal units(long parts) {
        return BigDecimal.valueOf(parts, DECIMALS);
    }

    private static String fit(@Nullable String text) {
        if (text == null) {
            return "";
        }
        if (looksPersonal(text)) {
            return HIDDEN;
        }
        String plain = text.replaceAll("\\p{Cntrl}", " ");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST);
    }

    /** TikTok's own ids have more digits than phone numbers. */
    private static boolean looksPersonal(String text) {
        return text.contains("@")
                || text.contains("%40")
                || NUMBER_OF_A_PERSON
                        .matcher(BETWEEN_DIGITS.matcher(text).replaceAll(""))
                        .matches();
    }
}
